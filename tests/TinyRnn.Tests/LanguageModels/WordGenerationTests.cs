namespace TinyRnn.Tests.LanguageModels;

/// <summary>Generation word by word: spaces between words, ends of a text, and what does not fit.</summary>
public class WordGenerationTests
{
    private static readonly SamplingOptions Best = new() { Temperature = 0 };

    [Fact]
    public void Words_have_a_space_before_them_unless_the_prompt_ends_with_one()
    {
        Assert.Equal(" two three", Generate("one", 100, Best));
        Assert.Equal("two three", Generate("one ", 100, Best));
        Assert.Equal("two three", Generate("one\n", 100, Best));
        Assert.Equal(" three", Generate("zero one two", 100, Best));
    }

    [Fact]
    public void A_word_that_does_not_fit_is_left_out_with_its_space()
    {
        string[] expected = ["", "", "", "", " two", " two", " two", " two", " two", " two", " two three", " two three"];
        Assert.Equal(expected, Enumerable.Range(0, 12).Select(length => Generate("one", length, Best)));
        Assert.Equal(["", "", "", "two"], Enumerable.Range(0, 4).Select(length => Generate("one ", length, Best)));
    }

    [Fact]
    public void Only_a_word_of_this_character_alone_ends_the_text()
    {
        Assert.Equal(" two three", Generate("one", 100, Best with { StopAt = 't' }));
        Assert.Equal(" two", Generate("one", 100, Best with { StopAt = 't' }, "three:t"));
        Assert.Equal(" two", Generate("one", 100, Best with { StopAt = 0x1F600 }, "three:😀"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("none of it")]
    public void A_prompt_needs_a_word(string prompt)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Generate(prompt, 5, Best));
        Assert.Equal("prompt", error.ParamName);
        Assert.Contains("the prompt must hold at least one word of the vocabulary", error.Message, StringComparison.Ordinal);
    }

    private static string Generate(string prompt, int length, SamplingOptions options, string replaced = "three:three")
    {
        string[] parts = replaced.Split(':');
        CountingWords words = new(["one", "two", "three", ""], ["one", "two", parts[1], ""]);
        char[] text = new char[length];
        return new string(text, 0, LanguageModel.Generate(ref words, prompt, text, options, new float[4]));
    }

    /// <summary>After each word comes the next one; the last has no text, like padding. Other words are left out.</summary>
    private readonly struct CountingWords(string[] read, string[] written) : ITokenStepper
    {
        public OutputForm OutputForm => OutputForm.Logits;

        public bool HasSpaces => true;

        public int ReadToken(ReadOnlySpan<char> text, ref int position)
        {
            string rest = text[position..].ToString();
            string trimmed = rest.TrimStart();
            string word = trimmed.Split((char[]?)null)[0];
            position += rest.Length - trimmed.Length + word.Length;
            return word.Length == 0 ? -1 : Array.IndexOf(read, word);
        }

        public bool TryWriteToken(int token, Span<char> destination, out int length)
        {
            length = written[token].Length;
            return written[token].TryCopyTo(destination);
        }

        public void Step(int token, Span<float> output)
        {
            output.Clear();
            output[(token + 1) % read.Length] = 3;
        }

        public void Advance(int token)
        {
        }
    }
}
