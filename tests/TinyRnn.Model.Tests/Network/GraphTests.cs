using TinyRnn.Tests;
using Make = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Networks;

/// <summary>Layers that name their inputs: what they may name, what they compute, and the way through a file.</summary>
public class GraphTests
{
    public static TheoryData<string, string, Layer[]> Wrong => new()
    {
        {
            "layer 'b' reads 'c', which does not come before it", "layers/1/inputs/0",
            [A, new DenseLayer("b", 2, 2) { Inputs = ["c"] }, new DenseLayer("c", 2, 2)]
        },
        { "layer 'b' reads 'b', which does not come before it", "layers/1/inputs/0", [A, new DenseLayer("b", 2, 2) { Inputs = ["b"] }] },
        {
            "layer 'b' reads 'q', but no layer has that name; the network's input is 'input'", "layers/1/inputs/0",
            [A, new DenseLayer("b", 2, 2) { Inputs = ["q"] }]
        },
        { "'inputs' of layer 'b' is empty; without 'inputs' it reads the layer before it", "layers/1/inputs", [A, new DenseLayer("b", 2, 2) { Inputs = [] }] },
        {
            "no layer reads layer 'a'; only the last layer, which gives the output, may have no reader", "layers/0/name",
            [A, new DenseLayer("b", 3, 2) { Inputs = ["input"] }]
        },
        {
            "a layer cannot be named 'input' where layers name their inputs: the name stands for the network's input", "layers/0/name",
            [new DenseLayer("input", 3, 2), new DenseLayer("b", 3, 2) { Inputs = ["input"] }]
        },
        {
            "layer 'b' reads 4 values, but layer 'a' gives 2 and the input has size 3", "layers/1/inputSize",
            [A, new DenseLayer("b", 4, 2) { Inputs = ["a", "input"] }]
        },
        {
            "layer 'b' reads [2, 2] values, but layer 'a' gives 2 and the input has size 3", "layers/1/inputSizes",
            [A, new CombineLayer("b", CombineOperation.Add, 2, 2) { Inputs = ["a", "input"] }]
        },
    };

    private static DenseLayer A => new("a", 3, 2);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_read_is_an_error(string expected, string place, Layer[] layers) =>
        Errors.Refuses(expected, place, () => Make.Raw(new VectorInput(3), OutputSteps.Every, 1, layers));

    [Fact]
    public void Layers_by_themselves_are_a_chain()
    {
        Graph graph = Graph.Of([A, new DenseLayer("b", 2, 2), new DenseLayer("input", 2, 1)]);
        Assert.True(graph.IsChain);
        Assert.Equal([Graph.Input, 0, 1], graph.Nodes.Select(node => Assert.Single(node.Inputs)));
        Assert.False(Graph.Of([A, new DenseLayer("b", 5, 2) { Inputs = ["a", "input"] }]).IsChain);
    }

    [Fact]
    public void The_input_has_the_size_that_the_first_layer_reads()
    {
        Assert.Equal(3, Graph.Of([A, new DenseLayer("b", 2, 2)]).FindInputSize());
        Layer twice = new DenseLayer("a", 6, 2) { Inputs = ["input", "input"] };
        Assert.Equal(3, Graph.Of([twice, new DenseLayer("b", 5, 2) { Inputs = ["a", "input"] }]).FindInputSize());
    }

    [Fact]
    public void A_state_needs_what_it_reads_and_nothing_that_reads_it()
    {
        Graph graph = Graph.Of(
        [
            A, new DenseLayer("side", 2, 2) { Inputs = ["a"] }, new DenseLayer("b", 2, 3) { Inputs = ["a"] }, new GruLayer("gru", 3, 2) { Inputs = ["b"] },
            new DenseLayer("fc", 4, 1) { Inputs = ["gru", "side"] },
        ]);
        Assert.Equal([true, false, true, true, false], Enumerable.Range(0, 5).Select(graph.FeedsState));
        Assert.Equal([1, 2], graph.ReadersOf(0));
        Assert.Empty(graph.ReadersOf(4));
        Assert.Equal([2, 2], graph.InputSizesOf(4, 3));
        Assert.Equal([3], graph.InputSizesOf(0, 3));
    }

    [Fact]
    public void A_residual_connection_adds()
    {
        Layer[] layers = [A, new ActivationLayer("b", 2, Activation.Tanh), new CombineLayer("sum", CombineOperation.Add, 2, 2) { Inputs = ["b", "a"] }];
        Network network = Make.Raw(new VectorInput(3), OutputSteps.Every, 1, layers);
        float[] before = new Interpreter(Make.Raw(new VectorInput(3), OutputSteps.Every, 1, A)).Run([0.5f, -1f, 0.25f]);
        Assert.Equal([before[0] + (float)Math.Tanh(before[0]), before[1] + (float)Math.Tanh(before[1])], new Interpreter(network).Run([0.5f, -1f, 0.25f]));
    }

    [Fact]
    public void A_layer_reads_its_inputs_one_behind_the_other()
    {
        Layer[] layers = [new SelectLayer("last", 3, [2]), new ActivationLayer("all", 7, Activation.Identity) { Inputs = ["input", "last", "input"] }];
        Assert.Equal([1f, 2f, 3f, 3f, 1f, 2f, 3f], new Interpreter(Make.Raw(new VectorInput(3), OutputSteps.Last, 1, layers)).Run([9f, 9f, 9f, 1f, 2f, 3f]));
    }

    [Theory]
    [InlineData(CombineOperation.Add, new[] { 5f, 1f })]
    [InlineData(CombineOperation.Subtract, new[] { 1f, 7f })]
    [InlineData(CombineOperation.Multiply, new[] { 6f, -12f })]
    [InlineData(CombineOperation.Divide, new[] { 1.5f, -4f / 3f })]
    [InlineData(CombineOperation.Minimum, new[] { 2f, -3f })]
    [InlineData(CombineOperation.Maximum, new[] { 3f, 4f })]
    [InlineData(CombineOperation.Magnitude, new[] { 3.6055512f, 5f })]
    public void Two_rows_become_one(CombineOperation operation, float[] expected)
    {
        Layer[] layers =
        [
            new SelectLayer("a", 4, [0, 1]), new SelectLayer("b", 4, [2, 3]) { Inputs = ["input"] },
            new CombineLayer("c", operation, 2, 2) { Inputs = ["a", "b"] }
        ];
        Assert.Equal(expected, new Interpreter(Make.Raw(new VectorInput(4), OutputSteps.Last, 1, layers)).Run([3f, 4f, 2f, -3f]));
    }

    [Fact]
    public void A_single_value_goes_with_all()
    {
        Layer[] layers = [new ReduceLayer("mean", 3, ReduceMode.Mean), new CombineLayer("c", CombineOperation.Subtract, 3, 1) { Inputs = ["input", "mean"] }];
        Assert.Equal([-1f, 0f, 1f], new Interpreter(Make.Raw(new VectorInput(3), OutputSteps.Last, 1, layers)).Run([4f, 5f, 6f]));
    }

    [Fact]
    public void Layer_normalisation_is_that_of_its_source()
    {
        Tensor[] tensors = [new("n.weight", [4], [1f, 2f, 3f, 4f]), new("n.bias", [4], [0f, 0f, 0f, 10f])];
        Network network = new(new NetworkDefinition
        {
            Name = "norm",
            Task = NetworkTask.Raw,
            Input = new VectorInput(4),
            Layers = [new LayerNormLayer("n", 4, 0f, groups: 2)],
            OutputSteps = OutputSteps.Last,
            Tensors = tensors,
        });
        Assert.Equal([-1f, 2f, -3f, 14f], new Interpreter(network).Run([0f, 2f, -5f, 5f]));
    }

    [Fact]
    public void A_convolution_is_a_matrix_at_each_window()
    {
        // Two positions of two values, a window of two with a zero before: by hand.
        Tensor[] tensors = [new("c.weight", [1, 4], [1f, 10f, 100f, 1000f]), new("c.bias", [1], [0.5f])];
        ConvolutionLayer layer = new("c", new Window(2, 1, 2) { KernelWidth = 2, Left = 1 }, 1);
        Assert.Equal([2, 8], [layer.OutputSize, layer.MultiplyAdds]);
        Network network = new(new NetworkDefinition
        {
            Name = "convolution",
            Task = NetworkTask.Raw,
            Input = new VectorInput(4),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = tensors,
        });
        Assert.Equal([0.5f + 2100f, 0.5f + 1f + 20f + 300f + 4000f], new Interpreter(network).Run([1f, 2f, 3f, 4f]));
    }

    [Fact]
    public void Groups_read_channels_of_their_own()
    {
        Tensor[] tensors = [new("c.weight", [2, 2], [1f, 10f, 100f, 1000f])];
        Network network = new(new NetworkDefinition
        {
            Name = "groups",
            Task = NetworkTask.Raw,
            Input = new VectorInput(6),
            Layers = [new ConvolutionLayer("c", new Window(2, 1, 3) { KernelWidth = 2 }, 2, groups: 2, bias: false)],
            OutputSteps = OutputSteps.Last,
            Tensors = tensors,
        });
        Assert.Equal([31f, 4200f, 53f, 6400f], new Interpreter(network).Run([1f, 2f, 3f, 4f, 5f, 6f]));
    }

    [Theory]
    [InlineData(WindowPoolingMode.Max, new[] { 3f, -2f })]
    [InlineData(WindowPoolingMode.Mean, new[] { 2f, -4f })]
    [InlineData(WindowPoolingMode.MeanWithPadding, new[] { 2f, -2f })]
    public void Windows_are_pooled(WindowPoolingMode mode, float[] expected)
    {
        // (1, 3), (-4 alone): the value in brackets stands outside of the stride, the zero after it beyond the edge.
        Layer[] layers = [new WindowPoolingLayer("pool", new Window(1, 1, 4) { KernelWidth = 2, StrideWidth = 3, Right = 1 }, mode)];
        float last = mode == WindowPoolingMode.Max ? -2f : -4f;
        Assert.Equal(expected, new Interpreter(Make.Raw(new VectorInput(4), OutputSteps.Last, 1, layers)).Run([1f, 3f, 9f, last]));
    }

    [Fact]
    public void A_delay_remembers_steps()
    {
        Layer[] layers = [new DelayLayer("d", 1, [2, 0, 1])];
        Network network = Make.Raw(new VectorInput(1), OutputSteps.Every, 1, layers);
        Assert.Equal([0f, 5f, 0f, 0f, 6f, 5f, 5f, 7f, 6f, 6f, 8f, 7f], new Interpreter(network).Run([5f, 6f, 7f, 8f]));
        Assert.Equal(2, network.StateSize);
    }

    [Theory]
    [InlineData(2, new int[0], "lags of 0 or more steps")]
    [InlineData(2, new[] { 0, 0 }, "at least one of them above 0")]
    [InlineData(2, new[] { 1, -1 }, "lags of 0 or more steps")]
    [InlineData(32_768, new[] { 5 }, "would remember 5 rows of 32768 values; the limit is 131072 values")]
    [InlineData(32_768, new[] { int.MaxValue }, "the limit is 131072 values")]
    public void Lags_that_no_state_holds_are_refused(int size, int[] lags, string message) =>
        Errors.Says<ArgumentException>(message, () => new DelayLayer("d", size, lags));

    [Fact]
    public void The_longest_memory_is_full() => Assert.Equal(131_072, new DelayLayer("d", 32_768, [4]).StateSize);

    [Fact]
    public void Windows_that_do_not_fit_are_refused()
    {
        Assert.Contains(
            "has windows of 5 positions, but only 4",
            Assert.Throws<ArgumentException>(() => new ConvolutionLayer("c", new Window(1, 1, 4) { KernelWidth = 3, DilationWidth = 2 }, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "3 groups", Assert.Throws<ArgumentException>(() => new ConvolutionLayer("c", new Window(4, 1, 4), 4, groups: 3)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "covers no value",
            Assert.Throws<ArgumentException>(
                () => new WindowPoolingLayer("p", new Window(1, 1, 2) { KernelWidth = 2, StrideWidth = 3, Right = 4 }, WindowPoolingMode.Max)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "soft", Assert.Throws<ArgumentException>(() => new ConvolutionLayer("c", new Window(1, 1, 4), 2, activation: Activation.Softmax)).Message,
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Steps_of_every_graph_are_those_of_a_run()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Network network = RandomGraphs.Of(seed);
            if (network.Vocabulary is not null || network.OutputSteps == OutputSteps.Last || !network.IsStreaming)
            {
                continue;
            }

            Interpreter interpreter = new(network);
            float[] input = Make.RandomInput(5 * network.InputSize, seed);
            InterpreterState state = interpreter.CreateState();
            float[] steps = [.. Enumerable.Range(0, 5).SelectMany(t =>
            {
                float[] row = new float[network.OutputSize];
                interpreter.Step(state, input.AsSpan(t * network.InputSize, network.InputSize), row);
                return row;
            })];
            Assert.Equal(interpreter.Run(input), steps);
            Assert.DoesNotContain(steps, float.IsNaN);
        }
    }

    /// <summary>What a layer reads is part of what a network is: a kept state must not meet a network that is wired otherwise.</summary>
    [Fact]
    public void The_fingerprint_knows_the_inputs()
    {
        Network One(params string[] inputs) => Make.Raw(
            new VectorInput(2), OutputSteps.Every, 1, new DenseLayer("a", 2, 2), new DenseLayer("b", 2, 2),
                new CombineLayer("c", CombineOperation.Subtract, 2, 2) { Inputs = inputs });
        Assert.NotEqual(Fingerprint.Of(One("a", "b")), Fingerprint.Of(One("b", "a")));
        Layer[] named = [new DenseLayer("x", 2, 3) { Inputs = ["input"] }, new DenseLayer("y", 3, 1) { Inputs = ["x"] }];
        Layer[] chain = [new DenseLayer("x", 2, 3), new DenseLayer("y", 3, 1)];
        Assert.Equal(
            Fingerprint.Of(Make.Raw(new VectorInput(2), OutputSteps.Every, 1, chain)),
            Fingerprint.Of(Make.Raw(new VectorInput(2), OutputSteps.Every, 1, named)));
    }

    [Fact]
    public void Older_versions_have_no_inputs()
    {
        string text = NetworkWriter.Write(Make.Raw(new VectorInput(2), OutputSteps.Every, 1, new DenseLayer("a", 2, 2) { Inputs = ["input"] }));
        Assert.StartsWith("{\n  \"tinyrnn\": 4,", text, StringComparison.Ordinal);
        Errors.At(
            text.Replace("\"tinyrnn\": 4", "\"tinyrnn\": 3", StringComparison.Ordinal).Replace("\"inputs\": [", "\"inputs\": «[", StringComparison.Ordinal),
            ModelErrorCode.Version, "'inputs' of a layer needs format version 4, not 3");
    }
}
