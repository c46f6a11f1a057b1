extern alias generator;

using TinyRnn.Tests;
using SparseRule = generator::TinyRnn.Generator.Emit.Sparse.SparseRule;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Networks of every kind of matrix in which whole blocks, 16 units of a gate and one input, are zero.</summary>
internal static class SparseModels
{
    private static readonly double[] Kept = [0.2, 0.5, 0, 0.05];

    /// <summary>In fp32: sizes at the borders of tiles, of inputs that a kernel adds itself and of code that lists its blocks.</summary>
    public static Network[] All { get; } =
    [
        .. new[] { 1, 5, 16, 20, 37, 48, 70 }.SelectMany((size, index) => EveryKind(size, Kept[index % Kept.Length])),
        Gru(130, 0.2), Lstm(96, 0.2), Rnn(200, 0.1), Gru(300, 0.2), Convolution(24, 0.4),
    ];

    /// <summary>In bf16 and int8.</summary>
    public static Network[] Small { get; } =
    [
        .. new[] { 4, 19, 33, 61 }.SelectMany((size, index) => EveryKind(size, Kept[index % Kept.Length]))
            .Append(Gru(130, 0.2)).Append(Lstm(96, 0.2)).Append(Gru(300, 0.2)).Append(Convolution(24, 0.4))
            .SelectMany(network => new[] { AgreementModels.Quantized(network, TensorType.BF16), AgreementModels.Quantized(network, TensorType.I8) }),
    ];

    /// <summary>Does something while every zero block is left out (true) or none (false), whatever the matrix, or as the rule says (null).</summary>
    public static T With<T>(bool? leavesOutZeros, Func<T> make)
    {
        SparseRule.Forced = leavesOutZeros;
        try
        {
            return make();
        }
        finally
        {
            SparseRule.Forced = null;
        }
    }

    public static Network Gru(int size, double kept) => Of(
        kept, new VectorInput((size % 7) + 1), new GruLayer("gru", (size % 7) + 1, size), new DenseLayer("fc", size, (size % 11) + 1));

    public static Network Lstm(int size, double kept) => Of(
        kept, new VectorInput(6), new LstmLayer("lstm", 6, size, hasPeepholes: true), new DenseLayer("fc", size, 20, Activation.Tanh));

    private static Network Rnn(int size, double kept) => Of(kept, new VectorInput(9), new RnnLayer("rnn", 9, size), new DenseLayer("fc", size, 5));

    private static Network Convolution(int size, double kept) => Of(
        kept, new VectorInput(size * 6),
        new ConvolutionLayer("conv", new Window(size, 1, 6) { KernelWidth = 3 }, 20, activation: Activation.Relu), new DenseLayer("fc", 80, 7));

    private static IEnumerable<Network> EveryKind(int size, double kept) =>
    [
        Gru(size, kept),
        Lstm(size, kept),
        Rnn(size, kept),
        Of(kept, new VectorInput(3), new GruLayer("gru", 3, size, GruReset.Before), new DenseLayer("fc", size, size)),
        Of(
            kept, new VectorInput(2),
            new LstmLayer("lstm", 2, size, projectionSize: (size / 2) + 1, hasCoupledGates: true), new DenseLayer("fc", (size / 2) + 1, 4)),
        Of(
            kept, new VectorInput(8),
            new GruLayer("gru", 8, size, options: new RecurrentOptions(Direction: Direction.Bidirectional)), new LstmLayer("lstm", 2 * size, 20),
                new DenseLayer("fc", 20, 2)),
        Of(kept, new VectorInput(7), new DenseLayer("wide", 7, size), new DenseLayer("narrow", size, 4), new DenseLayer("fc", 4, size)),
        Of(kept, new Vocabulary("abcdef"), new ConcatRnnLayer("cell", 6, size, 5)),
    ];

    private static Network Of(double kept, NetworkInput input, params Layer[] layers) => new(new NetworkDefinition
    {
        Name = "sparse",
        Task = NetworkTask.Raw,
        Input = input,
        Layers = layers,
        OutputSteps = OutputSteps.Every,
        Tensors = Networks.RandomTensors(layers, layers[0].OutputSize).Select(tensor => WithZeros(tensor, GatesOf(layers, tensor), kept)),
    });

    private static int GatesOf(IEnumerable<Layer> layers, Tensor tensor) =>
        layers.OfType<RecurrentLayer>().FirstOrDefault(layer => tensor.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal)) is { } owner
        && tensor.Shape[0] % owner.Gates == 0 ? owner.Gates : 1;

    private static Tensor WithZeros(Tensor tensor, int gates, double kept)
    {
        if (tensor.Shape.Count < 2)
        {
            return tensor;
        }

        Random random = new(tensor.Shape[0] + tensor.Shape[1]);
        float[] values = [.. tensor.Values];
        int columns = values.Length / tensor.Shape[0];
        int units = tensor.Shape[0] / gates;
        for (int gate = 0; gate < gates; gate++)
        {
            for (int first = 0; first < units; first += 16)
            {
                for (int column = 0; column < columns; column++)
                {
                    bool isZero = random.NextDouble() >= kept;
                    for (int unit = first; isZero && unit < Math.Min(units, first + 16); unit++)
                    {
                        // Zeros of either sign are left out.
                        values[(((gate * units) + unit) * columns) + column] = unit % 2 == 0 ? 0f : -0f;
                    }
                }
            }
        }

        return new Tensor(tensor.Name, [.. tensor.Shape], values);
    }
}
