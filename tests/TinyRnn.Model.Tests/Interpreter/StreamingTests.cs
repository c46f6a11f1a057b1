namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>Step by step and as a whole: what streams gives the same both ways, what reads backwards takes whole sequences only.</summary>
public class StreamingTests
{
    private const int Steps = 7;

    public static TheoryData<string> Streaming => [.. Layers.Keys];

    public static TheoryData<Direction> Backwards => [Direction.Reverse, Direction.Bidirectional];

    private static Dictionary<string, Layer[]> Layers { get; } = new()
    {
        ["rnn"] = [new RnnLayer("a", 4, 5)],
        ["gru"] = [new GruLayer("a", 4, 5, options: new(HasInitialState: true))],
        ["gru, reset before"] = [new GruLayer("a", 4, 5, GruReset.Before)],
        ["lstm"] = [new LstmLayer("a", 4, 5, options: new(HasInitialState: true))],
        ["lstm with all"] = [new LstmLayer("a", 4, 5, 3, true, new RecurrentOptions(HasInitialState: true))],
        ["concat-rnn"] = [new ConcatRnnLayer("a", 4, 5, 6)],
        ["mean"] = [new RnnLayer("a", 4, 5), new PoolingLayer("b", 5, PoolingMode.Mean), new DenseLayer("c", 5, 2)],
        ["max"] = [new RnnLayer("a", 4, 5), new PoolingLayer("b", 5, PoolingMode.Max), new DenseLayer("c", 5, 2)],
        ["final"] = [new RnnLayer("a", 4, 6), new PoolingLayer("b", 6, PoolingMode.Final), new GruLayer("c", 6, 2)],
        ["delay"] = [new RnnLayer("a", 4, 5), new DelayLayer("b", 5, [4, 2, 0]), new GruLayer("c", 15, 2)],
        ["embedding"] = [new EmbeddingLayer("a", 4, 3), new LstmLayer("b", 3, 5), new DenseLayer("c", 5, 2)],
    };

    [Theory]
    [MemberData(nameof(Streaming))]
    public void A_step_gives_what_a_run_over_the_steps_so_far_gives(string name)
    {
        Layer[] layers = Layers[name];
        bool reads = layers[0] is EmbeddingLayer;
        NetworkInput input = reads ? new Vocabulary("abcd") : new VectorInput(4, scaling: new Scaling([1, 2, 3, 4], [1, 2, 3, 4]));
        int[]? skip = reads ? null : [.. Enumerable.Range(0, layers[^1].OutputSize).Select(i => i % 4)];
        Network network = RandomNetworks.Of(new Random(1), input, OutputSteps.Last, null, skip, layers);
        Interpreter interpreter = new(network);
        Random random = new(2);
        int[] tokens = [.. Enumerable.Range(0, Steps).Select(_ => random.Next(4))];
        float[] sequence = [.. Enumerable.Range(0, Steps * 4).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        InterpreterState state = interpreter.CreateState();
        float[] output = new float[network.OutputSize];

        // Twice: after a reset nothing is left of the first time.
        for (int time = 0; time < 2; time++)
        {
            for (int t = 0; t < Steps; t++)
            {
                if (reads)
                {
                    interpreter.Step(state, tokens[t], output);
                    Assert.Equal(interpreter.RunTokens(tokens.AsSpan(0, t + 1)), output);
                }
                else
                {
                    interpreter.Step(state, sequence.AsSpan(t * 4, 4), output);
                    Assert.Equal(interpreter.Run(sequence.AsSpan(0, (t + 1) * 4)), output);
                }
            }

            state.Reset();
        }
    }

    [Theory]
    [MemberData(nameof(Backwards))]
    public void A_network_that_reads_backwards_refuses_steps(Direction direction)
    {
        Layer[] layers = [new RnnLayer("front", 2, 3), new GruLayer("back", 3, 3, options: new(Direction: direction))];
        Interpreter rows = new(RandomNetworks.Of(new Random(1), new VectorInput(2), OutputSteps.Last, null, layers));
        Interpreter tokens = new(RandomNetworks.Of(new Random(1), new Vocabulary("ab"), OutputSteps.Last, null, layers));
        InterpreterState other = new Interpreter(RandomNetworks.Of(new Random(1), new VectorInput(2), OutputSteps.Last, null, layers[..1])).CreateState();
        float[] output = new float[rows.Network.OutputSize];
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(rows.CreateState);
        Assert.Equal(
            "layer 'back' of 'test' reads from the last step to the first, so the network cannot go step by step: pass the whole sequence to Run or Classify",
            e.Message);
        Assert.Equal(e.Message, Assert.Throws<InvalidOperationException>(() => rows.Step(other, [1, 2], output)).Message);
        Assert.Equal(e.Message, Assert.Throws<InvalidOperationException>(() => tokens.Step(other, 1, output)).Message);
        Assert.Equal(output.Length, rows.Run([1, 2, 3, 4]).Length);
        Assert.Equal(output.Length, tokens.RunText("abba").Length);
    }

    [Theory]
    [MemberData(nameof(Backwards))]
    public void The_last_step_is_the_last_of_every_step(Direction direction)
    {
        Layer[] layers = [new LstmLayer("a", 2, 3, options: new(Direction: direction)), new DenseLayer("b", direction == Direction.Reverse ? 3 : 6, 2)];
        Network every = RandomNetworks.Of(new Random(3), new VectorInput(2), OutputSteps.Every, new Scaling([1, 2], [3, 4]), [1, 0], layers);
        Network last = new(new NetworkDefinition
        {
            Name = "last",
            Task = NetworkTask.Raw,
            Input = every.Input,
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = every.Tensors.Values,
            OutputScaling = every.OutputScaling,
            Residual = every.Residual,
        });
        float[] sequence = [1, -1, 0.5f, 2, 0.25f, 0, -2, 1];
        float[] all = new Interpreter(every).Run(sequence);
        Assert.Equal(4 * 2, all.Length);
        Assert.Equal(all[^2..], new Interpreter(last).Run(sequence));
    }

    [Fact]
    public void The_reverse_direction_starts_at_the_last_step()
    {
        // h' = x + h: sums from the start, and from the end.
        RnnLayer layer = new("a", 1, 1, Activation.Identity, new RecurrentOptions(BiasForm.None, Direction.Bidirectional, true));
        Network network = new(new NetworkDefinition
        {
            Name = "sums",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = [layer],
            OutputSteps = OutputSteps.Every,
            Tensors =
            [
                new Tensor("a.weight_ih", [1, 1], [1]), new Tensor("a.weight_hh", [1, 1], [1]), new Tensor("a.initial_hidden", [1], [100]),
                new Tensor("a.weight_ih_reverse", [1, 1], [1]), new Tensor("a.weight_hh_reverse", [1, 1], [1]),
                new Tensor("a.initial_hidden_reverse", [1], [1000]),
            ],
        });
        Assert.Equal([101, 1321, 121, 1320, 421, 1300], new Interpreter(network).Run([1, 20, 300]));
    }

    [Theory]
    [InlineData(PoolingMode.Mean, new[] { 1f, 8, 1.5f, 4.5f, 3, 3 })]
    [InlineData(PoolingMode.Max, new[] { 1f, 8, 2, 8, 6, 8 })]
    [InlineData(PoolingMode.Final, new[] { 1f, 8, 2, 8, 6, 8 })]
    public void Pooling_is_made_of_the_steps_so_far(PoolingMode mode, float[] expected)
    {
        Network network = new(new NetworkDefinition
        {
            Name = "pool",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2),
            Layers = [new PoolingLayer("a", 2, mode)],
            OutputSteps = OutputSteps.Every,
            Tensors = [],
        });
        Interpreter interpreter = new(network);
        Assert.Equal(expected, interpreter.Run([1, 8, 2, 1, 6, 0]));
        InterpreterState state = interpreter.CreateState();
        float[] output = new float[2];
        interpreter.Step(state, [1, 8], output);
        interpreter.Step(state, [2, 1], output);
        Assert.Equal(expected[2..4], output);
        Assert.Equal(mode == PoolingMode.Final ? [8, 2] : [.. output, 2], state.GetHidden(0).ToArray());
        state.Reset();
        interpreter.Step(state, [-5, -6], output);
        Assert.Equal([-5, -6], output);
    }

    [Fact]
    public void The_mean_of_a_long_stream_stays_right()
    {
        Interpreter interpreter = new(new Network(new NetworkDefinition
        {
            Name = "pool",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = [new PoolingLayer("a", 1, PoolingMode.Mean)],
            OutputSteps = OutputSteps.Last,
            Tensors = [],
        }));
        InterpreterState state = interpreter.CreateState();
        float[] output = new float[1];
        for (int t = 0; t < 1_000_000; t++)
        {
            interpreter.Step(state, [t % 2 == 0 ? 100.1f : 100.3f], output);
        }

        Near.Check([100.2], output, 1e-5);
    }

    [Fact]
    public void A_classifier_pools_the_final_states_of_both_directions()
    {
        RnnLayer both = new("a", 2, 1, Activation.Identity, new RecurrentOptions(BiasForm.None, Direction.Bidirectional));
        Network network = new(new NetworkDefinition
        {
            Name = "ends",
            Task = NetworkTask.Classify,
            Input = new Vocabulary("ab", unknown: UnknownCharacter.Skip),
            Layers = [both, new PoolingLayer("b", 2, PoolingMode.Final)],
            OutputSteps = OutputSteps.Last,

            // The letters as digits: read forward with base 1/2 the last counts most, read backward the first.
            Tensors =
            [
                new Tensor("a.weight_ih", [1, 2], [1, 2]), new Tensor("a.weight_hh", [1, 1], [0.5f]),
                new Tensor("a.weight_ih_reverse", [1, 2], [1, 2]), new Tensor("a.weight_hh_reverse", [1, 1], [0.5f]),
            ],
            Labels = ["ends in b", "starts with b"],
        });
        Interpreter interpreter = new(network);
        Assert.Equal([1 + 0.5f * (2 + 0.5f * 2), 2 + 0.5f * (2 + 0.5f * 1)], interpreter.RunText("bb-a"));
        double sum = Math.Exp(2.5) + Math.Exp(3.25);
        Near.Check([Math.Exp(2.5) / sum, Math.Exp(3.25) / sum], interpreter.Classify("bb-a"), 1e-6);
        Assert.Throws<ArgumentException>(() => interpreter.Classify("-"));
        Assert.Throws<ArgumentOutOfRangeException>(() => interpreter.RunTokens([0, 2]));
        Assert.Throws<ArgumentException>(() => interpreter.Run([1, 0]));
    }

    [Fact]
    public void A_fresh_state_and_a_reset_one_hold_what_the_model_holds()
    {
        Layer[] layers =
        [
            new LstmLayer("a", 1, 2, 1, options: new(HasInitialState: true)), new GruLayer("b", 1, 2, options: new(HasInitialState: true)),
            new RnnLayer("c", 2, 2)
        ];
        Network network = RandomNetworks.Of(new Random(1), new VectorInput(1), OutputSteps.Last, null, layers);
        Interpreter interpreter = new(network);
        InterpreterState state = interpreter.CreateState();
        float[][] initial =
        [
            [.. network.Tensors["a.initial_hidden"].Values, .. network.Tensors["a.initial_cell"].Values], network.Tensors["b.initial_hidden"].Values, [0, 0],
        ];
        Assert.Equal(initial, [.. Enumerable.Range(0, 3).Select(i => state.GetHidden(i).ToArray())]);
        interpreter.Step(state, [1], new float[2]);
        Assert.All(Enumerable.Range(0, 3), i => Assert.NotEqual(initial[i], state.GetHidden(i).ToArray()));
        state.Reset();
        Assert.Equal(initial, [.. Enumerable.Range(0, 3).Select(i => state.GetHidden(i).ToArray())]);
    }

    [Fact]
    public void The_residual_connection_adds_inputs_in_the_users_units_after_the_scaling()
    {
        Network network = new(new NetworkDefinition
        {
            Name = "skip",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2, scaling: new Scaling([10, 20], [2, 4])),
            Layers = [new DenseLayer("a", 2, 3, bias: false)],
            OutputSteps = OutputSteps.Every,
            Tensors = [new Tensor("a.weight", [3, 2], [1, 0, 0, 1, 0, 0])],
            OutputScaling = new Scaling([100, 200, 300], [10, 100, 1]),
            Residual = new Residual([1, 0, 1]),
        });

        // The first layer sees (1, 2), then (0, -1).
        Assert.Equal([110 + 28, 400 + 12, 300 + 28, 100 + 16, 100 + 10, 300 + 16], new Interpreter(network).Run([12, 28, 10, 16]));
    }

    [Fact]
    public void An_embedding_is_a_row_of_its_table()
    {
        Network network = new(new NetworkDefinition
        {
            Name = "table",
            Task = NetworkTask.Raw,
            Input = new Vocabulary("abc"),
            Layers = [new EmbeddingLayer("a", 3, 2)],
            OutputSteps = OutputSteps.Every,
            Tensors = [new Tensor("a.weight", [3, 2], [1, 2, 3, 4, 5, 6])],
        });
        Assert.Equal([5, 6, 1, 2, 3, 4], new Interpreter(network).RunText("cab"));
    }
}
