using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>Compiled models of words and of plain tokens, beside the interpreter.</summary>
public class WordTests
{
    private const float Tolerance = 1e-5f;

    private const string Calls = """
            public static int[] Tokens(string text)
            {
                var tokens = new System.Collections.Generic.List<int>();
                for (int position = 0; position < text.Length;) { tokens.Add(Model.ReadToken(text, ref position)); }
                return tokens.ToArray();
            }
            public static int Find(string word) => Model.TryGetToken(word, out int token) == token >= 0 ? token : -2;
            public static string? Write(int token, int room)
            {
                char[] text = new char[room];
                return Model.TryWriteToken(token, text, out int written) ? new string(text, 0, written) : null;
            }
        """;

    private const string Classifier = """
            public static float[] Classify(string text) { float[] all = new float[Model.OutputSize]; Model.Classify(text, all); return all; }
            public static float[] ClassifyTokens(int[] tokens) { float[] all = new float[Model.OutputSize]; Model.Classify(tokens, all); return all; }
            public static long Allocated(string text)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Model.Classify(text);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            public static bool SelfTest() => Model.SelfTest();
        """;

    private const string Text = "The  CAT'S hat, \"unknown\"—Été!\nthe🐈 🐈the end_of 𐐀 the Σ\u0130x end";

    private static readonly string[] Known = ["", "<oov>", "the", "cat's", "hat", "—été", "end", "of", "🐈", "𐐨", "σ\u0130x", "UPPER"];

    public static TheoryData<int> Rules => [0, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Words_are_read_as_the_interpreter_reads_them(int rule)
    {
        WordSplit split = rule switch
        {
            0 => WordSplit.Keras,
            1 => WordSplit.TextVectorization,
            2 => WordSplit.WhiteSpace,
            3 => new WordSplit("e\u3000", LetterCase.Lower, "h🐈"),
            _ => new WordSplit(" ", LetterCase.AsciiLower, "—\"!,"),
        };
        UnknownCharacter unknown = (UnknownCharacter)(rule % 3);
        WordVocabulary words = new(
            Known, split, unknown == UnknownCharacter.Error ? UnknownCharacter.Skip : unknown, unknown == UnknownCharacter.Replace ? "<oov>" : null);
        CompiledProgram program = new(
            Calls, Networks.Classifier(words, 1, new EmbeddingLayer("table", words.Size, 3), new LstmLayer("cell", 3, 4), new DenseLayer("fc", 4, 2)));
        foreach (string text in new[] { Text, "", " ", "the", "the ", " ,the", "UPPER upper", "the\u3000hat", "x\ud83d y" })
        {
            Assert.Equal(words.Encode(text), program.Get<Func<string, int[]>>("Tokens")(text).Where(token => token >= 0));
        }

        for (int token = 0; token < Known.Length; token++)
        {
            Assert.Equal(token == 0 ? -1 : token, program.Get<Func<string, int>>("Find")(Known[token]));
            Assert.Equal(Known[token], program.Get<Func<int, int, string?>>("Write")(token, 20));
        }

        Assert.Equal(-1, program.Get<Func<string, int>>("Find")("The"));
        Assert.Null(program.Get<Func<int, int, string?>>("Write")(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => program.Get<Func<int, int, string?>>("Write")(Known.Length, 20));
    }

    [Theory]
    [InlineData(null, true, null, true)]
    [InlineData(5, true, null, true)]
    [InlineData(5, false, 0, false)]
    [InlineData(5, true, 0, true)]
    [InlineData(40, true, 0, true)]
    [InlineData(40, true, 2, false)]
    public void Texts_are_cut_and_padded_as_the_interpreter_does(int? length, bool cutsBefore, int? padding, bool padsBefore)
    {
        TextFit? fit = length is int most ? new TextFit(most, cutsBefore, padding, padsBefore) : null;
        WordVocabulary words = new(Known, WordSplit.Keras, UnknownCharacter.Replace, "<oov>", fit);
        foreach (bool isWhole in new[] { false, true })
        {
            Direction direction = isWhole ? Direction.Bidirectional : Direction.Forward;
            Network network = Networks.Classifier(
                words, 7, new EmbeddingLayer("table", words.Size, 3),
                    new GruLayer("cell", 3, 4, GruReset.After, Activation.Tanh, new RecurrentOptions(BiasForm.Separate, direction)),
                    new DenseLayer("fc", isWhole ? 8 : 4, 3));
            Interpreter interpreter = new(network);
            network = network.With([TestVector.OfText(Text, interpreter.RunText(Text)), TestVector.OfText("hat", interpreter.RunText("hat"))]);
            CompiledProgram program = new(Classifier, network);
            foreach (string text in new[] { Text, "the", "the cat's hat end of", "the end of the hat of", string.Concat(Enumerable.Repeat(Text + " ", 9)) })
            {
                AssertClose(interpreter.Classify(text), program.Get<Func<string, float[]>>("Classify")(text));
                Assert.Equal(0, program.Get<Func<string, long>>("Allocated")(text));
            }

            int[] tokens = [3, 0, 11, 3, 2, 2, 8];
            AssertClose(interpreter.ClassifyTokens(tokens), program.Get<Func<int[], float[]>>("ClassifyTokens")(tokens));
            Assert.True(program.Get<Func<bool>>("SelfTest")());
            Exception e = Assert.ThrowsAny<Exception>(() => program.Get<Func<string, float[]>>("Classify")(" ,!"));
            Assert.Equal("the text holds no word of the model's vocabulary", e.Message);
        }
    }

    [Fact]
    public void Unknown_words_are_errors_where_that_is_the_rule()
    {
        WordVocabulary words = new(Known, WordSplit.Keras);
        CompiledProgram program = new(Calls, Networks.Classifier(words, 1, new RnnLayer("cell", words.Size, 4, Activation.Tanh), new DenseLayer("fc", 4, 2)));
        Assert.Equal(
            "the word 'dog' is not in the model's vocabulary",
            Assert.Throws<ArgumentException>(() => program.Get<Func<string, int[]>>("Tokens")("the, dog hat")).Message);
    }

    [Fact]
    public void Many_words_are_found()
    {
        Random random = new(3);
        string[] many =
        [
            .. Enumerable.Range(0, 20_000).Select(
                i => new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)random.Next('a', 'z' + 1))]) + (i % 3 == 0 ? "é" : "") + i)
        ];
        WordVocabulary words = new(many, WordSplit.WhiteSpace, UnknownCharacter.Skip);
        CompiledProgram program = new(Calls, Networks.Classifier(words, 1, new EmbeddingLayer("table", words.Size, 1), new DenseLayer("fc", 1, 2)));
        Assert.Equal(Enumerable.Range(0, many.Length), program.Get<Func<string, int[]>>("Tokens")(string.Join(' ', many)));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(many[i * 61], program.Get<Func<int, int, string?>>("Write")(i * 61, 40)));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(-1, program.Get<Func<string, int>>("Find")($"none{i}x")));
    }

    [Fact]
    public void Language_models_of_words_score_and_write_texts()
    {
        const string Methods = """
                public static (double, int) Score(string text) { TextScore score = Model.Score(text); return (score.LogLikelihood, score.Predictions); }
                public static string Generate(string prompt, int length, SamplingOptions options)
                {
                    char[] text = new char[length];
                    return new string(text, 0, Model.Generate(prompt, text, options));
                }
                public static double ScoreTokens(int[] tokens) { Model.State state = Model.InitialState; return Model.Score(ref state, tokens).LogLikelihood; }
                public static int[] Continue(int[] prompt, int count, SamplingOptions options)
                {
                    Model.State state = Model.InitialState;
                    int[] tokens = new int[count];
                    Model.Generate(ref state, prompt, tokens, options);
                    return tokens;
                }
            """;
        WordVocabulary words = new(["a", "dog", "saw", "the", "😀😀", "."], WordSplit.WhiteSpace, UnknownCharacter.Skip);
        Network network = Networks.LanguageModel(words, 5, new EmbeddingLayer("table", 6, 4), new LstmLayer("cell", 4, 8), new DenseLayer("fc", 8, 6));
        CompiledProgram program = new(Methods, network);
        Interpreter interpreter = new(network);
        const string Sentence = "the dog saw a dog , .";
        TextScore expected = interpreter.Score(Sentence);
        (double logLikelihood, int predictions) = program.Get<Func<string, (double, int)>>("Score")(Sentence);
        Assert.Equal((expected.Predictions, 5), (predictions, predictions));
        Assert.Equal(expected.LogLikelihood, logLikelihood, 1e-4);
        Assert.Equal(logLikelihood, program.Get<Func<int[], double>>("ScoreTokens")(words.Encode(Sentence)), 1e-9);
        for (ulong seed = 0; seed < 8; seed++)
        {
            SamplingOptions options = new() { Seed = seed };
            string text = program.Get<Func<string, int, SamplingOptions, string>>("Generate")("the", 40, options);
            Assert.Equal(interpreter.Generate("the", 40, options), text);
            Assert.StartsWith(" ", text, StringComparison.Ordinal);
            int[] tokens = program.Get<Func<int[], int, SamplingOptions, int[]>>("Continue")([3], words.Encode(text).Length, options);
            Assert.Equal(words.Encode(text), tokens);
            Assert.Equal(text, " " + words.Decode(tokens));
            Assert.Equal(text[1..], program.Get<Func<string, int, SamplingOptions, string>>("Generate")("the ", text.Length - 1, options));
            int stop = text.IndexOf('.');
            Assert.Equal(
                (stop < 0 ? text : text[..(stop - 1)]).TrimEnd(), program.Get<Func<string, int, SamplingOptions,
                    string>>("Generate")("the", 40, options with { StopAt = '.' }).TrimEnd());
        }
    }

    [Fact]
    public void Plain_tokens_need_no_vocabulary()
    {
        const string Methods = """
                public static float[] Classify(int[] tokens) { float[] all = new float[Model.OutputSize]; Model.Classify(tokens, all); return all; }
                public static int Best(int[] tokens) => (int)Model.Classify(tokens, out float _);
                public static long Allocated(int[] tokens)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    Model.Classify(tokens);
                    return GC.GetAllocatedBytesForCurrentThread() - before;
                }
                public static bool SelfTest() => Model.SelfTest() && Model1.SelfTest() && Model2.SelfTest();
                public static double Score(int[] tokens) { Model1.State state = Model1.InitialState; return Model1.Score(ref state, tokens).NatsPerCharacter; }
                public static bool HasNoText() => typeof(Model).GetMethod("ReadToken") is null && typeof(Model1).GetMethods().Length > 0;
            """;
        PlainTokens tokens = new(40_000);
        Network classifier = WithTestVector(
            Networks.Classifier(tokens, 2, new EmbeddingLayer("table", tokens.Size, 3), new GruLayer("cell", 3, 4), new DenseLayer("fc", 4, 3)));
        Network language = WithTestVector(Networks.LanguageModel(new PlainTokens(7), 2, new LstmLayer("cell", 7, 4), new DenseLayer("fc", 4, 7)));
        Network whole = WithTestVector(Networks.Classifier(
            new PlainTokens(9), 2, new EmbeddingLayer("table", 9, 3),
                new LstmLayer("cell", 3, 4, options: new RecurrentOptions(BiasForm.Separate, Direction.Bidirectional)), new DenseLayer("fc", 8, 2)));
        CompiledProgram program = new(Methods, classifier, language, whole);
        int[] read = [39_999, 0, 17, 17, 32_768];
        float[] expected = new Interpreter(classifier).ClassifyTokens(read);
        AssertClose(expected, program.Get<Func<int[], float[]>>("Classify")(read));
        Assert.Equal(Array.IndexOf(expected, expected.Max()), program.Get<Func<int[], int>>("Best")(read));
        Assert.Equal(0, program.Get<Func<int[], long>>("Allocated")(read));
        Assert.True(program.Get<Func<bool>>("SelfTest")());
        Assert.True(program.Get<Func<bool>>("HasNoText")());
        Assert.Equal(new Interpreter(language).Score("1 2 3 6 0").NatsPerCharacter, program.Get<Func<int[], double>>("Score")([1, 2, 3, 6, 0]), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => program.Get<Func<int[], float[]>>("Classify")([40_000]));
        Assert.Throws<ArgumentException>(() => program.Get<Func<int[], float[]>>("Classify")([]));
    }

    private static Network WithTestVector(Network network) => network.With([TestVector.OfText("1 6 0 3 3", new Interpreter(network).RunText("1 6 0 3 3"))]);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }
}
