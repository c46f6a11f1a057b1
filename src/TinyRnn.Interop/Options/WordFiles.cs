using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Options;

/// <summary>
/// Lists of words: one in each line; a JSON array; an object from words to tokens, such as Keras's <c>word_index</c>; or the output of Keras's
/// <c>Tokenizer.to_json()</c>, which also says how texts are split and which words are unknown.
/// </summary>
public static class WordFiles
{
    private const string UnknownOfVectorization = "[UNK]";

    /// <summary>Reads a file of words.</summary>
    /// <exception cref="ImportException">The file does not exist or is malformed.</exception>
    public static WordList Read(string path)
    {
        ImportSource source = ImportSource.Load(path, "a text file");
        ReadOnlySpan<byte> start = source.Bytes.TrimStart(" \t\r\n\uFEFF"u8);
        if (start.StartsWith("{"u8) || start.StartsWith("["u8))
        {
            JsonDocumentFile file = JsonDocumentFile.Parse(source, source.Bytes, "");
            return Read(file, file.Root);
        }

        string text = TextFiles.ReadText(path).ReplaceLineEndings("\n");
        return OfList([.. (text.EndsWith('\n') ? text[..^1] : text).Split('\n')]);
    }

    /// <summary>Reads words from a JSON value.</summary>
    /// <exception cref="ImportException">The value is not a list of words.</exception>
    internal static WordList Read(JsonDocumentFile file, JsonValue value) => value.Kind switch
    {
        JsonKind.Array => OfList([.. value.Items.Select(item =>
            item.Kind == JsonKind.String ? item.GetString(file.Text) : throw file.Error(item, "a word was expected"))]),
        JsonKind.Object when file.Find(value, "config") is { Kind: JsonKind.Object } config && file.Find(config, "word_index") is JsonValue =>
            OfTokenizer(file, config),
        JsonKind.Object => new WordList(ByToken(file, value))
        {
            Split = WordSplit.Keras,
            Form = "words with their tokens were taken as the word_index of Keras's Tokenizer: lower case, split at its filters and the space",
            MayBeLonger = true,
        },
        _ => throw file.Error(value, $"words were expected, as an array or an object from words to tokens, not {value.Describe()}"),
    };

    // The output of get_vocabulary() of the layer TextVectorization begins with padding and the unknown word.
    private static WordList OfList(List<string> words) => words is ["", UnknownOfVectorization, ..]
        ? new WordList(words)
        {
            Split = WordSplit.TextVectorization,
            Form = $"a list that begins with an empty word and {UnknownOfVectorization} was taken as that of Keras's TextVectorization: "
                + "lower case, without punctuation, split at white space",
            Unknown = UnknownCharacter.Replace,
            Replacement = UnknownOfVectorization,
        }
        : new WordList(words) { Form = "texts are split at white space, with letters as they are" };

    private static WordList OfTokenizer(JsonDocumentFile file, JsonValue config)
    {
        if (file.Find(config, "char_level") is { Kind: JsonKind.True } characters)
        {
            throw file.Error(characters, "this Tokenizer splits texts into characters; give its characters in the order of their tokens as a vocabulary");
        }

        if (file.Find(config, "analyzer") is { Kind: not JsonKind.Null } analyzer)
        {
            throw file.Error(analyzer, "this Tokenizer splits texts with a function of its own; give the words as a list, and say how texts are split");
        }

        string split = file.FindString(config, "split") ?? " ";
        JsonValue index = file.Find(config, "word_index")!;
        JsonDocumentFile inner = file;
        if (index.Kind == JsonKind.String)
        {
            // Keras stores a JSON text within the JSON.
            inner = JsonDocumentFile.Parse(file.Source, System.Text.Encoding.UTF8.GetBytes(index.GetString(file.Text)), "'word_index'");
            index = inner.Root;
        }

        if (split.Length != 1 || index.Kind != JsonKind.Object)
        {
            throw file.Error(config, "a Tokenizer needs 'word_index' as an object, and 'split' of one character");
        }

        string[] words = ByToken(inner, index);
        string? unknown = file.FindString(config, "oov_token");
        int count = file.FindInteger(config, "num_words") ?? 0;
        if (count > 0 && words.Length > count)
        {
            words = words[..count];
        }

        if (unknown is not null && !words.Contains(unknown))
        {
            throw file.Error(config, $"'oov_token' is {ImportSource.Quote(unknown)}, which is not one of the words that 'num_words' keeps");
        }

        string separators = string.Concat((file.FindString(config, "filters") ?? "").Append(split[0]).Distinct());
        bool isLower = file.Find(config, "lower") is not { Kind: JsonKind.False };
        return new WordList(words)
        {
            Split = new WordSplit(separators, isLower ? LetterCase.Lower : LetterCase.AsWritten),
            Unknown = unknown is null ? UnknownCharacter.Skip : UnknownCharacter.Replace,
            Replacement = unknown,
            MayBeLonger = true,
        };
    }

    private static string[] ByToken(JsonDocumentFile file, JsonValue index)
    {
        Dictionary<int, string> words = [];
        foreach (JsonMember member in index.Members)
        {
            if (member.Value.Kind != JsonKind.Number || !member.Value.TryGetInt32(file.Text, out int token) || token is < 0 or > WordVocabulary.MaximumSize
                || !words.TryAdd(token, member.Name))
            {
                throw file.Error(member.Value, $"a token must be from 0 to {WordVocabulary.MaximumSize}, and each may appear only once");
            }
        }

        return words.Count == 0
            ? throw file.Error(index, "it holds no word")
            : [.. Enumerable.Range(0, words.Keys.Max() + 1).Select(token => words.GetValueOrDefault(token, ""))];
    }
}
