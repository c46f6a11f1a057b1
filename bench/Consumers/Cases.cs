namespace Consumers;

/// <summary>Networks whose exported graphs other runtimes run, by their name in the table.</summary>
internal static class Cases
{
    private static readonly RecurrentOptions Both = new(Direction: Direction.Bidirectional);
    private static readonly RecurrentOptions Reverse = new(Direction: Direction.Reverse);
    private static readonly RecurrentOptions Stored = new(HasInitialState: true);

    public static IReadOnlyList<(string Name, Network Network)> All { get; } =
    [
        ("dense layers", Of(new DenseLayer("a", 2, 4, Activation.Tanh))),
        ("layer `rnn`", Of(new RnnLayer("a", 2, 4))),
        ("layer `gru`", Of(new GruLayer("a", 2, 4))),
        ("layer `gru`, reset gate before the product", Of(new GruLayer("a", 2, 4, GruReset.Before))),
        ("layer `gru`, reverse", Of(new GruLayer("a", 2, 4, options: Reverse))),
        ("layer `gru`, bidirectional", Of(new GruLayer("a", 2, 4, options: Both))),
        ("layer `gru` with a stored state", Of(new GruLayer("a", 2, 4, options: Stored))),
        ("layer `lstm`", Of(new LstmLayer("a", 2, 4))),
        ("layer `lstm`, reverse", Of(new LstmLayer("a", 2, 4, options: Reverse))),
        ("layer `lstm`, bidirectional", Of(new LstmLayer("a", 2, 4, options: Both))),
        ("layer `lstm` with peepholes", Of(new LstmLayer("a", 2, 4, hasPeepholes: true))),
        ("layer `lstm` with a limit of the sums", Of(new LstmLayer("a", 2, 4, options: new() { Clip = 0.1f }))),
        ("layer `lstm` with coupled gates", Of(new LstmLayer("a", 2, 4, hasCoupledGates: true))),
        ("layer `lstm` with other functions", Of(new LstmLayer("a", 2, 4, gateActivation: Activation.HardSigmoid, activation: Activation.Softsign))),
        ("layer `lstm` with a projection", Of(new LstmLayer("a", 2, 4, 3))),
        ("two layers `gru`", Of(new GruLayer("a", 2, 4), new GruLayer("b", 4, 5))),
        ("last step", Last(new GruLayer("a", 2, 4))),
        ("states at both ends", Of(new GruLayer("a", 2, 4, options: Both), new PoolingLayer("pool", 8, PoolingMode.Final))),
        ("maximum of all steps", Of(new LstmLayer("a", 2, 4), new PoolingLayer("pool", 4, PoolingMode.Max))),
        ("mean of all steps", Of(new LstmLayer("a", 2, 4), new PoolingLayer("pool", 4, PoolingMode.Mean))),
        ("layer norm", Of(new LstmLayer("a", 2, 4), new LayerNormLayer("norm", 4))),
        ("functions of values", Of(
            new DenseLayer("a", 2, 4, Activation.Sigmoid), new FunctionLayer("root", 4, Function.Sqrt), new FunctionLayer("log", 4, Function.Log),
            new FunctionLayer("limits", 4, Function.Clip, -1f, 0.5f))),
        ("other activations", Of(
            new DenseLayer("a", 2, 4, new ActivationFunction(Activation.LeakyRelu, 0.2f)),
            new DenseLayer("b", 4, 4, new ActivationFunction(Activation.Elu, 0.5f)),
            new DenseLayer("c", 4, 4, Activation.Softplus), new DenseLayer("d", 4, 4, Activation.Softmax))),
        ("PReLU", Of(new DenseLayer("a", 2, 4), new PreluLayer("slopes", 4))),
        ("chosen values", Of(new DenseLayer("a", 2, 4), new SelectLayer("some", 4, [3, 1, 0]))),
        ("sums of groups", Of(new DenseLayer("a", 2, 4), new ReduceLayer("sums", 4, ReduceMode.Sum, 2))),
        ("products and sums of two layers", Of(
            new DenseLayer("a", 2, 4), new DenseLayer("gate", 2, 4, Activation.Sigmoid) { Inputs = ["input"] },
            new CombineLayer("product", CombineOperation.Multiply, 4, 4) { Inputs = ["a", "gate"] },
            new CombineLayer("sum", CombineOperation.Add, 4, 4) { Inputs = ["product", "a"] })),
        ("convolution of a step", Of(
            new DenseLayer("a", 2, 12), new ConvolutionLayer("taps", new Window(2, 1, 6) { KernelWidth = 3 }, 3), new DenseLayer("b", 12, 4))),
        ("convolution over time", Of(new DelayLayer("taps", 2, [2, 1, 0]), new DenseLayer("a", 6, 4, Activation.Relu), new LstmLayer("b", 4, 4))),
        ("letters, one-hot", Of(new Vocabulary("abc"), new LstmLayer("a", 3, 4))),
        ("letters, embedded", Of(new Vocabulary("abc"), new EmbeddingLayer("embedding", 3, 5), new GruLayer("a", 5, 4))),
    ];

    private static Network Last(params Layer[] layers) =>
        Networks.Raw(new VectorInput(2), OutputSteps.Last, 1, [.. layers, new DenseLayer("fc", layers[^1].OutputSize, 3)]);

    private static Network Of(params Layer[] layers) => Of(new VectorInput(2), layers);

    private static Network Of(NetworkInput input, params Layer[] layers) => Networks.Raw(
        input, layers[^1] is PoolingLayer ? OutputSteps.Last : OutputSteps.Every, 1,
        [.. layers, new DenseLayer("fc", layers[^1].OutputSize, 3)]);
}
