using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Options;

/// <summary>Reads labels and vocabularies from files of their own.</summary>
public static class TextFiles
{
    /// <summary>Labels: one in each line, or a JSON array of strings if the name ends in .json.</summary>
    /// <exception cref="ImportException">The file does not exist or is malformed.</exception>
    public static IReadOnlyList<string> ReadLabels(string path) => IsJson(path)
        ? ReadList(path)
        : [.. ReadText(path).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.Trim())];

    /// <summary>
    /// A vocabulary: the characters in the order of their tokens, in one line, or one character in each line; if the name ends in .json, a string, an
    /// array of characters, or an object from characters to tokens.
    /// </summary>
    /// <exception cref="ImportException">The file does not exist or is malformed.</exception>
    public static string ReadVocabulary(string path)
    {
        if (IsJson(path))
        {
            return string.Concat(ReadList(path));
        }

        // The last line end was added by the editor. A vocabulary has each character once, so if there are more line ends, each ends a line of one
        // character.
        string text = ReadText(path).ReplaceLineEndings("\n");
        text = text.EndsWith('\n') ? text[..^1] : text;
        return text.Count(c => c == '\n') > 1 ? text.Replace("\n", "", StringComparison.Ordinal) : text;
    }

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text in UTF-8.</summary>
    /// <exception cref="ImportException">The file does not exist or is not text.</exception>
    public static string ReadText(string path)
    {
        ImportSource source = ImportSource.Load(path, "a text file");
        try
        {
            ReadOnlySpan<byte> bytes = source.Bytes;
            bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw source.Error($"byte {e.Index} is not UTF-8");
        }
    }

    private static List<string> ReadList(string path)
    {
        ImportSource source = ImportSource.Load(path, "a text file");
        JsonDocumentFile file = JsonDocumentFile.Parse(source, source.Bytes, "");
        switch (file.Root.Kind)
        {
            case JsonKind.String:
                return [file.Root.GetString(file.Text)];
            case JsonKind.Array:
                return
                [
                    .. file.Root.Items.Select(
                        item => item.Kind == JsonKind.String ? item.GetString(file.Text) : throw file.Error(item, "a string was expected"))
                ];
            case JsonKind.Object:
                // The form that Python programs save: {character: token}.
                string?[] byToken = new string?[file.Root.Members.Count];
                foreach (JsonMember member in file.Root.Members)
                {
                    if (member.Value.Kind != JsonKind.Number || !member.Value.TryGetInt32(file.Text, out int token) || token < 0 || token >= byToken.Length
                        || byToken[token] is not null)
                    {
                        throw file.Error(member.Value, $"each token from 0 to {byToken.Length - 1} was expected once");
                    }

                    byToken[token] = member.Name;
                }

                return [.. byToken.OfType<string>()];
            default:
                throw file.Error(file.Root, $"a string, an array of strings or an object from strings to tokens was expected, not {file.Root.Describe()}");
        }
    }
}
