using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Quantization;

/// <summary>Errors of changed weights against their definition, and the data that they are measured on.</summary>
public class OutputErrorsTests
{
    private static readonly Layer[] Layers = [new DenseLayer("fc", 2, 2)];

    [Fact]
    public void Errors_are_those_of_the_definition()
    {
        Network first = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, Layers);
        Network second = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 2, Layers);
        float[][] data = [SharedNetworks.RandomInput(6, 1), SharedNetworks.RandomInput(10, 2)];
        double[] before = Outputs(first);
        double[] errors = [.. before.Zip(Outputs(second), (x, y) => Math.Abs(x - y))];
        double[] means = [.. Enumerable.Range(0, 2).Select(output => before.Where((_, i) => i % 2 == output).Average())];
        double deviation = Math.Sqrt(before.Select((value, i) => (value - means[i % 2]) * (value - means[i % 2])).Average());
        (double largest, double mean, double relative) = Of(first, second, data);
        Assert.Equal(errors.Max(), largest, 1e-12);
        Assert.Equal(errors.Average(), mean, 1e-12);
        Assert.Equal(Math.Sqrt(errors.Average(error => error * error)) / deviation, relative, 1e-9);

        double[] Outputs(Network network) => [.. data.SelectMany(values => new Interpreter(network).Run(values)).Select(value => (double)value)];
    }

    /// <summary>The deviation of constant outputs is zero, so their size takes its place; of zeros, 1.</summary>
    [Theory]
    [InlineData(4f, 0.5f / 4)]
    [InlineData(-2f, 0.5f / 2)]
    [InlineData(0f, 0.5f)]
    public void Errors_of_constant_outputs_are_relative_to_their_size(float output, float relative) =>
        Assert.Equal(relative, Of(Constant(output), Constant(output + 0.5f), [[1, 2, 3, 4]]).Relative, 1e-9);

    [Fact]
    public void Long_data_are_read_in_part()
    {
        Network every = SharedNetworks.Raw(new VectorInput(1), OutputSteps.Every, 1, new GruLayer("gru", 1, 2));
        Assert.Equal([3000, 1096], Steps(every, 3000, 3000, 10));
        Assert.Equal([4096], Steps(every, 5000, 10));
        Assert.Equal([10, 20], Steps(every, 10, 20));
    }

    /// <summary>An output for a whole sequence needs all of it.</summary>
    [Fact]
    public void Sequences_with_one_output_are_read_whole()
    {
        Network last = SharedNetworks.Raw(new VectorInput(1), OutputSteps.Last, 1, new GruLayer("gru", 1, 2));
        Assert.Equal([3000, 3000], Steps(last, 3000, 3000, 10));
        RecurrentOptions options = new(Direction: Direction.Bidirectional);
        Network whole = SharedNetworks.Raw(new VectorInput(1), OutputSteps.Every, 1, new GruLayer("gru", 1, 2, options: options));
        Assert.Equal([5000], Steps(whole, 5000, 10));
    }

    private static int[] Steps(Network network, params int[] steps)
    {
        ErrorData data = new(network, [.. steps.Select(count => ModelSequence.OfValues(SharedNetworks.RandomInput(count, count)))]);
        Assert.Equal(steps.Length, data.Known.Count);
        Assert.Equal(FormattableString.Invariant($"the data, {data.Sequences.Sum(sequence => sequence.Values.Length):#,0} steps"), data.Description);
        return [.. data.Sequences.Select(sequence => sequence.Values.Length)];
    }

    private static (double Largest, double Mean, double Relative) Of(Network original, Network changed, float[][] data) =>
        new OutputErrors(original, [.. data.Select(ModelSequence.OfValues)]).Of(changed);

    private static Network Constant(float output)
    {
        Network network = SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, Layers);
        return network.WithTensors(network.Tensors.Values.Select(
            tensor => new Tensor(tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select(_ => tensor.Shape.Count == 1 ? output : 0)])));
    }
}
