namespace TinyRnn.Model.Tests.Networks;

/// <summary>What layers without memory refuse, the words in which they describe themselves, and the ranges that they keep or give.</summary>
public class LayerTests
{
    private static readonly Window Line = new(2, 1, 4) { KernelWidth = 2 };

    /// <summary>A maker that fails, and the message.</summary>
    public static TheoryData<string, Func<Layer>> Wrong => new()
    {
        { "layer 'l' needs exactly two inputs for 'subtract', not 3", () => new CombineLayer("l", CombineOperation.Subtract, 2, 2, 2) },
        { "layer 'l' needs exactly two inputs for 'divide', not 1", () => new CombineLayer("l", CombineOperation.Divide, 2) },
        { "layer 'l' needs at least two inputs", () => new CombineLayer("l", CombineOperation.Add, 2) },
        { "layer 'l' needs at least two inputs", () => new CombineLayer("l", CombineOperation.Maximum) },
        { "layer 'l' needs inputs of one size; only an input of a single value may differ", () => new CombineLayer("l", CombineOperation.Add, 2, 1, 3) },
        { "the limits of layer 'l' must be finite, the lower one not above the upper one", () => new FunctionLayer("l", 2, Function.Clip, 1f, 0.5f) },
        { "the limits of layer 'l' must be finite", () => new FunctionLayer("l", 2, Function.Clip, float.NegativeInfinity, 0f) },
        { "the limits of layer 'l' must be finite", () => new FunctionLayer("l", 2, Function.Clip, 0f, float.PositiveInfinity) },
        { "the limits of layer 'l' must be finite", () => new FunctionLayer("l", 2, Function.Clip, float.NaN, 0f) },
        { "layer 'l' has limits, but the function 'exp' takes none", () => new FunctionLayer("l", 2, Function.Exp, low: 1f) },
        { "layer 'l' has limits, but the function 'exp' takes none", () => new FunctionLayer("l", 2, Function.Exp, high: 1f) },
        { "the exponent of layer 'l' must be finite and not 0", () => new FunctionLayer("l", 2, Function.Power, exponent: 0f) },
        { "the exponent of layer 'l' must be finite and not 0", () => new FunctionLayer("l", 2, Function.Power, exponent: float.NaN) },
        { "the exponent of layer 'l' must be finite and not 0", () => new FunctionLayer("l", 2, Function.Power, exponent: float.PositiveInfinity) },
        { "layer 'l' has an exponent; the function 'exp' takes none", () => new FunctionLayer("l", 2, Function.Exp, exponent: 2f) },
        { "layer 'l' reads 4 values, which cannot be divided into 3 equal groups", () => new ReduceLayer("l", 4, ReduceMode.Sum, 3) },
        { "layer 'l' reads 4 values, which cannot be divided into 0 equal groups", () => new ReduceLayer("l", 4, ReduceMode.Sum, 0) },
        { "layer 'l' reads 4 values, which cannot be divided into 3 equal groups", () => new LayerNormLayer("l", 4, groups: 3) },
        { "layer 'l' reads 4 values, which cannot be divided into -1 equal groups", () => new LayerNormLayer("l", 4, groups: -1) },
        { "epsilon of layer 'l' must be 0 or more", () => new LayerNormLayer("l", 4, -1f) },
        { "epsilon of layer 'l' must be 0 or more", () => new LayerNormLayer("l", 4, float.NaN) },
        { "epsilon of layer 'l' must be 0 or more", () => new LayerNormLayer("l", 4, float.PositiveInfinity) },
        { "layer 'l' needs indices from 0 to 3", () => new SelectLayer("l", 4, []) },
        { "layer 'l' needs indices from 0 to 3", () => new SelectLayer("l", 4, [0, 4]) },
        { "layer 'l' needs indices from 0 to 3", () => new SelectLayer("l", 4, [-1]) },
        { "layer 'l' has 2 groups, which do not divide 2 channels and 3 output channels", () => new ConvolutionLayer("l", Line, 3, 2) },
        { "layer 'l' has 0 groups, which do not divide 2 channels and 2 output channels", () => new ConvolutionLayer("l", Line, 2, 0) },
        { "layer 'l' has 1 groups, which do not divide 2 channels and 0 output channels", () => new ConvolutionLayer("l", Line, 0) },
        { "layer 'l' has 1 groups, which do not divide 2 channels and 32769 output channels", () => new ConvolutionLayer("l", Line, 32769) },
        { "a pooling layer of mode 'final' needs an even size, not 3", () => new PoolingLayer("l", 3, PoolingMode.Final) },
        {
            "the activation of a recurrent layer must be elementwise, so it cannot be softmax",
            () => new GruLayer("l", 1, 1, activation: Activation.Softmax)
        },
        { "the clip must be finite and above 0", () => new RnnLayer("l", 1, 1, options: new() { Clip = -1f }) },
        {
            "layer 'l' has the activation log-softmax, which needs the whole row; put an activation layer after it",
            () => new ConvolutionLayer("l", Line, 2, activation: Activation.LogSoftmax)
        },
    };

    /// <summary>A layer and the line that describes it.</summary>
    public static TheoryData<string, Layer> Described => new()
    {
        { "scale(3)", new ScaleLayer("l", 3) },
        { "dense(3 -> 2), relu", new DenseLayer("l", 3, 2, Activation.Relu) },
        { "dense(3 -> 2), identity, no bias", new DenseLayer("l", 3, 2, bias: false) },
        { "rnn(3 -> 2), tanh, no bias", new RnnLayer("l", 3, 2, options: new(BiasForm.None)) },
        { "lstm(3 -> 2)", new LstmLayer("l", 3, 2) },
        { "lstm(3 -> 4 -> 2), peepholes", new LstmLayer("l", 3, 4, 2, hasPeepholes: true) },
        { "gru(3 -> 2), tanh, reset after, gates relu", new GruLayer("l", 3, 2, gateActivation: Activation.Relu) },
        { "delay(3 -> 6), 2 lags from 2 to 0", new DelayLayer("l", 3, [2, 0]) },
        { "delay(3 -> 3), lag 2", new DelayLayer("l", 3, [2]) },
        { "scale(3), no bias", new ScaleLayer("l", 3, bias: false) },
        { "layer-norm(4), epsilon 1E-05", new LayerNormLayer("l", 4) },
        { "layer-norm(4), 2 groups, epsilon 0, no weights", new LayerNormLayer("l", 4, 0f, 2, isAffine: false) },
        { "convolution(2 x 4, kernel 2 -> 6 x 3), tanh, 2 groups, no bias", new ConvolutionLayer("l", Line, 6, 2, Activation.Tanh, bias: false) },
        { "convolution(2 x 4, kernel 2 -> 1 x 3), identity", new ConvolutionLayer("l", Line, 1) },
        { "select(5 -> 3), from 1 on", new SelectLayer("l", 5, [1, 2, 3]) },
        { "select(5 -> 2)", new SelectLayer("l", 5, [3, 2]) },
        { "minimum(1, 3)", new CombineLayer("l", CombineOperation.Minimum, 1, 3) },
        { "exp(2)", new FunctionLayer("l", 2, Function.Exp) },
        { "clip(2), from -1 to 1.5", new FunctionLayer("l", 2, Function.Clip, -1f, 1.5f) },
        { "power(2), exponent -2", new FunctionLayer("l", 2, Function.Power, exponent: -2f) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_a_layer_cannot_be_is_an_error(string expected, Func<Layer> make) => Errors.Says<ArgumentException>(expected, make);

    [Theory]
    [MemberData(nameof(Described))]
    public void A_layer_describes_itself(string expected, Layer layer)
    {
        Assert.Equal(expected, layer.ToString());
        Assert.Equal(expected, layer.DescribeWithInputs());
        Assert.Equal(expected + " of a", layer.WithInputs(["a"]).DescribeWithInputs());
        Assert.Equal(expected + " of a and b", layer.WithInputs(["a", "b"]).DescribeWithInputs());
    }

    [Fact]
    public void Ranges_are_kept_where_outputs_lie_between_inputs()
    {
        Layer[] keep =
        [
            new ReduceLayer("l", 4, ReduceMode.Mean), new ReduceLayer("l", 4, ReduceMode.Max), new SelectLayer("l", 4, [2]),
            new CombineLayer("l", CombineOperation.Minimum, 4, 4), new CombineLayer("l", CombineOperation.Maximum, 4, 4),
            new WindowPoolingLayer("l", Line, WindowPoolingMode.Mean), new WindowPoolingLayer("l", Line, WindowPoolingMode.Max),
            new PoolingLayer("l", 4, PoolingMode.Mean),
        ];
        Assert.All(keep, layer => Assert.True(layer.KeepsRange, layer.ToString()));
        Layer[] leave =
        [
            new ReduceLayer("l", 4, ReduceMode.Sum), new CombineLayer("l", CombineOperation.Add, 4, 4), new CombineLayer("l", CombineOperation.Multiply, 4, 4),
            new WindowPoolingLayer("l", Line, WindowPoolingMode.MeanWithPadding), new FunctionLayer("l", 4, Function.Abs), new DenseLayer("l", 4, 4),
            new DelayLayer("l", 4, [1]),
        ];
        Assert.All(leave, layer => Assert.False(layer.KeepsRange, layer.ToString()));
    }

    [Fact]
    public void A_clipped_value_has_the_range_of_its_limits()
    {
        Assert.Equal((-2f, 3f), new FunctionLayer("l", 2, Function.Clip, -2f, 3f).OutputRange);
        Assert.Null(new FunctionLayer("l", 2, Function.Clip, 3f, 3f).OutputRange);
        Assert.Null(new FunctionLayer("l", 2, Function.Exp).OutputRange);
        Assert.Equal((-1f, 1f), new ConvolutionLayer("l", Line, 1, activation: Activation.Tanh).OutputRange);
    }

    [Fact]
    public void A_pooled_window_covers_a_value()
    {
        Random random = new(21);
        int[] counts = [0, 0];
        for (int i = 0; i < 2_000; i++)
        {
            Window window = RandomWindows.Any(random, 1);
            if (window.Problem is not null)
            {
                continue;
            }

            bool isCovered = Enumerable.Range(0, window.Positions).All(
                position => Enumerable.Range(0, window.Taps).Any(tap => window.PositionOf(position, tap) >= 0));
            counts[isCovered ? 1 : 0]++;
            Exception? error = Record.Exception(() => new WindowPoolingLayer("l", window, WindowPoolingMode.Max));
            Assert.Equal(isCovered, error is null);
            Assert.Equal(isCovered ? null : "layer 'l' has a window that covers no value, only zeros beyond the edges (Parameter 'window')", error?.Message);
        }

        Assert.All(counts, count => Assert.InRange(count, 100, 2_000));
    }

    [Fact]
    public void A_cell_needs_the_version_of_its_newest_function()
    {
        foreach (Activation activation in Enum.GetValues<Activation>().Where(activation => activation.IsElementwise()))
        {
            int version = Math.Max(3, activation.FormatVersion());
            Assert.Equal(activation == Activation.Sigmoid ? 1 : version, new GruLayer("l", 1, 1, gateActivation: activation).FormatVersion);
            Assert.Equal(activation == Activation.Tanh ? 1 : version, new LstmLayer("l", 1, 1, cellActivation: activation).FormatVersion);
        }

        Assert.Equal((1, 3), (new RnnLayer("l", 1, 1).FormatVersion, new RnnLayer("l", 1, 1, options: new() { Clip = 1f }).FormatVersion));
    }

    [Fact]
    public void A_causal_convolution_reads_steps_at_equal_distances()
    {
        Assert.Equal([0], DelayLayer.CausalLags(1, 5));
        Assert.Equal([6, 4, 2, 0], DelayLayer.CausalLags(4, 2));
        Assert.Equal([int.MaxValue, int.MaxValue, 0], DelayLayer.CausalLags(3, 3_000_000_000));
    }

    [Fact]
    public void What_a_matrix_reads_is_known()
    {
        Assert.Equal(MatrixInput.Window, new ConvolutionLayer("l", Line, 2).Tensors[0].Reads);
        Assert.Equal(MatrixInput.PaddedWindow, new ConvolutionLayer("l", Line with { Left = 1 }, 2).Tensors[0].Reads);
        Assert.Equal(MatrixInput.None, new ConvolutionLayer("l", Line with { Left = 1 }, 2, 2).Tensors[0].Reads);
        Assert.Equal(["l.weight", "l.bias"], new LayerNormLayer("l", 4).Tensors.Select(tensor => tensor.Name));
        Assert.Empty(new LayerNormLayer("l", 4, isAffine: false).Tensors);
        Assert.Equal(["l.weight"], new ScaleLayer("l", 4, bias: false).Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void The_output_of_a_cell_is_that_of_its_last_function()
    {
        Assert.Equal(Activation.Tanh, new LstmLayer("l", 2, 3).OutputActivation);
        Assert.Equal(Activation.Softsign, new LstmLayer("l", 2, 3, cellActivation: Activation.Softsign).OutputActivation);
        Assert.Equal(Activation.Identity, new LstmLayer("l", 2, 3, 1).OutputActivation);
    }

    [Fact]
    public void A_depthwise_convolution_reads_one_of_several_channels()
    {
        Assert.True(new ConvolutionLayer("l", Line, 4, 2).IsDepthwise);
        Assert.False(new ConvolutionLayer("l", Line, 4).IsDepthwise);
        Assert.False(new ConvolutionLayer("l", new Window(1, 1, 4), 4).IsDepthwise);
        Assert.False(new ConvolutionLayer("l", new Window(4, 1, 4), 4, 2).IsDepthwise);
    }
}
