using System.Text.Json;
using TinyRnn.Interop.Options;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Keras's models of words: the file of its Tokenizer, what it makes of texts, and the network behind it in plain arithmetic.</summary>
public sealed class KerasWordTests : IDisposable
{
    private const int Tokens = 7;
    private const int Values = 3;
    private const int Units = 4;
    private const int Classes = 2;

    private static readonly string[] Words = ["<OOV>", "the", "film", "was", "good", "bad", "not", "never", "Seen"];

    private static readonly Dictionary<string, (int[] Shape, float[] Values)[]> Arrays = new()
    {
        ["table"] = WrittenKeras.Random([Tokens, Values]),
        ["cell"] = WrittenKeras.Random([Values, Units], [Units, Units], [Units]),
        ["head"] = WrittenKeras.Random([Units, Classes], [Classes]),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("words").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("<OOV>", null)]
    [InlineData(null, null)]
    [InlineData("<OOV>", 6)]
    public void Texts_are_read_as_the_tokenizer_reads_them(string? unknown, int? length)
    {
        string path = Write("tokenizer.json", Tokenizer(unknown, Tokens));
        ImportOptions options = ImportOptions.None with
        {
            Words = WordFiles.Read(path),
            Labels = ["no", "yes"],
            Length = length,
            PadsBefore = length is null ? null : true,
        };
        Network network = WrittenKeras.Import(Model(maskZero: false), Arrays, options).Network;
        Assert.Equal(NetworkTask.Classify, network.Task);
        Interpreter interpreter = new(network);
        foreach (string text in new[] { "The film was GOOD!", "not bad, not good; never seen: the film was bad -- good", "the (unknown) film" })
        {
            int[] tokens = Padded(Sequence(text, unknown, Tokens), length);
            Assert.Equal(tokens, network.Tokens!.Encode(text));
            double[] expected = Run(tokens);
            float[] actual = interpreter.Classify(text);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-5);
            }
        }

        Network back = NetworkReader.Read(NetworkWriter.Write(network), "x.tinyrnn");
        Assert.Equal(NetworkWriter.Write(network), NetworkWriter.Write(back));
        Assert.Single(network.TestVectors);
    }

    [Fact]
    public void A_word_index_is_read_as_keras_splits_by_default()
    {
        string path = Write("word_index.json", JsonSerializer.Serialize(Words.Select((word, i) => (word.ToLowerInvariant(), i + 1)).ToDictionary()));
        ImportResult result = WrittenKeras.Import(
            Model(maskZero: false), Arrays,
                ImportOptions.None with { Words = WordFiles.Read(path), Unknown = UnknownCharacter.Replace, Replacement = "<oov>" });
        WordVocabulary words = Assert.IsType<WordVocabulary>(result.Network.Input);
        Assert.Equal(["", "<oov>", "the", "film", "was", "good", "bad"], words.Words);
        Assert.Equal([2, 6, 1], words.Encode("The BAD\tend"));
        Assert.Contains(result.Notes, note => note.Contains("'words' has 10 tokens, of which the network reads 7", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Contains("'wordSplit' changes that", StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_are_words_in_the_order_of_their_tokens()
    {
        string plain = Write("words.txt", "\none\ntwo\nThree\n");
        Assert.Equal(["", "one", "two", "Three"], WordFiles.Read(plain).Words);
        ImportResult result = WrittenKeras.Import(Model(maskZero: false), Arrays, ImportOptions.None with { Words = WordFiles.Read(plain) });
        Assert.Equal([3, 1], result.Network.Tokens!.Encode("Three  one"));
        Assert.Throws<ArgumentException>(() => result.Network.Tokens!.Encode("three"));

        string vectorization = Write("vocabulary.json", """["", "[UNK]", "good", "dont"]""");
        WordVocabulary words = Assert.IsType<WordVocabulary>(
            WrittenKeras.Import(Model(maskZero: false), Arrays, ImportOptions.None with { Words = WordFiles.Read(vectorization) }).Network.Input);
        Assert.Equal([3, 1, 2], words.Encode("Don't say good."));
    }

    [Fact]
    public void Plain_tokens_need_their_number_alone()
    {
        ImportResult result = WrittenKeras.Import(Model(maskZero: false), Arrays, ImportOptions.None with { Tokens = Tokens, Labels = ["no", "yes"] });
        Assert.IsType<PlainTokens>(result.Network.Input);
        float[] actual = new Interpreter(result.Network).ClassifyTokens([1, 6, 0, 2]);
        double[] expected = Run([1, 6, 0, 2]);
        Assert.Equal(expected[0], actual[0], 1e-5);
        Assert.Equal(actual, new Interpreter(result.Network).Classify("1 6 0 2"));
        Fails("there are 9 tokens, but layer 'table' reads 7", ImportOptions.None with { Tokens = 9 });
        Fails(
            "but the file does not say what they mean; give its characters in the order of their tokens as 'vocabulary', its words as 'words', or only the "
                + "number of "
                + "tokens as 'tokens'",
            ImportOptions.None);
    }

    [Fact]
    public void What_does_not_fit_is_an_error()
    {
        ImportOptions words = ImportOptions.None with { Words = WordFiles.Read(Write("tokenizer.json", Tokenizer(null, Tokens))) };
        Fails("'vocabulary', 'words' and 'tokens' all say what the tokens are; give one of them", words with { Tokens = 7 });
        Fails("'cut', 'pad' and 'padding' need 'length'", words with { PadsBefore = true });
        Fails("'wordSplit', 'length', 'cut', 'pad', 'padding' can only be used with 'words'", ImportOptions.None with { Tokens = 7, Length = 3 });
        Fails("padding must be one of the 7 tokens", words with { Length = 4, Padding = 7 });
        Fails("it skips padding ('mask_zero'), so texts are not padded here", words with { Length = 4, PadsBefore = true }, maskZero: true);
        Fails("the replacement must be a word of the vocabulary", words with { Unknown = UnknownCharacter.Replace, Replacement = "nowhere" });
        Fails(
            "'words' has 8 words, but the network reads 7 tokens", ImportOptions.None with { Words = new WordList(["a", "b", "c", "d", "e", "f", "g", "h"]) });
        FailsToRead("a token must be from 0 to 262143, and each may appear only once", """{"a": 1, "b": 1}""");
        FailsToRead("splits texts into characters", Tokenizer(null, null).Replace("\"char_level\": false", "\"char_level\": true", StringComparison.Ordinal));
        FailsToRead("a word was expected", """["a", 3]""");
        FailsToRead("it holds no word", "{}");
        FailsToRead("'oov_token' is '<none>', which is not one of the words", Tokenizer("<none>", Tokens));
    }

    private static void Fails(string expected, ImportOptions options, bool maskZero = false) =>
        Assert.Contains(
            expected, Assert.Throws<ImportException>(() => WrittenKeras.Import(Model(maskZero), Arrays, options)).Message, StringComparison.Ordinal);

    private void FailsToRead(string expected, string json) =>
        Assert.Contains(expected, Assert.Throws<ImportException>(() => WordFiles.Read(Write("wrong.json", json))).Message, StringComparison.Ordinal);

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Model(bool maskZero) => WrittenKeras.Sequential(
        "[null, null]",
        WrittenKeras.Layer("Embedding", "table", ("input_dim", $"{Tokens}"), ("output_dim", $"{Values}"), ("mask_zero", maskZero ? "true" : "false")),
        WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"), ("activation", "\"tanh\"")),
        WrittenKeras.Layer("Dense", "head", ("units", $"{Classes}"), ("activation", "\"softmax\"")));

    // As Tokenizer.to_json() of Keras 2 writes it: counts and indices are JSON texts of their own.
    private static string Tokenizer(string? unknown, int? count)
    {
        string index = JsonSerializer.Serialize(Words.Where(word => word != "<OOV>" || unknown == word).Select((word, i) => (word, i + 1)).ToDictionary());
        return $$"""
            {"class_name": "Tokenizer", "config": {"num_words": {{(count is int number ? $"{number}" : "null")}},
            "filters": {{JsonSerializer.Serialize(WordSplit.KerasFilters)}},
            "lower": true, "split": " ", "char_level": false, "oov_token": {{JsonSerializer.Serialize(unknown)}}, "document_count": 3, "word_counts": "{}",
            "word_docs": "{}", "index_docs": "{}", "index_word": "{}", "word_index": {{JsonSerializer.Serialize(index)}}} }
            """;
    }

    // texts_to_sequences.
    private static int[] Sequence(string text, string? unknown, int count)
    {
        string[] known = [.. Words.Where(word => word != "<OOV>" || unknown == word)];
        string filtered = string.Concat(text.ToLowerInvariant().Select(c => WordSplit.KerasFilters.Contains(c, StringComparison.Ordinal) ? ' ' : c));
        List<int> tokens = [];
        foreach (string word in filtered.Split(' ').Where(word => word.Length > 0))
        {
            int token = Array.IndexOf(known, word) + 1;
            if (token > 0 && token < count)
            {
                tokens.Add(token);
            }
            else if (unknown is not null)
            {
                tokens.Add(1);
            }
        }

        return [.. tokens];
    }

    // pad_sequences(maxlen=length).
    private static int[] Padded(int[] tokens, int? length) =>
        length is not int most ? tokens : [.. Enumerable.Repeat(0, Math.Max(0, most - tokens.Length)), .. tokens.Skip(Math.Max(0, tokens.Length - most))];

    private static double[] Run(int[] tokens)
    {
        (float[] table, float[] input, float[] recurrent, float[] bias) = (
            Arrays["table"][0].Values, Arrays["cell"][0].Values, Arrays["cell"][1].Values, Arrays["cell"][2].Values);
        double[] hidden = new double[Units];
        foreach (int token in tokens)
        {
            hidden = [.. Enumerable.Range(0, Units).Select(unit => Math.Tanh(
                bias[unit]
                + Enumerable.Range(0, Values).Sum(i => (double)table[(token * Values) + i] * input[(i * Units) + unit])
                + Enumerable.Range(0, Units).Sum(i => hidden[i] * recurrent[(i * Units) + unit])))];
        }

        (float[] head, float[] shift) = (Arrays["head"][0].Values, Arrays["head"][1].Values);
        double[] logits = [.. Enumerable.Range(0, Classes).Select(c => shift[c] + Enumerable.Range(0, Units).Sum(i => hidden[i] * head[(i * Classes) + c]))];
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }
}
