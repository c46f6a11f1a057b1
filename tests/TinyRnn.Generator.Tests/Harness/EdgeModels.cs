using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests.Harness;

/// <summary>Networks that show what becomes of the smallest and the largest numbers.</summary>
internal static class EdgeModels
{
    private const string Everything = "every float";
    private const string Largest = "largest inputs";

    /// <summary>Layers whose every output is an activation of the input: in tiles of all widths, and as a dot product.</summary>
    public static Network[] EveryFloat { get; } =
    [
        .. ExactActivations.All.Select(function => Named(Everything, [new DenseLayer("fc", 1, 28, function, bias: false)], _ => 1f)),
        .. ExactActivations.All.Select(
            function => Named(
                Everything, [new DenseLayer("same", 1, 5, bias: false), new DenseLayer("fc", 5, 2, function, bias: false)], index => index % 5 == 0 ? 1f : 0f)),
    ];

    /// <summary>Cells of every kind over the largest floats; those of one input over infinities too.</summary>
    public static Network[] LargestInputs { get; } =
    [
        .. from size in new[] { 3, 13 }
           from input in new[] { 1, 9, 70 }
           from layer in Cells(input, size)
           select Random(input, size, layer, new DenseLayer("fc", layer.OutputSize, (size % 4) + 1, size % 2 == 0 ? Activation.Identity : Activation.Sigmoid)),
        .. from function in ExactActivations.All
           let size = function.Kind == Activation.Tanh ? 11 : 3
           select Random(
               1, size, new DenseLayer("first", 1, size, function), new DenseLayer("second", size, size, Activation.Tanh),
               new DenseLayer("fc", size, (size % 4) + 1, Activation.Softsign)),
    ];

    // Of all floats to try every fifth, each in a step.
    private static readonly float[] SomeFloats = [.. FloatErrors.Sweep.Where((_, index) => index % 5 == 0), .. FloatErrors.Sweep[^12..]];

    /// <summary>The input of one of these networks, or null of another.</summary>
    public static float[]? Sequence(Network network) => network.Name switch
    {
        Everything => SomeFloats,
        Largest => LargestSequence(network.InputSize),
        _ => null,
    };

    private static float[] LargestSequence(int inputs)
    {
        // Rows of one value each way, then of both signs, between them rows of small ones.
        float[] values = [float.MaxValue, float.MinValue, 3.4e38f, 1e30f, -3.4e38f, 1e-30f];
        float[] sequence =
        [
            .. Enumerable.Range(0, AgreementModels.Steps).SelectMany(
                t => Enumerable.Range(0, inputs).Select(i => t < 8 ? values[t % values.Length] : values[(t + (i * 5)) % values.Length]))
        ];
        return inputs > 1 ? sequence : [.. sequence[..^4], float.PositiveInfinity, 0.5f, float.NegativeInfinity, 0.5f];
    }

    private static Layer[] Cells(int input, int size) =>
    [
        new RnnLayer("cell", input, size),
        new RnnLayer("cell", input, size, Activation.Sigmoid),
        new GruLayer("cell", input, size),
        new GruLayer("cell", input, size, GruReset.Before),
        new LstmLayer("cell", input, size),
        new LstmLayer("cell", input, size, hasPeepholes: true),
        new LstmLayer("cell", input, size, projectionSize: (size / 2) + 1),
        new DenseLayer("cell", input, size, Activation.Tanh),
        new DenseLayer("cell", input, size, Activation.Sigmoid),
        new DenseLayer("cell", input, size, new ActivationFunction(Activation.ScaledTanh, 1.7f, 0.66f)),
    ];

    private static Network Random(int input, int seed, params Layer[] layers) =>
        new(new NetworkDefinition
        {
            Name = Largest,
            Task = NetworkTask.Raw,
            Input = new VectorInput(input),
            Layers = layers,
            OutputSteps = OutputSteps.Every,
            Tensors = Networks.RandomTensors(layers, seed),
        });

    private static Network Named(string name, Layer[] layers, Func<int, float> weight) => new(new NetworkDefinition
    {
        Name = name,
        Task = NetworkTask.Raw,
        Input = new VectorInput(1),
        Layers = layers,
        OutputSteps = OutputSteps.Every,
        Tensors = layers.SelectMany(layer => layer.Tensors).Select(
            spec => new Tensor(
                spec.Name, [.. spec.Shape], [.. Enumerable.Range(0, (int)spec.Length).Select(index => spec.Shape[^1] == 1 ? 1f : weight(index))])),
    });
}
