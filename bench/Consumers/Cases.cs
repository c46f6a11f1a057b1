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
        ("mean of all steps", Of(new LstmLayer("a", 2, 4), new PoolingLayer("pool", 4, PoolingMode.Mean))),
        ("layer norm", Of(new LstmLayer("a", 2, 4), new LayerNormLayer("norm", 4))),
        ("convolution over time", Of(new DelayLayer("taps", 2, [2, 1, 0]), new DenseLayer("a", 6, 4, Activation.Relu), new LstmLayer("b", 4, 4))),
        ("letters, one-hot", Of(new Vocabulary("abc"), new LstmLayer("a", 3, 4))),
        ("letters, embedded", Of(new Vocabulary("abc"), new EmbeddingLayer("embedding", 3, 5), new GruLayer("a", 5, 4))),
    ];

    private static Network Of(params Layer[] layers) => Of(new VectorInput(2), layers);

    private static Network Of(NetworkInput input, params Layer[] layers) => Networks.Raw(
        input, layers[^1] is PoolingLayer ? OutputSteps.Last : OutputSteps.Every, 1,
        [.. layers, new DenseLayer("fc", layers[^1].OutputSize, 3)]);
}
