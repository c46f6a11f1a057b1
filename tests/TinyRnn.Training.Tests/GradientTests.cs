using TinyRnn.Tests;

namespace TinyRnn.Training.Tests;

/// <summary>Every gradient against central differences in double precision.</summary>
public class GradientTests
{
    private static readonly RecurrentOptions Both = new(Direction: Direction.Bidirectional);

    public static TheoryData<string, bool, OutputSteps, string, int> Cases()
    {
        TheoryData<string, bool, OutputSteps, string, int> cases = [];
        foreach (string stack in Stacks.Keys)
        {
            foreach (bool tokens in new[] { false, true })
            {
                foreach (OutputSteps steps in Enum.GetValues<OutputSteps>())
                {
                    // Six sequences take the path that turns matrices round, two that by dot products.
                    cases.Add(stack, tokens, steps, "cross-entropy", 6);
                    cases.Add(stack, tokens, steps, "mean-squared-error", 2);
                }
            }
        }

        cases.Add("rnn-log-softmax", true, OutputSteps.Last, "nll", 6);
        cases.Add("rnn-log-softmax", true, OutputSteps.Every, "nll", 1);
        cases.Add("concat", true, OutputSteps.Last, "nll", 1);
        cases.Add("concat", true, OutputSteps.Every, "nll", 6);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_derivatives_of_the_loss(string stack, bool tokens, OutputSteps steps, string loss, int sequences) =>
        new GradientCheck(Stacks[stack], tokens, steps, loss, sequences).Run();

    [Theory]
    [InlineData(OutputSteps.Last)]
    [InlineData(OutputSteps.Every)]
    public void What_dropout_leaves_out_has_no_gradient(OutputSteps steps)
    {
        Layer[] layers =
        [
            new EmbeddingLayer("a", 4, 3), new GruLayer("b", 3, 4, options: Both), new PoolingLayer("c", 8, PoolingMode.Mean), new DenseLayer("d", 8, 4)
        ];
        new GradientCheck(layers, true, steps, "cross-entropy", 6, dropout: 0.4).Run();
    }

    public static TheoryData<string> Activations =>
        [.. ActivationSamples.All.Append(Activation.Softmax).Append(Activation.LogSoftmax).Select(function => function.ToString())];

    /// <summary>Every activation there is, in a layer without memory, by itself, and in every place of a cell.</summary>
    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_learns(string name)
    {
        ActivationFunction function = ActivationSamples.All.Append(Activation.Softmax).Append(Activation.LogSoftmax).Single(one => one.ToString() == name);
        bool isElementwise = function.Kind is not (Activation.Softmax or Activation.LogSoftmax);
        Layer[][] stacks =
        [
            [new DenseLayer("a", 7, 5, function), new DenseLayer("b", 5, 4)],
            [new ActivationLayer("a", 7, function), new DenseLayer("b", 7, 4, function)],
            .. isElementwise
                ? (Layer[][])
                [
                    [new RnnLayer("a", 7, 4, function), new DenseLayer("b", 4, 4)],
                    [new GruLayer("a", 7, 4, GruReset.After, function, new RecurrentOptions { Clip = 0.8f }, function), new DenseLayer("b", 4, 4)],
                    [new GruLayer("a", 7, 4, GruReset.Before, function, new RecurrentOptions { Clip = 0.8f }, function), new DenseLayer("b", 4, 4)],
                    [
                        new LstmLayer(
                            "a", 7, 4, options: new RecurrentOptions { Clip = 0.8f }, gateActivation: function, activation: function, cellActivation: function),
                        new DenseLayer("b", 4, 4)
                    ],
                ]
                : [],
        ];
        foreach (Layer[] layers in stacks)
        {
            new GradientCheck(layers, false, OutputSteps.Every, "mean-squared-error", 3) { Name = $"{layers[0]}", HasBends = true }.Run();
        }
    }

    [Fact]
    public void Many_rows_of_tokens_take_the_table() =>
        new GradientCheck([new RnnLayer("a", 3, 4), new DenseLayer("b", 4, 3)], true, OutputSteps.Every, "cross-entropy", 6).Run();

    [Fact]
    public void Input_that_a_layer_cannot_read_is_an_error()
    {
        TrainableNetwork<double> network = new([new RnnLayer("a", 3, 4)]);
        PackedLayout layout = new();
        layout.Reset(1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(layout, new StepInput<double>([3]), OutputSteps.Last));
        layout.Reset(4, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(layout, new StepInput<double>([0, 1, -1, 2]), OutputSteps.Last));
        network = new([new EmbeddingLayer("a", 3, 4)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(layout, new StepInput<double>([0, 1, 3, 2]), OutputSteps.Last));
        Assert.Throws<ArgumentException>(() => network.Forward(layout, new StepInput<double>(new double[12]), OutputSteps.Last));
        network = new([new PoolingLayer("a", 3, PoolingMode.Max)]);
        Assert.Throws<ArgumentException>(() => network.Forward(layout, new StepInput<double>([0, 1, 2, 2]), OutputSteps.Last));
    }

    [Theory]
    [InlineData(OutputSteps.Last)]
    [InlineData(OutputSteps.Every)]
    public void A_table_of_embeddings_learns(OutputSteps steps)
    {
        // Fewer tokens than rows, so that rows of the table are read more than once.
        new GradientCheck([new EmbeddingLayer("a", 4, 3)], true, steps, "cross-entropy", 6).Run();
        new GradientCheck([new EmbeddingLayer("a", 4, 3), new GruLayer("b", 3, 4)], true, steps, "cross-entropy", 6).Run();
        new GradientCheck([new EmbeddingLayer("a", 4, 3), new DenseLayer("b", 3, 4)], true, steps, "mean-squared-error", 2).Run();
    }

    [Fact]
    public void Pooling_starts_from_nothing_without_a_state()
    {
        foreach (PoolingMode mode in Enum.GetValues<PoolingMode>())
        {
            Layer[] layers = [new RnnLayer("a", 7, 4), new PoolingLayer("b", 4, mode)];
            new GradientCheck(layers, false, OutputSteps.Every, "cross-entropy", 6, isStateGiven: false).Run();
            new GradientCheck(layers, false, OutputSteps.Last, "mean-squared-error", 3, isStateGiven: false).Run();
        }
    }

    private static Dictionary<string, Layer[]> Stacks { get; } = new()
    {
        ["dense-identity"] = [new DenseLayer("a", 7, 4)],
        ["dense-no-bias"] = [new DenseLayer("a", 7, 4, Activation.Identity, bias: false)],
        ["dense-tanh"] = [new DenseLayer("a", 7, 5, Activation.Tanh), new DenseLayer("b", 5, 4)],
        ["dense-relu"] = [new DenseLayer("a", 7, 5, Activation.Relu), new DenseLayer("b", 5, 4)],
        ["dense-sigmoid"] = [new DenseLayer("a", 7, 5, Activation.Sigmoid), new DenseLayer("b", 5, 4)],
        ["dense-leaky-relu"] =
        [
            new DenseLayer("a", 7, 5, new ActivationFunction(Activation.LeakyRelu, 0.1f)),
            new DenseLayer("b", 5, 4, new ActivationFunction(Activation.LeakyRelu, 2))
        ],
        ["dense-elu"] =
        [
            new DenseLayer("a", 7, 5, new ActivationFunction(Activation.Elu, 1)), new DenseLayer("b", 5, 4, new ActivationFunction(Activation.Elu, 0.5f))
        ],
        ["dense-other-functions"] =
        [
            new DenseLayer("a", 7, 4, Activation.Softsign), new DenseLayer("b", 4, 4, Activation.Softplus), new DenseLayer("c", 4, 4, Activation.Selu),
            new DenseLayer("d", 4, 4, new ActivationFunction(Activation.ScaledTanh, -1.5f, 0.75f)),
            new DenseLayer("e", 4, 4, new ActivationFunction(Activation.Affine, -2f, 0.5f)),
            new DenseLayer("f", 4, 4, new ActivationFunction(Activation.HardSigmoid, -0.25f, 0.5f)),
            new DenseLayer("g", 4, 4, new ActivationFunction(Activation.ThresholdedRelu, 0.1f)),
        ],
        ["dense-softmax"] = [new DenseLayer("a", 7, 5, Activation.Softmax), new DenseLayer("b", 5, 4)],
        ["rnn-dense"] = [new RnnLayer("a", 7, 5), new DenseLayer("b", 5, 4)],
        ["rnn-log-softmax"] = [new RnnLayer("a", 7, 5), new DenseLayer("b", 5, 4, Activation.LogSoftmax)],
        ["rnn-rnn-dense"] = [new RnnLayer("a", 7, 5), new RnnLayer("b", 5, 3, Activation.Relu), new DenseLayer("c", 3, 4)],
        ["dense-rnn-dense-dense"] =
        [
            new DenseLayer("a", 7, 5, Activation.Tanh), new RnnLayer("b", 5, 3), new DenseLayer("c", 3, 3, Activation.Tanh), new DenseLayer("d", 3, 4)
        ],
        ["rnn-pooling-mean-dense"] = [new RnnLayer("a", 7, 5), new PoolingLayer("b", 5, PoolingMode.Mean), new DenseLayer("c", 5, 4)],
        ["rnn-pooling-max-dense"] = [new RnnLayer("a", 7, 5), new PoolingLayer("b", 5, PoolingMode.Max), new DenseLayer("c", 5, 4)],
        ["birnn-pooling-final-dense"] = [new RnnLayer("a", 7, 3, options: Both), new PoolingLayer("b", 6, PoolingMode.Final), new DenseLayer("c", 6, 4)],
        ["rnn-pooling-mean-rnn"] = [new RnnLayer("a", 7, 5), new PoolingLayer("b", 5, PoolingMode.Mean), new RnnLayer("c", 5, 4)],
        ["rnn-delay-dense"] = [new RnnLayer("a", 7, 3), new DelayLayer("b", 3, [2, 1, 0]), new DenseLayer("c", 9, 4)],
        ["gru-delay-dense-delay"] =
        [
            new GruLayer("a", 7, 2), new DelayLayer("b", 2, [4, 2, 0]), new DenseLayer("c", 6, 2, Activation.Tanh), new DelayLayer("d", 2, [1, 0])
        ],
        ["gru-lstm-rnn-dense"] = [new GruLayer("a", 7, 5), new LstmLayer("b", 5, 3), new RnnLayer("c", 3, 4), new DenseLayer("d", 4, 4)],
        ["bilstm-bigru-dense"] = [new LstmLayer("a", 7, 3, 2, true, Both), new GruLayer("b", 4, 3, GruReset.Before, options: Both), new DenseLayer("c", 6, 4)],
        ["gru-dense-bilstm-pooling-dense"] =
        [
            new GruLayer("a", 7, 4), new DenseLayer("b", 4, 3, new ActivationFunction(Activation.Elu, 1)), new LstmLayer("c", 3, 2, options: Both),
            new PoolingLayer("d", 4, PoolingMode.Max), new DenseLayer("e", 4, 4),
        ],
        ["concat"] = [new ConcatRnnLayer("a", 7, 5, 4)],
        ["concat-tanh-rnn"] = [new ConcatRnnLayer("a", 7, 5, 3, Activation.Tanh), new RnnLayer("b", 3, 4)],
        ["rnn-concat"] = [new RnnLayer("a", 7, 3), new ConcatRnnLayer("b", 3, 5, 4, Activation.Identity)],
    };
}
