namespace TinyRnn.Model.Tests.Networks;

/// <summary>Networks made in code are held to what files are held to: whatever is made can be written and read.</summary>
public class NetworkChecksTests
{
    private static readonly Tensor Weight = new("d.weight", [1, 1], [1]);

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{}, {}", "one JSON object")]
    [InlineData("{}}", "one JSON object")]
    [InlineData("{} ], [ {}", "one JSON object")]
    [InlineData("", "one JSON object")]
    [InlineData("{'a': 1}", "a field name in double quotes is expected")]
    public void Metadata_must_be_one_object(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidNetworkException>(() => New(metadata: json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Metadata_as_deep_as_files_allow_round_trips()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "{}" + new string('}', 30);
        Assert.Equal(deep, NetworkReader.Read(NetworkWriter.Write(New(metadata: deep)), "x").MetadataJson);
        Fails(ModelErrorCode.TooLarge, () => New(metadata: "{\"a\":" + deep + "}"));
    }

    [Fact]
    public void Texts_hold_whole_characters()
    {
        Assert.Contains("half a surrogate pair at position 1", Fails(ModelErrorCode.InvalidValue, () => New(name: "a\ud83d")), StringComparison.Ordinal);
        Fails(ModelErrorCode.InvalidValue, () => New(input: new VectorInput(1, ["\ude00"])));
    }

    [Fact]
    public void Probes_are_finite()
    {
        Fails(ModelErrorCode.Probe, () => New(probes: [Probe.OfValues([1], [float.NaN])]));
        Fails(ModelErrorCode.Probe, () => New(probes: [Probe.OfValues([float.PositiveInfinity], [1])]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(32_769)]
    public void Sizes_are_bounded(int size)
    {
        DenseLayer layer = new("d", 1, size, bias: false);
        Fails(ModelErrorCode.InvalidValue, () => new Network("", NetworkTask.Raw, new VectorInput(1), [layer], OutputSteps.Last, []));
        DenseLayer wide = new("d", size, 1, bias: false);
        Fails(ModelErrorCode.InvalidValue, () => new Network("", NetworkTask.Raw, new VectorInput(size), [wide], OutputSteps.Last, []));
        ConcatRnnLayer concat = new("d", 1, size, 1);
        Fails(ModelErrorCode.InvalidValue, () => new Network("", NetworkTask.Raw, new VectorInput(1), [concat], OutputSteps.Last, []));
    }

    [Fact]
    public void Tensors_stand_once_and_fit_their_shape()
    {
        Fails(ModelErrorCode.UnknownField, () => New(tensors: [Weight, Weight]));
        Assert.ThrowsAny<ArgumentException>(() => new Tensor("t", [2, 3], new float[5]));
    }

    [Fact]
    public void Scaling_is_finite_and_above_zero()
    {
        foreach ((float[] mean, float[] std) in ((float[], float[])[])[([1], [0]), ([1], [-1]), ([1], [float.NaN]), ([float.NaN], [1]), ([1], [float.PositiveInfinity]), ([1, 2], [1])])
        {
            Assert.ThrowsAny<ArgumentException>(() => new Scaling(mean, std));
        }
    }

    [Fact]
    public void Recurrent_activations_are_three()
    {
        foreach (Activation activation in (Activation[])[Activation.Sigmoid, Activation.Softmax, Activation.LogSoftmax])
        {
            Assert.ThrowsAny<ArgumentException>(() => new RnnLayer("r", 1, 1, activation));
        }
    }

    [Fact]
    public void Figures_are_sums_over_layers()
    {
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(3), OutputSteps.Last, null, new RnnLayer("a", 3, 4), new DenseLayer("b", 4, 2));
        Assert.Equal((3, 2, 4, 3 * 4 + 16 + 8 + 10), (network.InputSize, network.OutputSize, network.StateSize, (int)network.ParameterCount));
        Assert.Equal([28L, 8L], network.Layers.Select(layer => layer.MultiplyAdds));
    }

    private static Network New(string name = "", NetworkInput? input = null, IEnumerable<Tensor>? tensors = null, Probe[]? probes = null, string metadata = "{}") => new(
        name, NetworkTask.Raw, input ?? new VectorInput(1), [new DenseLayer("d", 1, 1, bias: false)], OutputSteps.Last, tensors ?? [Weight], probes: probes, metadataJson: metadata);

    private static string Fails(ModelErrorCode code, Func<Network> make)
    {
        InvalidNetworkException e = Assert.Throws<InvalidNetworkException>(make);
        Assert.Equal(code, e.Code);
        return e.Message;
    }
}
