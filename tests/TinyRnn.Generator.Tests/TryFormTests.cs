using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary><c>TryClassify</c>, <c>TryRun</c> and <c>TryReadToken</c> beside the forms that throw, for every rule, with and without a state.</summary>
public class TryFormTests
{
    private const string Calls = """
            public static (float[]?, int) Classify_M(string text)
            {
                float[] all = new float[M.OutputSize];
                try { M.Classify(text, all); return (all, (int)M.Classify(text)); } catch (ArgumentException) { return (null, -1); }
            }
            public static (bool, float[], int) TryAll_M(string text)
            {
                float[] all = new float[M.OutputSize];
                return (M.TryClassify(text, all, out int unknown), all, unknown);
            }
            public static (bool, int, float, int) TryOne_M(string text) =>
                (M.TryClassify(text, out var label, out float probability, out int unknown), (int)label, probability, unknown);
            public static (bool, int) TryLabel_M(string text) => (M.TryClassify(text, out var label), (int)label);
            public static (bool, int, float, int) TryBest_M(string text)
            {
                var best = new Prediction<M.Label>[2];
                bool can = M.TryClassify(text, best, out int count, out int unknown);
                return (can, count, best[0].Probability, unknown);
            }
            public static long Bytes_M(string text)
            {
                float[] all = new float[M.OutputSize];
                M.TryClassify(text, all, out _);
                long before = GC.GetAllocatedBytesForCurrentThread();
                M.TryClassify(text, all, out _);
                M.TryClassify(text, out _, out _, out _);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        """;

    private const string Streaming = """
            public static (bool, int, int, float[], bool) TryRun_M(string text)
            {
                M.State state = M.InitialState;
                M.Step(ref state, 1, new float[M.OutputSize]);
                M.State before = state;
                float[] output = new float[M.OutputSize];
                bool can = M.TryRun(ref state, text, output, out int steps, out int unknown);
                return (can, steps, unknown, output, Generic<M, M.State>(before, text) == can && Same(before, state));
            }
            public static (int, float[])? Run_M(string text)
            {
                M.State state = M.InitialState;
                float[] output = new float[M.OutputSize];
                M.Step(ref state, 1, new float[M.OutputSize]);
                try { return (M.Run(ref state, text, output), output); } catch (ArgumentException) { return null; }
            }
        """;

    private const string Shared = """
            private static bool Generic<TModel, TState>(TState state, string text) where TModel : ITextModel<TState> where TState : struct =>
                TModel.TryRun(ref state, text, new float[TModel.OutputSize], out _, out _);
            private static bool Same<T>(T a, T b) where T : struct =>
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in a))
                    .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in b)));
            public static (bool, int, int) Read(string text, int position) => (Model4.TryReadToken(text, ref position, out int token), position, token);
            public static (bool, int, int) ReadWord(string text, int position) => (Model1.TryReadToken(text, ref position, out int token), position, token);
            public static (bool, int) RunShort(string text) => (Model4.TryRun(text, new float[1], out _, out int unknown), unknown);
            public static (bool, int, int, float[]) RunWhole(string text)
            {
                float[] output = new float[3];
                return (Model4.TryRun(text, output, out int steps, out int unknown), steps, unknown, output);
            }
        """;

    private static readonly string[] Words = ["", "<oov>", "the", "cat", "hat", "été"];

    private static readonly Network[] Models =
    [
        Classifier(new Vocabulary("abe ", TextNormalization.Ascii)),
        Classifier(new WordVocabulary(Words, WordSplit.Keras)),
        Classifier(new WordVocabulary(Words, WordSplit.Keras, fit: new TextFit(2, CutsBefore: false, Padding: 0, PadsBefore: true))),
        Classifier(new Vocabulary("abe ", TextNormalization.None, UnknownCharacter.Skip)),
        Classifier(new Vocabulary("abe 😀", TextNormalization.None), Direction.Bidirectional),
        Classifier(new WordVocabulary(Words, WordSplit.Keras, fit: new TextFit(2, CutsBefore: true, Padding: 0, PadsBefore: true)), Direction.Bidirectional),
        Classifier(new WordVocabulary(Words, WordSplit.WhiteSpace, UnknownCharacter.Replace, "<oov>"), Direction.Bidirectional),
    ];

    private static readonly Lazy<CompiledProgram> Program = new(() => new CompiledProgram(
        string.Concat(Enumerable.Range(0, Models.Length).Select(i => For(Calls, i)))
            + string.Concat(Enumerable.Range(0, 4).Select(i => For(Streaming, i))) + Shared,
        Models));

    public static TheoryData<int, string, int> Texts
    {
        get
        {
            // -2 where the model can read the text.
            TheoryData<int, string, int> rows = new();
            void Add(int model, params (string Text, int Unknown)[] texts)
            {
                foreach ((string text, int unknown) in texts)
                {
                    rows.Add(model, text, unknown);
                }
            }

            Add(0, ("abé", -2), ("a\u0301b", -2), ("\u0301", -1), ("", -1), ("Zab", 0), ("abéZ", 3), ("ab😀", 2), ("a\ud83d", 1));
            Add(1, ("the cat", -2), ("The, CAT!", -2), ("", -1), (" ,. ", -1), ("the, \"dog hat", 6), ("dog", 0), ("the cat dog", 8));
            Add(2, ("the cat dog", -2), ("the", -2), ("the dog cat", 4), ("", -1));
            Add(3, ("Zab", -2), ("Z", -1), ("", -1));
            Add(4, ("a😀b", -2), ("a😀é", 3), ("é", 0), ("", -1), ("b\udc00", 1));
            Add(5, ("the cat hat", -2), ("dog the cat", 0), ("the cat dog", 8), ("!", -1));
            Add(6, ("dog DOG", -2), (" ", -1));
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void False_where_the_other_form_throws(int model, string text, int unknown)
    {
        CompiledProgram program = Program.Value;
        bool can = unknown == -2;
        int where = can ? -1 : unknown;
        (float[]? expected, int label) = program.Get<Func<string, (float[]?, int)>>($"Classify_{model}")(text);
        Assert.Equal(can, expected is not null);
        float[] all = expected ?? new float[3];
        Assert.Equal((can, where), Without(program.Get<Func<string, (bool, float[], int)>>($"TryAll_{model}")(text), out float[] probabilities));
        Assert.Equal(all, probabilities);
        Assert.Equal((can, Math.Max(label, 0), all.Max(), where), program.Get<Func<string, (bool, int, float, int)>>($"TryOne_{model}")(text));
        Assert.Equal((can, Math.Max(label, 0)), program.Get<Func<string, (bool, int)>>($"TryLabel_{model}")(text));
        Assert.Equal((can, can ? 2 : 0, all.Max(), where), program.Get<Func<string, (bool, int, float, int)>>($"TryBest_{model}")(text));
        Assert.Equal(0, program.Get<Func<string, long>>($"Bytes_{model}")(text));
        if (model > 3)
        {
            return;
        }

        (bool ran, int steps, int at, float[] output, bool isUnmoved) = program.Get<Func<string, (bool, int, int, float[], bool)>>($"TryRun_{model}")(text);
        (int Steps, float[] Output)? run = program.Get<Func<string, (int, float[])?>>($"Run_{model}")(text);
        Assert.Equal((can, where, run?.Steps ?? 0), (ran, at, steps));
        Assert.Equal(run?.Output ?? new float[3], output);
        Assert.True(can || isUnmoved, "the state moved");
    }

    [Fact]
    public void Tokens_are_read_up_to_what_is_unknown()
    {
        Func<string, int, (bool, int, int)> read = Program.Value.Get<Func<string, int, (bool, int, int)>>("Read");
        Assert.Equal((true, 2, 4), read("😀a", 0));
        Assert.Equal((true, 3, 0), read("😀a", 2));
        Assert.Equal((false, 1, -1), read("a𝔘", 1));
        Func<string, int, (bool, int, int)> readWord = Program.Value.Get<Func<string, int, (bool, int, int)>>("ReadWord");
        Assert.Equal((true, 5, 2), readWord(" the dog", 0));
        Assert.Equal((false, 6, -1), readWord(" the  dog", 5));
        Assert.Equal((true, 2, -1), readWord(" ,", 0));
    }

    [Fact]
    public void Whole_texts_are_run_without_a_state()
    {
        (bool can, int steps, int unknown, float[] output) = Program.Value.Get<Func<string, (bool, int, int, float[])>>("RunWhole")("ab😀");
        Assert.Equal((true, 3, -1), (can, steps, unknown));
        Assert.Contains(output, value => value != 0);
        (can, steps, unknown, output) = Program.Value.Get<Func<string, (bool, int, int, float[])>>("RunWhole")("abc");
        Assert.Equal((false, 0, 2), (can, steps, unknown));
        Assert.All(output, value => Assert.Equal(0f, value));

        // A length that does not fit is no matter of the text.
        Assert.Throws<ArgumentException>(() => Program.Value.Get<Func<string, (bool, int)>>("RunShort")("ab"));
    }

    private static (bool Can, int Unknown) Without((bool Can, float[] All, int Unknown) result, out float[] all)
    {
        all = result.All;
        return (result.Can, result.Unknown);
    }

    private static string Name(int index) => index == 0 ? "Model" : $"Model{index}";

    private static string For(string methods, int model) => methods.Replace("<M,", $"<{Name(model)},", StringComparison.Ordinal)
        .Replace("M.", Name(model) + ".", StringComparison.Ordinal).Replace("_M", $"_{model}", StringComparison.Ordinal);

    private static Network Classifier(TokenInput tokens, Direction direction = Direction.Forward) => Networks.Classifier(
        tokens, 3, new RnnLayer("rnn", tokens.Size, 4, options: new RecurrentOptions(Direction: direction)),
        new DenseLayer("fc", direction == Direction.Forward ? 4 : 8, 3));
}
