namespace TinyRnn.Model;

/// <summary>Reads and writes the fields of the input.</summary>
internal static class InputFields
{
    private const string VectorKind = "vector";
    private const string CharactersKind = "one-hot";
    private const string WordsKind = "words";
    private const string TokensKind = "tokens";

    private static readonly Dictionary<string, string> Kinds =
        new[] { VectorKind, CharactersKind, WordsKind, TokensKind }.ToDictionary(kind => kind);

    public static int FormatVersion(NetworkInput input) => input is WordVocabulary or PlainTokens ? NetworkReader.TokensVersion : 1;

    public static NetworkInput Read(FieldReader fields, int version)
    {
        string kind = fields.ReadWord("kind", Kinds);
        if (kind is WordsKind or TokensKind && version < NetworkReader.TokensVersion)
        {
            throw fields.ErrorAt(
                fields.Require("kind"), ModelErrorCode.Version,
                    $"has the kind '{kind}', which needs format version {NetworkReader.TokensVersion}, not {version}");
        }

        NetworkInput input = kind switch
        {
            VectorKind => new VectorInput(fields.ReadSize("size"), fields.FindStrings("names"), ReadScaling(fields)),
            CharactersKind => new Vocabulary(
                fields.ReadString("vocabulary"),
                fields.ReadWord("normalization", Words.Normalizations),
                fields.ReadWord("unknown", Words.UnknownCharacters),
                FindString(fields, "replacement")),
            WordsKind => ReadWords(fields),
            _ => new PlainTokens(fields.ReadSize("size", WordVocabulary.MaximumSize)),
        };
        fields.End();
        return input;
    }

    /// <summary>Writes only the input, as a JSON object.</summary>
    public static string ToJson(NetworkInput input)
    {
        JsonWriter writer = new();
        Write(writer, input, name: null);
        return writer.Finish();
    }

    public static void Write(JsonWriter writer, NetworkInput input) => Write(writer, input, "input");

    private static void Write(JsonWriter writer, NetworkInput input, string? name)
    {
        writer.StartObject(name);
        switch (input)
        {
            case Vocabulary vocabulary:
                writer.WriteString("kind", CharactersKind);
                writer.WriteString("vocabulary", vocabulary.Characters);
                writer.WriteString("normalization", Words.Of(vocabulary.Normalization));
                WriteUnknown(writer, vocabulary.Unknown, vocabulary.Replacement);
                break;
            case WordVocabulary vocabulary:
                writer.WriteString("kind", WordsKind);
                writer.WriteStrings("words", vocabulary.Words);
                writer.WriteString("separators", vocabulary.Split.Separators);
                writer.WriteString("lowerCase", Words.Of(vocabulary.Split.Letters));
                if (vocabulary.Split.Removed.Length > 0)
                {
                    writer.WriteString("removed", vocabulary.Split.Removed);
                }

                WriteUnknown(writer, vocabulary.Unknown, vocabulary.Replacement);
                WriteFit(writer, vocabulary.Fit);
                break;
            case PlainTokens tokens:
                writer.WriteString("kind", TokensKind);
                writer.WriteNumber("size", tokens.Size);
                break;
            default:
                VectorInput vector = (VectorInput)input;
                writer.WriteString("kind", VectorKind);
                writer.WriteNumber("size", vector.Size);
                if (vector.Names is not null)
                {
                    writer.WriteStrings("names", vector.Names);
                }

                NetworkWriter.WriteScaling(writer, vector.Scaling);
                break;
        }

        writer.EndObject();
    }

    public static Scaling? ReadScaling(FieldReader fields)
    {
        float[]? mean = fields.FindNumbers("mean");
        float[]? std = fields.FindNumbers("std");
        if (mean is null && std is null)
        {
            return null;
        }

        if (mean is null || std is null)
        {
            throw fields.ErrorAtStart(
                ModelErrorCode.MissingField,
                mean is null ? "has 'std', so it needs the field 'mean' too" : "has 'mean', so it needs the field 'std' too");
        }

        if (mean.Length != std.Length)
        {
            throw fields.ErrorAt(fields.Require("std"), ModelErrorCode.SizeMismatch, $"has {std.Length} values in 'std', but {mean.Length} in 'mean'");
        }

        int notAbove0 = Array.FindIndex(std, value => !(value > 0));
        if (notAbove0 >= 0)
        {
            JsonValue at = fields.RequireArray("std")[notAbove0];
            throw fields.ErrorAt(at, ModelErrorCode.InvalidValue, $"needs a 'std' above 0, not {fields.Text.Describe(at)}");
        }

        return new Scaling(mean, std);
    }

    private static WordVocabulary ReadWords(FieldReader fields)
    {
        fields.Require("words");
        IReadOnlyList<string> words = fields.FindStrings("words")!;
        WordSplit split = new(fields.ReadString("separators"), fields.ReadWord("lowerCase", Words.LetterCases), FindString(fields, "removed") ?? "");
        return new WordVocabulary(words, split, fields.ReadWord("unknown", Words.UnknownCharacters), FindString(fields, "replacement"), ReadFit(fields));
    }

    private static TextFit? ReadFit(FieldReader fields)
    {
        if (fields.Find("length") is null)
        {
            return null;
        }

        int? padding = fields.FindIndex("padding");
        return new TextFit(
            fields.ReadSize("length", TextFit.MaximumLength),
            fields.ReadWord("cut", Words.TextEnds),
            padding,
            padding is null || fields.ReadWord("pad", Words.TextEnds));
    }

    private static void WriteFit(JsonWriter writer, TextFit? fit)
    {
        if (fit is null)
        {
            return;
        }

        writer.WriteNumber("length", fit.Length);
        writer.WriteString("cut", Words.OfEnd(fit.CutsBefore));
        if (fit.Padding is int padding)
        {
            writer.WriteNumber("padding", padding);
            writer.WriteString("pad", Words.OfEnd(fit.PadsBefore));
        }
    }

    private static void WriteUnknown(JsonWriter writer, UnknownCharacter unknown, string? replacement)
    {
        writer.WriteString("unknown", Words.Of(unknown));
        if (replacement is not null)
        {
            writer.WriteString("replacement", replacement);
        }
    }

    private static string? FindString(FieldReader fields, string name) => fields.Find(name) is null ? null : fields.ReadString(name);
}
