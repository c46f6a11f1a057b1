namespace TinyRnn.Model.Tests.Interpreters;

public class InterpreterTests
{
    [Theory]
    [InlineData("dense")]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("concat-rnn")]
    public void A_token_is_a_one_hot_row(string kind)
    {
        const string Characters = "abcde😀é \n";
        Random random = new(5);
        Vocabulary vocabulary = new(Characters);
        for (int size = 1; size <= 20; size++)
        {
            Layer layer = NewLayer(kind, vocabulary.Size, size);
            DenseLayer head = new("h", layer.OutputSize, 3);
            Network tokens = RandomNetworks.Of(random, vocabulary, OutputSteps.Every, null, layer, head);
            Network dense = new(new NetworkDefinition
            {
                Name = "dense",
                Task = NetworkTask.Raw,
                Input = new VectorInput(vocabulary.Size),
                Layers = [layer, head],
                OutputSteps = OutputSteps.Every,
                Tensors = tokens.Tensors.Values,
            });
            int[] sequence = [0, 5, 8, 3, 3, 6];
            float[] rows = new float[sequence.Length * vocabulary.Size];
            for (int t = 0; t < sequence.Length; t++)
            {
                rows[t * vocabulary.Size + sequence[t]] = 1;
            }

            float[] expected = new Model.Interpreter(dense).Run(rows);
            float[] actual = new Model.Interpreter(tokens).RunTokens(sequence);
            Near.Check([.. expected.Select(value => (double)value)], actual, 1e-6);
            Assert.Equal(actual, new Model.Interpreter(tokens).RunText("a😀\ndd" + "é"));
        }
    }

    [Fact]
    public void The_last_step_is_the_last_of_every_step()
    {
        Random random = new(6);
        Layer layer = new RnnLayer("l", 2, 5);
        Network every = RandomNetworks.Of(random, new VectorInput(2), OutputSteps.Every, null, layer);
        Network last = new(new NetworkDefinition
        {
            Name = "last",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = every.Tensors.Values,
        });
        float[] sequence = [.. Enumerable.Range(0, 14).Select(_ => random.NextSingle())];
        float[] all = new Model.Interpreter(every).Run(sequence);
        Assert.Equal(7 * 5, all.Length);
        Assert.Equal(all[^5..], new Model.Interpreter(last).Run(sequence));
    }

    [Fact]
    public void The_concat_cell_answers_from_the_previous_hidden_state()
    {
        // i2h = 2 x + 3 h + 1, i2o = 5 x + 7 h; h runs 0, 3, 12.
        ConcatRnnLayer layer = new("l", 1, 1, 1, Activation.Identity);
        Network network = new(new NetworkDefinition
        {
            Name = "by hand",
            Task = NetworkTask.Raw,
            Input = new VectorInput(1),
            Layers = [layer],
            OutputSteps = OutputSteps.Every,
            Tensors =
            [
                new Tensor("l.i2h.weight", [1, 2], [2, 3]), new Tensor("l.i2h.bias", [1], [1]), new Tensor("l.i2o.weight", [1, 2], [5, 7]),
                new Tensor("l.i2o.bias", [1], [0]),
            ],
        });
        Model.Interpreter interpreter = new(network);
        InterpreterState state = interpreter.CreateState();
        float[] output = new float[1];
        List<float> seen = [];
        foreach (float x in (float[])[1, 1, 1])
        {
            interpreter.Step(state, [x], output);
            seen.AddRange([output[0], state.GetHidden(0)[0]]);
        }

        Assert.Equal([5, 3, 26, 12, 89, 39], seen);
        state.Reset();
        interpreter.Step(state, [1], output);
        Assert.Equal(5, output[0]);
    }

    [Fact]
    public void Softmax_does_not_overflow()
    {
        foreach (Activation activation in (Activation[])[Activation.Softmax, Activation.LogSoftmax])
        {
            Network network = new(new NetworkDefinition
            {
                Name = "large",
                Task = NetworkTask.Raw,
                Input = new VectorInput(1),
                Layers = [new DenseLayer("d", 1, 2, activation, bias: false)],
                OutputSteps = OutputSteps.Last,
                Tensors = [new Tensor("d.weight", [2, 1], [100, 101])],
            });
            float[] output = new Model.Interpreter(network).Run([1]);
            double[] expected = activation == Activation.Softmax ? [0.2689414214, 0.7310585786] : [-1.3132616875, -0.3132616875];
            Near.Check(expected, output, 1e-6);
        }
    }

    [Fact]
    public void Classifiers_give_probabilities_whatever_their_last_layer_gives()
    {
        float[] weights = [0.3f, -1, 2, 0.5f, 1.5f, -0.25f];
        foreach (Activation activation in (Activation[])[Activation.Identity, Activation.Softmax, Activation.LogSoftmax])
        {
            Network network = new(new NetworkDefinition
            {
                Name = "c",
                Task = NetworkTask.Classify,
                Input = new Vocabulary("ab"),
                Layers = [new DenseLayer("d", 2, 3, activation, bias: false)],
                OutputSteps = OutputSteps.Last,
                Tensors = [new Tensor("d.weight", [3, 2], weights)],
                Labels = ["x", "y", "z"],
            });
            double sum = Math.Exp(-1) + Math.Exp(0.5) + Math.Exp(-0.25);
            Near.Check([Math.Exp(-1) / sum, Math.Exp(0.5) / sum, Math.Exp(-0.25) / sum], new Model.Interpreter(network).Classify("ab"), 1e-6);
            Assert.Throws<InvalidOperationException>(() => new Model.Interpreter(network).Score("ab"));
            Assert.Throws<InvalidOperationException>(() => new Model.Interpreter(network).Generate("a", 3));
        }
    }

    [Fact]
    public void Language_models_score_and_continue()
    {
        // After a comes b, after b comes a: logits 4 for it, 0 for the other.
        Network network = new(new NetworkDefinition
        {
            Name = "lm",
            Task = NetworkTask.LanguageModel,
            Input = new Vocabulary("ab", unknown: UnknownCharacter.Skip),
            Layers = [new DenseLayer("d", 2, 2, bias: false)],
            OutputSteps = OutputSteps.Every,
            Tensors = [new Tensor("d.weight", [2, 2], [0, 4, 4, 0])],
        });
        Model.Interpreter interpreter = new(network);
        Assert.Equal("babab", interpreter.Generate("?a", 5, new SamplingOptions { Temperature = 0 }));
        TextScore score = interpreter.Score("a-bb");
        Assert.Equal(2, score.Predictions);
        Assert.Equal(-Math.Log(1 + Math.Exp(-4)) - 4 - Math.Log(1 + Math.Exp(-4)), score.LogLikelihood, 1e-5);
        Assert.Throws<ArgumentException>(() => interpreter.Generate("??", 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => interpreter.Generate("a", -1));
        Assert.Equal("", interpreter.Generate("a", 0));
    }

    [Fact]
    public void Quantised_weights_pass_on_NaN_and_keep_long_sums_exact()
    {
        // 2,500 products, more than one exact sum of single precision holds; each is 100 * 127 steps of 1/127.
        DenseLayer layer = new("l", 2_500, 2, bias: false);
        sbyte[] weights = [.. Enumerable.Repeat((sbyte)100, 2_500), .. Enumerable.Repeat((sbyte)-1, 2_500)];
        Model.Interpreter interpreter = new(new Network(new NetworkDefinition
        {
            Name = "bytes",
            Task = NetworkTask.Raw,
            Input = new VectorInput(2_500),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = [Tensor.OfQuantized("l.weight", [2, 2_500], weights, [0.5f, 2f], new QuantizationRange(0f, 1f))],
        }));
        float[] input = [.. Enumerable.Repeat(1f, 2_500)];
        Assert.Equal([2_500 * 100 * 0.5f, 2_500 * -2f], interpreter.Run(input));
        input[2_499] = float.NaN;
        Assert.Equal([float.NaN, float.NaN], interpreter.Run(input));
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Random random = new(7);
        Model.Interpreter vector = new(RandomNetworks.Of(random, new VectorInput(2), OutputSteps.Last, null, new RnnLayer("r", 2, 3)));
        Model.Interpreter token = new(RandomNetworks.Of(random, new Vocabulary("ab"), OutputSteps.Last, null, new RnnLayer("r", 2, 3)));
        float[] output = new float[3];
        Errors.Says<ArgumentException>("a sequence of 0 values is not one or more whole rows of 2 values", () => vector.Run([]));
        Errors.Says<ArgumentException>("a sequence of 3 values is not one or more whole rows of 2 values", () => vector.Run([1, 2, 3]));
        Errors.Says<ArgumentException>("there are 1 values, but 2 are needed", () => vector.Step(vector.CreateState(), [1], output));
        Errors.Says<ArgumentException>("there are 2 values, but 3 are needed", () => vector.Step(vector.CreateState(), [1, 2], new float[2]));
        const string Rows = "this network reads vectors, not tokens";
        Errors.Says<ArgumentException>(Rows, () => vector.Step(vector.CreateState(), 0, output));
        Errors.Says<ArgumentException>(Rows, () => vector.RunTokens([0]));
        Errors.Says<ArgumentException>(Rows, () => vector.RunText("ab"));
        Errors.Says<InvalidOperationException>($"'{vector.Network.Name}' is not a classifier", () => vector.Classify([1, 2]));
        Errors.Says<InvalidOperationException>($"'{vector.Network.Name}' is not a language model", () => vector.Score("ab"));
        Errors.Says<ArgumentException>("a sequence needs at least one character of the vocabulary", () => token.RunTokens([]));
        Assert.Throws<ArgumentException>(() => token.RunText("x"));
        const string Tokens = "this network reads tokens, not vectors";
        Errors.Says<ArgumentException>(Tokens, () => token.Step(token.CreateState(), [1, 2], output));
        Errors.Says<ArgumentException>(Tokens, () => token.Run([1, 2]));
        Errors.Says<ArgumentException>("there are 2 values, but 3 are needed", () => token.Step(token.CreateState(), 1, new float[2]));
        const string Limits = "a token must be from 0 to 1";
        Errors.Says<ArgumentOutOfRangeException>(Limits, () => token.RunTokens([2]));
        Errors.Says<ArgumentOutOfRangeException>(Limits, () => token.RunTokens([0, -1]));
        Errors.Says<ArgumentOutOfRangeException>(Limits, () => token.Step(token.CreateState(), 2, output));
    }

    private static Layer NewLayer(string kind, int input, int output) => kind switch
    {
        "dense" => new DenseLayer("l", input, output, Activation.Tanh),
        "rnn" => new RnnLayer("l", input, output),
        "gru" => new GruLayer("l", input, output),
        "lstm" => new LstmLayer("l", input, output),
        _ => new ConcatRnnLayer("l", input, 1 + output * 3 % 17, output, Activation.Tanh),
    };
}
