using System.Text.Json;

namespace TinyRnn.Model.Tests.Interpreters;

public class InterpreterTests
{
    private const int Steps = 6;
    private const double Tolerance = 1e-5;

    public static TheoryData<string, Activation, BiasForm> Kinds
    {
        get
        {
            TheoryData<string, Activation, BiasForm> data = [];
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                data.Add("dense", activation, BiasForm.None);
                data.Add("dense", activation, BiasForm.Combined);
                data.Add("concat-rnn", activation, BiasForm.Combined);
            }

            foreach (Activation activation in (Activation[])[Activation.Identity, Activation.Tanh, Activation.Relu])
            {
                foreach (BiasForm bias in Enum.GetValues<BiasForm>())
                {
                    data.Add("rnn", activation, bias);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_its_formula_at_every_size(string kind, Activation activation, BiasForm bias)
    {
        for (int size = 1; size <= 70; size++)
        {
            Random random = new(size);
            int input = 1 + size * 7 % 23;
            Check(random, new VectorInput(input), NewLayer(kind, "l", input, size, activation, bias));
            Check(random, new VectorInput(size), NewLayer(kind, "l", size, 1 + size * 5 % 11, activation, bias));
        }
    }

    [Fact]
    public void Stacks_with_scaling_are_their_formulas()
    {
        for (int size = 1; size <= 70; size++)
        {
            Random random = new(100 + size);
            Check(
                random, new VectorInput(3, scaling: new Scaling([10, -2, 0.5f], [4, 0.25f, 100])), new Scaling([5, -5], [2, 0.5f]),
                new RnnLayer("a", 3, size, Activation.Tanh, new RecurrentOptions(BiasForm.Separate)),
                new RnnLayer("b", size, 2 * size, Activation.Relu, new RecurrentOptions(BiasForm.None)),
                new DenseLayer("c", 2 * size, size, Activation.Sigmoid),
                new ConcatRnnLayer("d", size, 5, size, Activation.Tanh),
                new DenseLayer("e", size, 2, bias: false));
        }
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("rnn")]
    [InlineData("concat-rnn")]
    public void A_token_is_a_one_hot_row(string kind)
    {
        const string Characters = "abcde😀é \n";
        Random random = new(5);
        Vocabulary vocabulary = new(Characters);
        for (int size = 1; size <= 20; size++)
        {
            Layer layer = NewLayer(kind, "l", vocabulary.Size, size, Activation.Tanh, BiasForm.Combined);
            DenseLayer head = new("h", size, 3);
            Network tokens = RandomNetworks.Of(random, vocabulary, OutputSteps.Every, null, layer, head);
            Network dense = new(
                "dense", NetworkTask.Raw, new VectorInput(vocabulary.Size), [layer, head], OutputSteps.Every, tokens.Tensors.Values);
            int[] sequence = [0, 5, 8, 3, 3, 6];
            float[] rows = new float[sequence.Length * vocabulary.Size];
            for (int t = 0; t < sequence.Length; t++)
            {
                rows[t * vocabulary.Size + sequence[t]] = 1;
            }

            float[] expected = new Model.Interpreter(dense).Run(rows);
            float[] actual = new Model.Interpreter(tokens).RunTokens(sequence);
            AssertNear([.. expected.Select(value => (double)value)], actual, 1e-6);
            Assert.Equal(actual, new Model.Interpreter(tokens).RunText("a😀\ndd" + "é"));
        }
    }

    [Fact]
    public void The_last_step_is_the_last_of_every_step()
    {
        Random random = new(6);
        Layer layer = new RnnLayer("l", 2, 5);
        Network every = RandomNetworks.Of(random, new VectorInput(2), OutputSteps.Every, null, layer);
        Network last = new("last", NetworkTask.Raw, new VectorInput(2), [layer], OutputSteps.Last, every.Tensors.Values);
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
        Network network = new(
            "by hand", NetworkTask.Raw, new VectorInput(1), [layer], OutputSteps.Every,
            [
                new Tensor("l.i2h.weight", [1, 2], [2, 3]), new Tensor("l.i2h.bias", [1], [1]),
                new Tensor("l.i2o.weight", [1, 2], [5, 7]), new Tensor("l.i2o.bias", [1], [0]),
            ]);
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
            Network network = new(
                "large", NetworkTask.Raw, new VectorInput(1), [new DenseLayer("d", 1, 2, activation, bias: false)], OutputSteps.Last,
                [new Tensor("d.weight", [2, 1], [100, 101])]);
            float[] output = new Model.Interpreter(network).Run([1]);
            double[] expected = activation == Activation.Softmax ? [0.2689414214, 0.7310585786] : [-1.3132616875, -0.3132616875];
            AssertNear(expected, output, 1e-6);
        }
    }

    [Fact]
    public void A_recurrent_network_gives_what_pytorch_gives()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedData.Path("torch-golden", "bptt", "rnn_tanh_1layer_mse.json")));
        JsonElement root = golden.RootElement;
        JsonElement weights = root.GetProperty("weights");
        Tensor Read(string name, string from, params int[] shape) => new(name, shape, Flatten(weights.GetProperty(from)));
        RnnLayer rec = new("rec", 2, 3);
        Network network = new(
            "golden", NetworkTask.Raw, new VectorInput(2), [rec, new DenseLayer("lin", 3, 1)], OutputSteps.Every,
            [
                Read("rec.weight_ih", "rec.weight_ih_l0", 3, 2), Read("rec.weight_hh", "rec.weight_hh_l0", 3, 3),
                Read("rec.bias_ih", "rec.bias_ih_l0", 3), Read("rec.bias_hh", "rec.bias_hh_l0", 3),
                Read("lin.weight", "lin.weight", 1, 3), Read("lin.bias", "lin.bias", 1),
            ]);
        Model.Interpreter interpreter = new(network);
        float[] output = new float[1];
        for (int b = 0; b < 2; b++)
        {
            InterpreterState state = interpreter.CreateState();
            for (int t = 0; t < 4; t++)
            {
                interpreter.Step(state, Flatten(root.GetProperty("x")[t][b]), output);
                AssertNear(Doubles(root.GetProperty("rec_out")[t][b]), state.GetHidden(0).ToArray(), 1e-6);
                AssertNear(Doubles(root.GetProperty("out")[t][b]), output, 1e-6);
            }
        }
    }

    [Fact]
    public void Classifiers_give_probabilities_whatever_their_last_layer_gives()
    {
        float[] weights = [0.3f, -1, 2, 0.5f, 1.5f, -0.25f];
        foreach (Activation activation in (Activation[])[Activation.Identity, Activation.Softmax, Activation.LogSoftmax])
        {
            Network network = new(
                "c", NetworkTask.Classify, new Vocabulary("ab"), [new DenseLayer("d", 2, 3, activation, bias: false)], OutputSteps.Last,
                [new Tensor("d.weight", [3, 2], weights)], ["x", "y", "z"]);
            double sum = Math.Exp(-1) + Math.Exp(0.5) + Math.Exp(-0.25);
            AssertNear([Math.Exp(-1) / sum, Math.Exp(0.5) / sum, Math.Exp(-0.25) / sum], new Model.Interpreter(network).Classify("ab"), 1e-6);
            Assert.Throws<InvalidOperationException>(() => new Model.Interpreter(network).Score("ab"));
            Assert.Throws<InvalidOperationException>(() => new Model.Interpreter(network).Generate("a", 3));
        }
    }

    [Fact]
    public void Language_models_score_and_continue()
    {
        // After a comes b, after b comes a: logits 4 for it, 0 for the other.
        Network network = new(
            "lm", NetworkTask.LanguageModel, new Vocabulary("ab", unknown: UnknownCharacter.Skip), [new DenseLayer("d", 2, 2, bias: false)], OutputSteps.Every,
            [new Tensor("d.weight", [2, 2], [0, 4, 4, 0])]);
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
    public void Arguments_that_do_not_fit_are_refused()
    {
        Random random = new(7);
        Model.Interpreter vector = new(RandomNetworks.Of(random, new VectorInput(2), OutputSteps.Last, null, new RnnLayer("r", 2, 3)));
        Model.Interpreter token = new(RandomNetworks.Of(random, new Vocabulary("ab"), OutputSteps.Last, null, new RnnLayer("r", 2, 3)));
        float[] output = new float[3];
        Assert.Throws<ArgumentException>(() => vector.Run([]));
        Assert.Throws<ArgumentException>(() => vector.Run([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => vector.Step(vector.CreateState(), [1], output));
        Assert.Throws<ArgumentException>(() => vector.Step(vector.CreateState(), [1, 2], new float[2]));
        Assert.Throws<ArgumentException>(() => vector.Step(vector.CreateState(), 0, output));
        Assert.Throws<ArgumentException>(() => vector.RunText("ab"));
        Assert.Throws<InvalidOperationException>(() => vector.Classify([1, 2]));
        Assert.Throws<ArgumentException>(() => token.RunTokens([]));
        Assert.Throws<ArgumentException>(() => token.RunText("x"));
        Assert.Throws<ArgumentException>(() => token.Step(token.CreateState(), [1, 2], output));
        Assert.Throws<ArgumentOutOfRangeException>(() => token.RunTokens([2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => token.RunTokens([-1]));
    }

    private static Layer NewLayer(string kind, string name, int input, int output, Activation activation, BiasForm bias) => kind switch
    {
        "dense" => new DenseLayer(name, input, output, activation, bias != BiasForm.None),
        "rnn" => new RnnLayer(name, input, output, activation, new RecurrentOptions(bias)),
        _ => new ConcatRnnLayer(name, input, 1 + output * 3 % 17, output, activation),
    };

    private static void Check(Random random, VectorInput input, params Layer[] layers) => Check(random, input, null, layers);

    private static void Check(Random random, VectorInput input, Scaling? output, params Layer[] layers)
    {
        Network network = RandomNetworks.Of(random, input, OutputSteps.Every, output, layers);
        float[] sequence = [.. Enumerable.Range(0, Steps * input.Size).Select(i =>
            (float)(random.NextDouble() * 4 - 2) * (input.Scaling?.Std[i % input.Size] ?? 1) + (input.Scaling?.Mean[i % input.Size] ?? 0))];
        ReferenceNetwork reference = new(network);
        double[] expected = [.. sequence.Chunk(input.Size).SelectMany(row => reference.Step([.. row.Select(value => (double)value)]))];
        AssertNear(expected, new Model.Interpreter(network).Run(sequence), Tolerance);
    }

    private static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(error <= tolerance, $"value {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    private static float[] Flatten(JsonElement element) => [.. Doubles(element).Select(value => (float)value)];

    private static double[] Doubles(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Doubles)]
        : [element.GetDouble()];
}
