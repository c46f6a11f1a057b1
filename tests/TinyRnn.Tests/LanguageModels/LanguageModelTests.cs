namespace TinyRnn.Tests.LanguageModels;

public class LanguageModelTests
{
    private static readonly SamplingOptions Best = new() { Temperature = 0 };

    [Fact]
    public void Generation_goes_on_from_the_prompt()
    {
        Assert.Equal("b😀ab😀a", Generate("a", 8, Best));
        Assert.Equal("ab😀", Generate("ab😀", 4, Best));
        Assert.Equal("ab😀", Generate("?ab?😀?", 4, Best));
    }

    [Fact]
    public void A_pair_that_does_not_fit_is_left_out()
    {
        Assert.Equal("", Generate("a", 0, Best));
        Assert.Equal("b", Generate("a", 1, Best));
        Assert.Equal("b", Generate("a", 2, Best));
        Assert.Equal("b😀", Generate("a", 3, Best));
    }

    [Fact]
    public void A_character_can_end_the_text()
    {
        Assert.Equal("b", Generate("a", 100, Best with { StopAt = 0x1F600 }));
        Assert.Equal("", Generate("a", 100, Best with { StopAt = 'b' }));
        Assert.Equal(100, Generate("a", 100, Best with { StopAt = 'x' }).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    public void A_prompt_needs_a_character(string prompt)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Generate(prompt, 5, Best));
        Assert.Equal("prompt", error.ParamName);
        Assert.Contains("the prompt must hold at least one character of the vocabulary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_text()
    {
        SamplingOptions options = new() { Temperature = 5, Seed = 11 };
        string text = Generate("a", 200, options);
        Assert.Equal(text, Generate("a", 200, options));
        Assert.NotEqual(text, Generate("a", 200, options with { Seed = 12 }));
        Assert.NotEqual(Generate("a", 200, options with { Seed = null }), Generate("a", 200, options with { Seed = null }));
    }

    [Fact]
    public void A_text_scores_its_transitions()
    {
        // The next in the cycle has the logit 3, the other two 0.
        double hit = 3 - Math.Log(Math.Exp(3) + 2);
        double miss = -Math.Log(Math.Exp(3) + 2);
        TextScore score = Score("a?b😀?b");
        Assert.Equal(3, score.Predictions);
        Assert.Equal(2 * hit + miss, score.LogLikelihood, 1e-5);
        Assert.Equal(-(2 * hit + miss) / 3, score.NatsPerCharacter, 1e-5);
        Assert.Equal(Math.Exp(-(2 * hit + miss) / 3), score.Perplexity, 1e-4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("a")]
    [InlineData("?a?")]
    public void Nothing_predicted_is_no_number(string text)
    {
        TextScore score = Score(text);
        Assert.Equal((0.0, 0), (score.LogLikelihood, score.Predictions));
        Assert.True(double.IsNaN(score.NatsPerCharacter) && double.IsNaN(score.Perplexity));
    }

    [Fact]
    public void Compiled_models_are_stepped_through_their_state()
    {
        Cycle.State state = default;
        CompiledStepper<Cycle, Cycle.State> stepper = new(ref state);
        char[] text = new char[4];
        float[] scratch = new float[3];
        Assert.Equal(4, LanguageModel.Generate(ref stepper, "ab", text, Best, scratch));
        Assert.Equal("😀ab", new string(text));
        Assert.Equal(4, state.Steps + state.Advances - 1);
        Assert.Equal(1, state.Advances);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Cycle.State state = default;
        char[] text = new char[50];
        float[] scratch = new float[3];
        Assert.Equal(0, Allocations.Of(() =>
        {
            CompiledStepper<Cycle, Cycle.State> stepper = new(ref state);
            LanguageModel.Generate(ref stepper, "ab", text, new SamplingOptions { TopK = 2, Seed = 5 }, scratch);
            LanguageModel.Score(ref stepper, text, scratch);
        }));
    }

    private static string Generate(string prompt, int length, SamplingOptions options)
    {
        Cycle.State state = default;
        CompiledStepper<Cycle, Cycle.State> stepper = new(ref state);
        char[] text = new char[length];
        return new string(text, 0, LanguageModel.Generate(ref stepper, prompt, text, options, new float[3]));
    }

    private static TextScore Score(string text)
    {
        Cycle.State state = default;
        CompiledStepper<Cycle, Cycle.State> stepper = new(ref state);
        return LanguageModel.Score(ref stepper, text, new float[3]);
    }

    /// <summary>After a comes b, after b comes 😀, after 😀 comes a.</summary>
    private readonly struct Cycle : ITextModel<Cycle.State>
    {
        public static int OutputSize => 3;

        public static int VocabularySize => 3;

        public static OutputForm OutputForm => OutputForm.Logits;

        public static bool SelfTest(out float largestError)
        {
            largestError = 0;
            return true;
        }

        public static int ReadToken(ReadOnlySpan<char> text, ref int position) => AsciiFolding.ReadCodePoint(text, ref position) switch
        {
            'a' => 0,
            'b' => 1,
            0x1F600 => 2,
            _ => -1,
        };

        public static bool TryReadToken(ReadOnlySpan<char> text, ref int position, out int token)
        {
            token = ReadToken(text, ref position);
            return true;
        }

        public static bool HasSpaces => false;

        public static bool TryWriteToken(int token, Span<char> destination, out int written) =>
            TokenTexts.TryWrite(token switch { 0 => 'a', 1 => 'b', _ => 0x1F600 }, destination, out written);

        public static int Run(ref State state, ReadOnlySpan<char> text, Span<float> output) => throw new NotSupportedException();

        public static bool TryRun(ref State state, ReadOnlySpan<char> text, Span<float> output, out int steps, out int unknown) =>
            throw new NotSupportedException();

        public static void Step(ref State state, int token, Span<float> output)
        {
            state.Steps++;
            output.Clear();
            output[(token + 1) % 3] = 3;
        }

        public static void Advance(ref State state, int token) => state.Advances++;

        public static State InitialState => default;

        public static ulong Fingerprint => 1;

        public static ReadOnlySpan<int> StateParts => [0, 2];

        public static void Step(Span<State> states, ReadOnlySpan<int> tokens, Span<float> outputs)
        {
            for (int i = 0; i < states.Length; i++)
            {
                Step(ref states[i], tokens[i], outputs.Slice(i * OutputSize, OutputSize));
            }
        }

        public static void Run(ref State state, ReadOnlySpan<int> tokens, Span<float> output)
        {
            for (int i = 0; i < tokens.Length; i++)
            {
                Step(ref state, tokens[i], output.Slice(i * OutputSize, OutputSize));
            }
        }

        public struct State
        {
            public int Steps;
            public int Advances;
        }
    }
}
