using SharedNetworks = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Quantization;

/// <summary>The ranges of what matrices read: fixed by functions, measured on data, or unknown.</summary>
public class ValueRangesTests
{
    [Theory]
    [InlineData(0.5f, 3f)]
    [InlineData(-3f, -0.5f)]
    [InlineData(-2f, 1f)]
    public void An_input_has_the_range_of_the_data(float low, float high)
    {
        ValueRanges ranges = Measured(low, high, new DenseLayer("fc", 2, 3));
        Assert.Equal(new QuantizationRange(low, high), ranges.Of(0, MatrixInput.Layer));
    }

    [Theory]
    [InlineData(0.5f, 3f, 0f, 3f)]
    [InlineData(-3f, -0.5f, -3f, 0f)]
    [InlineData(-2f, 1f, -2f, 1f)]
    public void Padding_adds_a_zero(float low, float high, float from, float to)
    {
        ConvolutionLayer layer = new("conv", new Window(1, 1, 2) { KernelWidth = 2, Left = 1 }, 3);
        ValueRanges ranges = Measured(low, high, layer);
        Assert.Equal(new QuantizationRange(from, to), ranges.Of(0, MatrixInput.PaddedWindow));
        Assert.Equal(new QuantizationRange(low, high), ranges.Of(0, MatrixInput.Window));
    }

    [Fact]
    public void Without_data_only_functions_fix_a_range()
    {
        Layer[] layers =
        [
            new DenseLayer("fc", 2, 3), new ActivationLayer("phi", 3, Activation.Sigmoid), new GruLayer("gru", 3, 4),
            new RnnLayer("rnn", 4, 4, Activation.Relu),
        ];
        ValueRanges ranges = new(Network(layers), []);
        Assert.Null(ranges.Of(0, MatrixInput.Layer));
        Assert.Equal(new QuantizationRange(0, 1), ranges.Of(2, MatrixInput.Layer));
        Assert.Equal(QuantizationRange.Tanh, ranges.Of(2, MatrixInput.Hidden));
        Assert.Equal(QuantizationRange.Tanh, ranges.Of(3, MatrixInput.Layer));
        Assert.Null(ranges.Of(3, MatrixInput.Hidden));
        Assert.Null(ranges.Of(3, MatrixInput.None));
    }

    /// <summary>What was seen in some data is narrower than what a function can give.</summary>
    [Fact]
    public void A_fixed_range_goes_before_a_measured_one()
    {
        ValueRanges ranges = Measured(0.1f, 0.2f, new ActivationLayer("phi", 2, Activation.Tanh), new GruLayer("gru", 2, 3), new DenseLayer("fc", 3, 2));
        Assert.Equal(QuantizationRange.Tanh, ranges.Of(1, MatrixInput.Layer));
        Assert.Equal(QuantizationRange.Tanh, ranges.Of(1, MatrixInput.Hidden));
        Assert.Equal(QuantizationRange.Tanh, ranges.Of(2, MatrixInput.Layer));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    public void A_measured_hidden_state_begins_at_zero(float sign)
    {
        RnnLayer rnn = new("rnn", 2, 2, Activation.Identity);
        Network network = Network(rnn);
        network = network.WithTensors(network.Tensors.Values.Select(
            tensor => new Tensor(tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select(value => sign * Math.Abs(value))])));
        float[] values = [0.5f, 2f];
        float[] state = new Interpreter(network).Run(values);
        QuantizationRange range = new ValueRanges(network, [ModelSequence.OfValues(values)]).Of(0, MatrixInput.Hidden)!;
        Assert.All(state, value => Assert.Equal(sign, MathF.Sign(value)));
        Assert.Equal(sign > 0 ? (0, state.Max()) : (state.Min(), 0), (range.Low, range.High));
    }

    [Fact]
    public void Several_inputs_have_their_common_range()
    {
        Layer[] layers =
        [
            new ActivationLayer("phi", 2, Activation.Sigmoid),
            new SelectLayer("first", 2, [0]) { Inputs = ["input"] },
            new DenseLayer("fc", 3, 2) { Inputs = ["phi", "first"] },
        ];
        Assert.Equal(new QuantizationRange(-4f, 1f), Measured(-4f, 0.5f, layers).Of(2, MatrixInput.Layer));
        Assert.Equal(new QuantizationRange(0f, 4f), Measured(0.5f, 4f, layers).Of(2, MatrixInput.Layer));
        Assert.Null(new ValueRanges(Network(layers), []).Of(2, MatrixInput.Layer));
    }

    [Fact]
    public void A_table_has_the_range_of_its_numbers()
    {
        EmbeddingLayer table = new("table", 5, 3);
        Network network = SharedNetworks.Raw(new PlainTokens(5), OutputSteps.Every, 1, table, new GruLayer("gru", 3, 2));
        float[] values = network.Tensors[table.Weight].Values;
        Assert.Equal(new QuantizationRange(values.Min(), values.Max()), new ValueRanges(network, []).Of(1, MatrixInput.Layer));
    }

    /// <summary>A gate of another function may be larger than 1, so the gated state may be, too.</summary>
    [Fact]
    public void A_state_that_any_number_gates_has_no_range()
    {
        Assert.Equal(QuantizationRange.Tanh, new ValueRanges(Network(new GruLayer("gru", 2, 3, GruReset.Before)), []).Of(0, MatrixInput.Hidden));
        GruLayer free = new("gru", 2, 3, GruReset.Before, gateActivation: Activation.Relu);
        Assert.Null(Measured(-1f, 1f, free).Of(0, MatrixInput.Hidden));
    }

    [Fact]
    public void A_constant_has_no_range() => Assert.Null(Measured(2f, 2f, new DenseLayer("fc", 2, 3)).Of(0, MatrixInput.Layer));

    private static Network Network(params Layer[] layers) => SharedNetworks.Raw(new VectorInput(2), OutputSteps.Every, 1, layers);

    // Of two sequences, the first has the lowest value.
    private static ValueRanges Measured(float low, float high, params Layer[] layers)
    {
        float middle = (low + high) / 2;
        return new ValueRanges(Network(layers), [ModelSequence.OfValues([middle, low]), ModelSequence.OfValues([middle, middle, high, middle])]);
    }
}
