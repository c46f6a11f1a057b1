using TinyRnn.Tests;

namespace TinyRnn.Training.Tests;

/// <summary>Graphs learn: branches, states in the middle and every kind of layer against central differences in double precision.</summary>
public class GraphGradientTests
{
    private const int Graphs = 200;

    public static TheoryData<string, Layer[]> Layers => new()
    {
        {
            "residual around a cell",
            [new GruLayer("a", 3, 4), new GruLayer("b", 4, 4), new CombineLayer("c", CombineOperation.Add, 4, 4) { Inputs = ["b", "a"] }]
        },
        {
            "two branches of one input",
            [
                new RnnLayer("a", 3, 4), new DenseLayer("b", 3, 4, Activation.Tanh) { Inputs = ["input"] },
                new CombineLayer("c", CombineOperation.Multiply, 4, 4) { Inputs = ["a", "b"] }
            ]
        },
        { "inputs one behind the other", [new LstmLayer("a", 3, 4), new DenseLayer("b", 10, 4, Activation.Sigmoid) { Inputs = ["input", "a", "input"] }] },
        { "normalised before a cell", [new LayerNormLayer("a", 3), new GruLayer("b", 3, 4), new LayerNormLayer("c", 4, 0.1f, groups: 2)] },
        { "slopes and factors", [new ScaleLayer("a", 3), new PreluLayer("b", 3), new ScaleLayer("c", 3, bias: false), new DenseLayer("d", 3, 4)] },
        { "selections and sums", [new SelectLayer("a", 3, [2, 0, 2, 1]), new ReduceLayer("b", 4, ReduceMode.Sum, 2), new DenseLayer("d", 2, 4)] },
        {
            "a convolution with padding",
            [
                new DenseLayer("a", 3, 12, Activation.Tanh),
                new ConvolutionLayer("b", new Window(2, 1, 6) { KernelWidth = 3, StrideWidth = 2, Left = 1, Right = 1 }, 3, activation: Activation.Sigmoid),
                new GruLayer("c", 9, 3)
            ]
        },
        {
            "a convolution of two dimensions in groups",
            [
                new DenseLayer("a", 3, 24),
                new ConvolutionLayer("b", new Window(2, 3, 4) { KernelHeight = 2, KernelWidth = 2, DilationWidth = 2, Top = 1 }, 4, 2, Activation.Tanh)
            ]
        },
        {
            "windows pooled",
            [
                new DenseLayer("a", 3, 12), new WindowPoolingLayer("b", new Window(2, 1, 6) { KernelWidth = 2, StrideWidth = 2 }, WindowPoolingMode.Max),
                new WindowPoolingLayer("c", new Window(2, 1, 3) { KernelWidth = 2, Left = 1 }, WindowPoolingMode.MeanWithPadding)
            ]
        },
        {
            "a convolution over time beside its input",
            [
                new DelayLayer("a", 3, [4, 2, 0]), new DenseLayer("b", 9, 3, Activation.Tanh),
                new CombineLayer("c", CombineOperation.Add, 3, 3) { Inputs = ["b", "input"] }, new DelayLayer("d", 3, [3]),
                new GruLayer("e", 6, 2) { Inputs = ["d", "c"] }
            ]
        },
        {
            "magnitudes",
            [
                new DenseLayer("a", 3, 8), new SelectLayer("b", 8, [0, 1, 2, 3]), new SelectLayer("c", 8, [4, 5, 6, 7]) { Inputs = ["a"] },
                new CombineLayer("d", CombineOperation.Magnitude, 4, 4) { Inputs = ["b", "c"] }
            ]
        },
        {
            "a soft-max that is a gate",
            [
                new DenseLayer("a", 3, 4), new ActivationLayer("b", 4, Activation.Softmax),
                new CombineLayer("c", CombineOperation.Multiply, 4, 4) { Inputs = ["a", "b"] }
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Backward_gives_the_derivatives_of_the_loss(string name, Layer[] layers)
    {
        Assert.NotEmpty(name);
        foreach (OutputSteps steps in Enum.GetValues<OutputSteps>())
        {
            new GradientCheck(layers, tokens: false, steps, "mean-squared-error", 4).Run();
            new GradientCheck(layers, tokens: false, steps, "cross-entropy", 6, dropout: 0.3).Run();
        }
    }

    [Fact]
    public void Random_graphs_learn()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Network network = RandomGraphs.Of(seed);
            string layers = string.Join("; ", network.Layers.Select(layer => $"{layer.Name} = {layer} of {string.Join(" and ", layer.Inputs ?? [])}"));
            new GradientCheck(network.Layers, network.Vocabulary is not null, network.OutputSteps, "mean-squared-error", 3)
            {
                Name = $"{network.Name}: {layers}:",
                HasBends = true,
            }.Run();
        }
    }
}
