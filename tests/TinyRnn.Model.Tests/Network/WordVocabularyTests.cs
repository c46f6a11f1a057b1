using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyRnn.Model.Tests;

/// <summary>Words as Keras's preprocessing makes them of texts, and how many of them are read.</summary>
public class WordVocabularyTests
{
    private const string Odd = "The cat's  hat, THE \"Hat\"!\tÉtat—no\u00A0break\r\nend_of 3.14 🐈";

    private static readonly string[] Known = ["", "<OOV>", "the", "cat's", "hat", "état—no\u00A0break\r", "end", "of", "3", "14", "🐈"];

    [Theory]
    [InlineData(Odd)]
    [InlineData("")]
    [InlineData(" \t\n!?")]
    [InlineData("one")]
    public void Keras_splits_as_its_documentation_says(string text)
    {
        // text_to_word_sequence: lower, each filter becomes the split, split at it, without what is empty.
        string filtered = string.Concat(
            text.ToLowerInvariant().Select(c => "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n".Contains(c, StringComparison.Ordinal) ? ' ' : c));
        Assert.Equal(filtered.Split(' ').Where(word => word.Length > 0), Words(WordSplit.Keras, text));
    }

    [Theory]
    [InlineData(Odd)]
    [InlineData("don't stop.")]
    public void Text_vectorization_splits_as_its_documentation_says(string text)
    {
        // lower_and_strip_punctuation: A to Z in lower case, punctuation removed; then split at ASCII white space.
        string lower = string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
        string stripped = Regex.Replace(lower, @"[!""#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']", "");
        Assert.Equal(stripped.Split(['\t', '\n', '\v', '\f', '\r', ' '], StringSplitOptions.RemoveEmptyEntries), Words(WordSplit.TextVectorization, text));
    }

    [Fact]
    public void White_space_is_that_of_unicode() =>
        Assert.Equal(Odd.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), Words(WordSplit.WhiteSpace, Odd));

    [Fact]
    public void Unknown_words_go_by_the_rule()
    {
        Assert.Equal([2, 3, 4, 2, 4, 5, 6, 7, 8, 9, 10], new WordVocabulary(Known, WordSplit.Keras).Encode(Odd));
        Assert.Equal([2, 3], new WordVocabulary(Known, WordSplit.Keras, UnknownCharacter.Skip).Encode("The dog's cat's"));
        Assert.Equal([2, 1, 3], new WordVocabulary(Known, WordSplit.Keras, UnknownCharacter.Replace, "<OOV>").Encode("The dog's cat's"));
        Assert.Equal(
            "the word 'dog's' is not in the vocabulary",
            Assert.Throws<ArgumentException>(() => new WordVocabulary(Known, WordSplit.Keras).Encode("The dog's cat's")).Message);
    }

    // The examples of pad_sequences in Keras's documentation, and the other ends.
    [Theory]
    [InlineData(3, true, 0, true, "0 0 1", "0 2 3", "4 5 6")]
    [InlineData(3, true, -1, false, "1 -1 -1", "2 3 -1", "4 5 6")]
    [InlineData(2, true, 0, true, "0 1", "2 3", "5 6")]
    [InlineData(2, false, 0, false, "1 0", "2 3", "4 5")]
    [InlineData(2, true, null, true, "1", "2 3", "5 6")]
    public void Texts_are_cut_and_padded_as_pad_sequences_does(int length, bool cutsBefore, int? padding, bool padsBefore, params string[] expected)
    {
        int[][] sequences = [[1], [2, 3], [4, 5, 6]];
        TextFit fit = new(length, cutsBefore, padding, padsBefore);
        Assert.Equal(expected, sequences.Select(
            sequence => string.Join(' ', fit.Apply(sequence).Select(token => token.ToString(CultureInfo.InvariantCulture)))));
        Assert.Empty(fit.Apply([]));
    }

    [Theory]
    [InlineData("[]", "must have 1 to 262143 words, not 0")]
    [InlineData("[\"\", \"\"]", "must have 1 to 262143 words, not 0")]
    [InlineData("[\"a\", \"b\", \"a\"]", "holds the word 'a' twice")]
    [InlineData("[\"a\"], \"replacement\": \"a\"", "'replace' for unknown words must be given together")]
    [InlineData("[\"a\"], \"length\": 4, \"cut\": \"before\", \"padding\": 1, \"pad\": \"after\"", "padding must be one of the 1 tokens")]
    [InlineData("[\"a\"], \"length\": 0, \"cut\": \"before\"", "'length' of the input must be a whole number from 1 to 32768")]
    [InlineData("[\"a\"], \"length\": 3", "needs the field 'cut'")]
    [InlineData("[\"a\"], \"cut\": \"before\"", "has no field 'cut'")]
    [InlineData("[\"a\"], \"length\": 3, \"cut\": \"middle\"", "must be one of 'before', 'after'")]
    [InlineData("[\"a\"], \"removed\": \" \"", "both a separator and removed")]
    [InlineData("[\"a\", 3]", "must hold strings")]
    public void Contradictions_are_errors(string words, string expected) => Fails(5, words, expected);

    [Fact]
    public void Contradictions_in_code_are_told_with_their_place()
    {
        Errors.Refuses("words need at least one separator", "input/separators", () => new WordSplit(""));
        Errors.Refuses("a character cannot be both a separator and removed", "input/removed", () => new WordSplit(" a", LetterCase.AsWritten, "ba"));
        Errors.Refuses("half a surrogate pair at position 0 of 'removed'", "input/removed", () => new WordSplit(" ", LetterCase.AsWritten, "\udc00"));
        Errors.Refuses("half a surrogate pair at position 3 of 'separators'", "input/separators", () => new WordSplit(" 😀\ud800"));
        Errors.Refuses("'separators' holds U+1F600 twice", "input/separators", () => new WordSplit("😀 😀"));
        Errors.Refuses("must have 1 to 262143 words, not 0", "input/words", () => new WordVocabulary([], WordSplit.Keras));
        Errors.Refuses("half a surrogate pair in word 1", "input/words/1", () => new WordVocabulary(["a", "b\ud83d"], WordSplit.Keras));
        Errors.Refuses("holds the word 'b' twice", "input/words/2", () => new WordVocabulary(["a", "b", "b"], WordSplit.Keras));
        const string Together = "'replacement' and the rule 'replace' for unknown words must be given together";
        Errors.Refuses(Together, "input/replacement", () => new WordVocabulary(["a"], WordSplit.Keras, UnknownCharacter.Skip, "a"));
        Errors.Refuses(Together, "input/replacement", () => new WordVocabulary(["a"], WordSplit.Keras, UnknownCharacter.Replace));
        const string Known = "the replacement must be a word of the vocabulary";
        Errors.Refuses(Known, "input/replacement", () => new WordVocabulary(["a"], WordSplit.Keras, UnknownCharacter.Replace, "b"));
        const string Fit = "a length must be from 1 to 32768, and padding must be one of the 2 tokens";
        Assert.All(
            (TextFit[])[new(0), new(32_769), new(3, Padding: 2), new(3, Padding: -1)],
            fit => Errors.Refuses(Fit, "input/length", () => new WordVocabulary(["a", "b"], WordSplit.Keras, fit: fit)));
        WordVocabulary right = new(["a", "b"], WordSplit.Keras, UnknownCharacter.Replace, "a", new TextFit(32_768, Padding: 0));
        Assert.Equal(("a", "word", 2), (right.Replacement, right.Noun, right.Size));
        Assert.Null(new WordVocabulary(["a"], WordSplit.Keras).Replacement);
    }

    [Fact]
    public void Every_word_of_an_input_comes_back_from_its_file()
    {
        WordSplit split = new(" \t", LetterCase.AsciiLower, "!?");
        TextFit[] fits = [new(5), new(5, CutsBefore: false, Padding: 1, PadsBefore: false), new(5, Padding: 0)];
        foreach (TextFit? fit in (TextFit?[])[null, .. fits])
        {
            DenseLayer layer = new("fc", 3, 1);
            string text = NetworkWriter.Write(TinyRnn.Tests.Networks.Raw(
                new WordVocabulary(["", "a", "é"], split, UnknownCharacter.Replace, "a", fit), OutputSteps.Last, 1, layer));
            WordVocabulary read = Assert.IsType<WordVocabulary>(NetworkReader.Read(text, "x").Input);
            Assert.Equal((fit, "a"), (read.Fit, read.Replacement));
            Assert.Equal(["", "a", "é"], read.Words);
            Assert.Equal((" \t", "!?", LetterCase.AsciiLower), (read.Split.Separators, read.Split.Removed, read.Split.Letters));
            Assert.Equal(fit is null, !text.Contains("\"length\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Older_versions_have_no_words() => Fails(4, "[\"a\"]", "has the kind 'words', which needs format version 5, not 4");

    [Fact]
    public void Language_models_read_on_where_they_are()
    {
        DenseLayer layer = new("fc", 2, 2);
        Network Make(TextFit? fit) => new(new NetworkDefinition
        {
            Name = "test",
            Task = NetworkTask.LanguageModel,
            Input = new WordVocabulary(["a", "b"], WordSplit.Keras, fit: fit),
            Layers = [layer],
            OutputSteps = OutputSteps.Every,
            Tensors = layer.Tensors.Select(spec => new Tensor(spec.Name, [.. spec.Shape], new float[spec.Length])),
        });
        Assert.Equal(2, Make(null).OutputSize);
        Assert.Contains("its input cannot have 'length'", Assert.Throws<InvalidNetworkException>(() => Make(new TextFit(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_tokens_are_numbers()
    {
        PlainTokens tokens = new(12);
        Assert.Equal([11, 0, 3, 4], tokens.Encode(" 11,0\t3, 4\n"));
        Assert.Equal("11 0 3", tokens.Decode([11, 0, 3]));
        foreach (string wrong in new[] { "12", "-1", "1.5", "x", "99999999999" })
        {
            Assert.Contains(
                $"'{wrong}' at position 2 is not a token; whole numbers from 0 to 11",
                    Assert.Throws<ArgumentException>(() => tokens.Encode("3 " + wrong)).Message,
                StringComparison.Ordinal);
        }
    }

    private static void Fails(int version, string words, string expected)
    {
        string text = $$"""
            {"tinyrnn": {{version}}, "name": "", "task": "raw",
            "input": {"kind": "words", "words": {{words}}, "separators": " ", "lowerCase": "none", "unknown": "error"},
            "layers": [{"name": "fc", "kind": "dense", "inputSize": 1, "outputSize": 1, "activation": "identity", "bias": false}],
            "output": {"steps": "last"}, "tensors": {"fc.weight": {"dtype": "F32", "shape": [1, 1], "data": "AACAPw=="} }, "checksum": ""}
            """;
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => NetworkReader.Read(text, "x.tinyrnn")).Reason, StringComparison.Ordinal);
    }

    private static List<string> Words(WordSplit split, string text)
    {
        List<string> words = [];
        int position = 0;
        while (split.ReadWord(text, ref position) is string word)
        {
            words.Add(word);
        }

        return words;
    }
}
