using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>What the generated members do, beside the interpreter.</summary>
public class BehaviourTests
{
    private const float Tolerance = 1e-5f;

    private const string ClassifierCalls = """
            public static int Classify(string text) => (int)Model.Classify(text);
            public static (int, float) ClassifyWithProbability(string text) => ((int)Model.Classify(text, out float probability), probability);
            public static float[] All(string text) { float[] all = new float[Model.OutputSize]; Model.Classify(text, all); return all; }
            public static (int, float)[] Best(string text, int room)
            {
                var best = new Prediction<Model.Label>[room];
                int count = Model.Classify(text, best);
                return Array.ConvertAll(best.AsSpan(0, count).ToArray(), one => ((int)one.Label, one.Probability));
            }
            public static void Wrong(int length) => Model.Classify("abc", new float[length]);
            public static string Name(int label) => Model.GetText((Model.Label)label);
        """;

    private const string LanguageCalls = """
            public static (double, int, double) Score(string text)
            {
                TextScore score = Model.Score(text);
                return (score.LogLikelihood, score.Predictions, Model.Perplexity(text));
            }
            public static string Generate(string prompt, int length, SamplingOptions options)
            {
                char[] text = new char[length];
                return new string(text, 0, Model.Generate(prompt, text, options));
            }
            public static string Continued(string first, string second, int length, SamplingOptions options)
            {
                Model.State state = default;
                Model.Score(ref state, first);
                Model.State branch = state;
                char[] text = new char[length];
                int a = Model.Generate(ref state, second, text, options);
                string one = new(text, 0, a);
                int b = Model.Generate(ref branch, second, text, options);
                return one == new string(text, 0, b) ? one : "the branches differ";
            }
            public static (double, int) ScoreInParts(string first, string second)
            {
                Model.State state = default;
                TextScore a = Model.Score(ref state, first);
                TextScore b = Model.Score(ref state, second);
                return (a.LogLikelihood + b.LogLikelihood, a.Predictions + b.Predictions);
            }
        """;

    private const string TextCalls = """
            public static (int, float[]) Run(string text, int room)
            {
                Model.State state = default;
                float[] output = new float[room];
                return (Model.Run(ref state, text, output), output);
            }
            public static void RunTokens(int[] tokens, int room) { Model.State state = default; Model.Run(ref state, tokens, new float[room]); }
            public static void Step(int token, int room) { Model.State state = default; Model.Step(ref state, token, new float[room]); }
            public static void Advance(int token) { Model.State state = default; Model.Advance(ref state, token); }
            public static bool StepCharacter(char character, int room)
            {
                Model.State state = default;
                return Model.Step(ref state, character, new float[room]);
            }
            public static int[] Tokens(string text)
            {
                var tokens = new System.Collections.Generic.List<int>();
                for (int position = 0; position < text.Length;) { tokens.Add(Model.ReadToken(text, ref position)); }
                return tokens.ToArray();
            }
            public static int Find(int codePoint) => Model.TryGetToken(new System.Text.Rune(codePoint), out int token) == token >= 0 ? token : -2;
            public static int CodePoint(int token) => Model.GetCodePoint(token);
        """;

    private const string VectorCalls = """
            public static float[] Run(float[] sequence, int room)
            {
                Model.State state = default;
                float[] output = new float[room];
                Model.Run(ref state, sequence, output);
                return output;
            }
            public static void Step(int input, int room) { Model.State state = default; Model.Step(ref state, new float[input], new float[room]); }
            public static void Advance(int input) { Model.State state = default; Model.Advance(ref state, new float[input]); }
            public static (bool, float) SelfTest() => (Model.SelfTest(out float error), error);
            public static float[] Branches(float[] first, float[] second)
            {
                Model.State state = default;
                Model.Advance(ref state, first);
                Model.State branch = state;
                float[] output = new float[2 * Model.OutputSize];
                Model.Step(ref state, second, output.AsSpan(0, Model.OutputSize));
                Model.Step(ref branch, second, output.AsSpan(Model.OutputSize));
                return output;
            }
            public static (int, int, int, long, float) Facts()
            {
                Model.State state = default;
                state.RnnHidden[Model.OutputSize - 1] = 0.25f;
                Model.State copy = state;
                state.RnnHidden.Clear();
                return (
                    Model.InputSize, Model.OutputSize, Model.StateBytes - System.Runtime.CompilerServices.Unsafe.SizeOf<Model.State>(),
                    Model.ParameterCount, copy.RnnHidden[Model.OutputSize - 1]);
            }
        """;

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Softmax)]
    [InlineData(Activation.LogSoftmax)]
    public void Classify(Activation activation)
    {
        Vocabulary letters = new(Networks.TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        Network network = Networks.Classifier(letters, 4, new ConcatRnnLayer("cell", letters.Size, 20, 9, activation));
        CompiledProgram program = new(ClassifierCalls, network);
        Interpreter interpreter = new(network);
        foreach (string text in new[] { "Satoshi", "Ślusàrski", "Müller-Lüdenscheidt", "x", "日a本", "O'Néàl\u0301", "a😀b" })
        {
            float[] expected = interpreter.Classify(text);
            int[] order = [.. Enumerable.Range(0, expected.Length).OrderByDescending(i => expected[i])];
            AssertClose(expected, program.Get<Func<string, float[]>>("All")(text));
            Assert.Equal(order[0], program.Get<Func<string, int>>("Classify")(text));
            (int label, float probability) = program.Get<Func<string, (int, float)>>("ClassifyWithProbability")(text);
            Assert.Equal(order[0], label);
            Assert.Equal(expected[label], probability, Tolerance);
            foreach (int room in new[] { 0, 1, 3, 9, 20 })
            {
                (int Label, float Probability)[] best = program.Get<Func<string, int, (int, float)[]>>("Best")(text, room);
                Assert.Equal(order.Take(room), best.Select(one => one.Label));
                AssertClose([.. order.Take(room).Select(i => expected[i])], [.. best.Select(one => one.Probability)]);
            }
        }

        AssertThrows<ArgumentException>("the text holds no character of the model's vocabulary", () => program.Get<Func<string, int>>("Classify")(""));
        AssertThrows<ArgumentException>("the text holds no character of the model's vocabulary", () => program.Get<Func<string, int>>("Classify")("日本"));
        AssertThrows<ArgumentException>("8 values where 9 are needed (Parameter 'output')", () => program.Get<Action<int>>("Wrong")(8));
        Assert.Equal("label 3", program.Get<Func<int, string>>("Name")(3));
        AssertThrows<ArgumentOutOfRangeException>(
            "Specified argument was out of the range of valid values. (Parameter 'label')", () => program.Get<Func<int, string>>("Name")(9));
    }

    [Fact]
    public void Equal_probabilities_come_in_the_order_of_the_labels()
    {
        DenseLayer layer = new("fc", 2, 5);
        Network network = new(new NetworkDefinition
        {
            Name = "ties",
            Task = NetworkTask.Classify,
            Input = new Vocabulary("ab"),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = [new Tensor(layer.Weight, [5, 2], [1, 0, 2, 0, 2, 0, 1, 0, 2, 0]), new Tensor(layer.BiasName, [5], new float[5])],
            Labels = Networks.Labels(5),
        });
        CompiledProgram program = new(ClassifierCalls, network);
        Assert.Equal(1, program.Get<Func<string, int>>("Classify")("a"));
        Func<string, int, (int Label, float)[]> best = program.Get<Func<string, int, (int, float)[]>>("Best");
        Assert.Equal([1, 2, 4, 0, 3], best("a", 5).Select(one => one.Label));
        Assert.Equal([1, 2], best("a", 2).Select(one => one.Label));
        Assert.Equal([0, 1, 2, 3], best("b", 4).Select(one => one.Label));
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Softmax)]
    [InlineData(Activation.LogSoftmax)]
    public void Language_model(Activation activation)
    {
        Vocabulary characters = new("abcdefgh .é日😀\n", TextNormalization.None, UnknownCharacter.Skip);
        Network network = Networks.LanguageModel(
            characters, 9, new RnnLayer("rnn", characters.Size, 30), new RnnLayer("second", 30, 17), new DenseLayer("fc", 17, characters.Size, activation));
        network = Sharpened(network);
        CompiledProgram program = new(LanguageCalls, network);
        Interpreter interpreter = new(network);
        foreach (string text in new[] { "abc def", "é日😀", "xyz a xyz b", "a", "", "xyz", "😀😀\ud83d", "a\u0301" })
        {
            TextScore expected = interpreter.Score(text);
            (double likelihood, int predictions, double perplexity) = program.Get<Func<string, (double, int, double)>>("Score")(text);
            Assert.Equal(expected.Predictions, predictions);
            Assert.Equal(expected.LogLikelihood, likelihood, 1e-4);
            Assert.Equal(expected.Perplexity, perplexity, 1e-4);
        }

        SamplingOptions[] choices =
        [
            new() { Seed = 1 },
            new() { Seed = 2, Temperature = 0.5f },
            new() { Seed = 3, Temperature = 1.5f, TopK = 3 },
            new() { Seed = 4, TopP = 0.8f },
            new() { Seed = 5, TopK = 5, TopP = 0.9f, Temperature = 0.9f },
            new() { Temperature = 0f },
            new() { Seed = 6, StopAt = 'a' },
            new() { Seed = 7, StopAt = 0x1F600 },
        ];
        Func<string, int, SamplingOptions, string> generate = program.Get<Func<string, int, SamplingOptions, string>>("Generate");
        foreach (SamplingOptions options in choices)
        {
            foreach (string prompt in new[] { "a", "abc 日", "x😀" })
            {
                Assert.Equal(interpreter.Generate(prompt, 60, options), generate(prompt, 60, options));
            }

            // A state that has read the first half goes on where the whole would.
            Assert.Equal(
                interpreter.Generate("abcdef", 40, options), program.Get<Func<string, string, int, SamplingOptions,
                string>>("Continued")("abc", "def", 40, options));
        }

        Assert.Equal("", generate("a", 0, choices[0]));
        AssertThrows<ArgumentException>(
            "the prompt must hold at least one character of the vocabulary (Parameter 'prompt')", () => generate("", 5, choices[0]));
        AssertThrows<ArgumentException>(
            "the prompt must hold at least one character of the vocabulary (Parameter 'prompt')", () => generate("XYZ", 5, choices[0]));

        // Of a text in two parts the first character of the second is not predicted.
        (double inParts, int count) = program.Get<Func<string, string, (double, int)>>("ScoreInParts")("abc", "def");
        Assert.Equal(4, count);
        Assert.True(inParts > program.Get<Func<string, (double, int, double)>>("Score")("abcdef").Item1);
    }

    [Theory]
    [InlineData(TextNormalization.None, UnknownCharacter.Skip)]
    [InlineData(TextNormalization.None, UnknownCharacter.Replace)]
    [InlineData(TextNormalization.None, UnknownCharacter.Error)]
    [InlineData(TextNormalization.Ascii, UnknownCharacter.Skip)]
    [InlineData(TextNormalization.Ascii, UnknownCharacter.Replace)]
    [InlineData(TextNormalization.Ascii, UnknownCharacter.Error)]
    public void Texts(TextNormalization normalization, UnknownCharacter unknown)
    {
        // With U+FFFD, which half a surrogate pair is often taken for, as in the vocabularies of trained classifiers.
        string symbol = normalization == TextNormalization.None && unknown == UnknownCharacter.Replace ? "\uFFFD" : "?";
        string characters = normalization == TextNormalization.Ascii ? "abeox ß😀\u007F?" : $"abéo x\u0301ß😀𝔘{symbol}\u007F\u0080日";
        Vocabulary vocabulary = new(characters, normalization, unknown, unknown == UnknownCharacter.Replace ? symbol : null);
        Network network = Networks.Raw(vocabulary, OutputSteps.Every, 3, new RnnLayer("rnn", vocabulary.Size, 5));
        CompiledProgram program = new(TextCalls, network);
        Interpreter interpreter = new(network);
        Func<string, int, (int Steps, float[] Output)> run = program.Get<Func<string, int, (int, float[])>>("Run");
        foreach (string text
            in new[] { "abo", "a\u0301b", "éa", "a😀b", "a\ud83db", "\udc00a", "a\ud83d", "𝔘a", "日本a", "ßx \u0080\u007F", "aZb", "e\u0301\u0301", "\uFFFDa",
                "" })
        {
            int[] expected = [];
            string? error = null;
            try
            {
                expected = vocabulary.Encode(text);
            }
            catch (ArgumentException e)
            {
                error = e.Message;
            }

            if (error is not null)
            {
                string message = Assert.Throws<ArgumentException>(() => run(text, 100)).Message;
                Assert.Matches(@"^U\+[0-9A-F]{4,6} is not in the model's vocabulary$", message);
                Assert.Contains(message.Split(' ')[0], error, StringComparison.Ordinal);
                continue;
            }

            Assert.Equal(expected, program.Get<Func<string, int[]>>("Tokens")(text).Where(token => token >= 0));
            if (expected.Length == 0)
            {
                AssertThrows<ArgumentException>("the text holds no character of the model's vocabulary", () => run(text, 100));
                continue;
            }

            (int steps, float[] output) = run(text, 100);
            Assert.Equal(expected.Length, steps);
            AssertClose(interpreter.RunText(text), output[..(steps * network.OutputSize)]);
            Assert.All(output[(steps * network.OutputSize)..], value => Assert.Equal(0f, value));
        }

        for (int token = 0; token < vocabulary.Size; token++)
        {
            Assert.Equal(vocabulary.CodePoints[token], program.Get<Func<int, int>>("CodePoint")(token));
            Assert.Equal(token, program.Get<Func<int, int>>("Find")(vocabulary.CodePoints[token]));
        }

        Assert.Equal(-1, program.Get<Func<int, int>>("Find")('Z'));
        AssertThrows<IndexOutOfRangeException>("Index was outside the bounds of the array.", () => program.Get<Func<int, int>>("CodePoint")(-1));
        AssertThrows<ArgumentException>("9 values have room for 1 steps of 5 values, but the text has more (Parameter 'output')", () => run("ab", 9));
        AssertThrows<ArgumentException>("a sequence needs at least one token (Parameter 'tokens')", () => program.Get<Action<int[], int>>("RunTokens")([], 5));
        AssertThrows<ArgumentException>("5 values where 10 are needed (Parameter 'output')", () => program.Get<Action<int[], int>>("RunTokens")([0, 1], 5));
        string range = $"a token is from 0 to {vocabulary.Size - 1} (Parameter 'token')\nActual value was ";
        foreach (int token in new[] { -1, vocabulary.Size, int.MinValue, int.MaxValue })
        {
            AssertThrows<ArgumentOutOfRangeException>(range + $"{token}.", () => program.Get<Action<int, int>>("Step")(token, 5));
            AssertThrows<ArgumentOutOfRangeException>(range + $"{token}.", () => program.Get<Action<int>>("Advance")(token));
            AssertThrows<ArgumentOutOfRangeException>(range + $"{token}.", () => program.Get<Action<int[], int>>("RunTokens")([token], 5));
        }

        AssertThrows<ArgumentException>("4 values where 5 are needed (Parameter 'output')", () => program.Get<Action<int, int>>("Step")(0, 4));
        Assert.True(program.Get<Func<char, int, bool>>("StepCharacter")('a', 5));
        if (unknown == UnknownCharacter.Skip)
        {
            Assert.False(program.Get<Func<char, int, bool>>("StepCharacter")('Z', 5));
        }
    }

    [Fact]
    public void Vectors()
    {
        Network network = Networks.Raw(new VectorInput(3), OutputSteps.Last, 5, new RnnLayer("rnn", 3, 6));
        CompiledProgram program = new(VectorCalls, network);
        float[] sequence = Networks.RandomInput(12, 1);
        Func<float[], int, float[]> run = program.Get<Func<float[], int, float[]>>("Run");
        AssertClose(new Interpreter(network).Run(sequence), run(sequence, 6));
        AssertThrows<ArgumentException>("a sequence of 0 values is not one or more whole rows of 3 values", () => run([], 6));
        AssertThrows<ArgumentException>("a sequence of 4 values is not one or more whole rows of 3 values", () => run(new float[4], 6));
        AssertThrows<ArgumentException>("7 values where 6 are needed (Parameter 'output')", () => run(sequence, 7));
        AssertThrows<ArgumentException>("2 values where 3 are needed (Parameter 'input')", () => program.Get<Action<int, int>>("Step")(2, 6));
        AssertThrows<ArgumentException>("0 values where 6 are needed (Parameter 'output')", () => program.Get<Action<int, int>>("Step")(3, 0));
        AssertThrows<ArgumentException>("4 values where 3 are needed (Parameter 'input')", () => program.Get<Action<int>>("Advance")(4));
        float[] branches = program.Get<Func<float[], float[], float[]>>("Branches")(sequence[..3], sequence[3..6]);
        Assert.Equal(branches[..6], branches[6..]);
        AssertClose(new Interpreter(network).Run(sequence.AsSpan(0, 6)), branches[..6]);
        Assert.Equal((3, 6, 0, network.ParameterCount, 0.25f), program.Get<Func<(int, int, int, long, float)>>("Facts")());
        Assert.Equal((true, 0f), program.Get<Func<(bool, float)>>("SelfTest")());
    }

    [Theory]
    [InlineData(0f, true)]
    [InlineData(0.00005f, true)]
    [InlineData(0.001f, false)]
    [InlineData(1000f, false)]
    public void Self_test_finds_wrong_outputs(float difference, bool isRight)
    {
        foreach (OutputSteps steps in new[] { OutputSteps.Last, OutputSteps.Every })
        {
            Network network = Networks.Raw(new VectorInput(3), steps, 5, new RnnLayer("rnn", 3, 6));
            float[] sequence = Networks.RandomInput(12, 1);
            float[] output = new Interpreter(network).Run(sequence);
            output[1] += difference;
            TestVector single = TestVector.OfValues(sequence[..3], new Interpreter(network).Run(sequence.AsSpan(0, 3)));
            network = network.With([single, TestVector.OfValues(sequence, output)]);
            (bool result, float error) = new CompiledProgram(VectorCalls, network).Get<Func<(bool, float)>>("SelfTest")();
            Assert.Equal(isRight, result);
            Assert.Equal(difference / MathF.Max(1f, MathF.Abs(output[1])), error, 1e-5f);
        }
    }

    [Theory]
    [InlineData(3e38f, 3e38f, 0f)]
    [InlineData(3e38f, -3e38f, 0f)]
    [InlineData(3e38f, 3e38f, 3.4e38f)]
    public void Self_test_fails_on_infinity_and_NaN(float first, float second, float recorded)
    {
        // One product overflows; where the other does so with the other sign, the sum is NaN.
        RnnLayer layer = new("rnn", 3, 6, Activation.Identity, new RecurrentOptions(BiasForm.None));
        Network network = new(new NetworkDefinition
        {
            Name = "wild",
            Task = NetworkTask.Raw,
            Input = new VectorInput(3),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors =
            [
                new Tensor(layer.Directions[0].WeightInput, [6, 3], [.. Enumerable.Repeat(new[] { first, second, 0f }, 6).SelectMany(row => row)]),
                new Tensor(layer.Directions[0].WeightHidden, [6, 6], new float[36])
            ],
            TestVectors = [TestVector.OfValues([10f, 10f, 0f], [.. Enumerable.Repeat(recorded, 6)])],
        });
        (bool result, float error) = new CompiledProgram(VectorCalls, network).Get<Func<(bool, float)>>("SelfTest")();
        Assert.False(result);
        Assert.True(float.IsNaN(error) || float.IsInfinity(error));
    }

    // Weights of a fresh network give nearly equal probabilities; larger ones make the draws differ more.
    private static Network Sharpened(Network network) => new(new NetworkDefinition
    {
        Name = network.Name,
        Task = network.Task,
        Input = network.Input,
        Layers = network.Layers,
        OutputSteps = network.OutputSteps,
        Tensors = network.Tensors.Values.Select(tensor => new Tensor(tensor.Name, [.. tensor.Shape], [.. tensor.Values.Select(value => 3 * value)])),
    });

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance * MathF.Max(1f, MathF.Abs(expected[i])));
        }
    }

    private static void AssertThrows<T>(string message, Action call)
        where T : Exception => Assert.Equal(message, Assert.Throws<T>(call).Message.ReplaceLineEndings("\n"));

    private static void AssertThrows<T>(string message, Func<object?> call)
        where T : Exception => Assert.Equal(message, Assert.Throws<T>(call).Message.ReplaceLineEndings("\n"));
}
