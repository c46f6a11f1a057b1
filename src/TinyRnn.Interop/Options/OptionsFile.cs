using System.Globalization;
using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Options;

/// <summary>
/// Facts that a file of weights does not contain, as a small JSON file beside it: <c>gru.import.json</c> for <c>gru.safetensors</c>. The fields are
/// those of <see cref="ImportOptions"/>, in words of the model file; the README beside the project lists them.
/// </summary>
public static class OptionsFile
{
    private const string Extension = ".import.json";
    private const int MaximumLength = 1 << 24;

    private static readonly Dictionary<string, SequenceReading> Readings = new()
    {
        ["steps"] = SequenceReading.Steps,
        ["final"] = SequenceReading.Final,
        ["mean"] = SequenceReading.Mean,
        ["max"] = SequenceReading.Max,
    };

    /// <summary>The rules of <see cref="SplitWords"/>.</summary>
    internal static Dictionary<string, WordSplit> Splits { get; } = new()
    {
        ["keras"] = WordSplit.Keras,
        ["text-vectorization"] = WordSplit.TextVectorization,
        ["whitespace"] = WordSplit.WhiteSpace,
    };

    /// <summary>The words for <see cref="ImportOptions.Reading"/>.</summary>
    public static IEnumerable<string> ReadingWords => Readings.Keys;

    /// <summary>Where the options for a file of weights are looked for.</summary>
    public static string PathBeside(string weights) => Path.ChangeExtension(weights, null) + Extension;

    /// <summary>The options beside a file of weights; none if there is no such file.</summary>
    /// <exception cref="ImportException">The file is malformed.</exception>
    public static ImportOptions FindBeside(string weights)
    {
        string path = PathBeside(weights);
        return File.Exists(path) ? Read(path) : ImportOptions.None;
    }

    /// <summary>Reads a file of options.</summary>
    /// <exception cref="ImportException">The file does not exist or is malformed.</exception>
    public static ImportOptions Read(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > MaximumLength)
        {
            throw new ImportException(path, "", "the file does not exist or is very long; a small JSON file of import options was expected");
        }

        return Parse(File.ReadAllText(path, Encoding.UTF8), path);
    }

    /// <summary>Reads options from a JSON text.</summary>
    /// <exception cref="ImportException">The text is malformed.</exception>
    public static ImportOptions Parse(string text, string path)
    {
        try
        {
            FieldReader fields = new(new ModelText(text, path), JsonParser.Parse(text, path), "the import options");
            return Read(fields, path);
        }
        catch (ModelFormatException e)
        {
            throw new ImportException(path, $"line {e.Line}, column {e.Column}", e.Reason);
        }
        catch (ArgumentException e)
        {
            throw new ImportException(path, "", e.Message);
        }
    }

    /// <summary>The words for <see cref="ImportOptions.Split"/>.</summary>
    public static IEnumerable<string> SplitWords => Splits.Keys;

    /// <summary>A rule that splits texts, by its word; null if there is no such rule.</summary>
    internal static WordSplit? FindSplit(string word) => Splits.GetValueOrDefault(word);

    /// <summary>A value of <see cref="ImportOptions.Reading"/> by its word; null if there is none.</summary>
    internal static SequenceReading? FindReading(string word) => Readings.TryGetValue(word, out SequenceReading reading) ? reading : null;

    private static ImportOptions Read(FieldReader fields, string path)
    {
        FieldReader? input = fields.Find("input") is JsonValue inputValue ? new FieldReader(fields.Text, inputValue, "the input") : null;
        FieldReader? output = fields.Find("output") is JsonValue outputValue ? new FieldReader(fields.Text, outputValue, "the output") : null;
        ImportOptions options = ImportOptions.None with
        {
            Name = FindString(fields, "name"),
            Task = fields.Find("task") is null ? null : fields.ReadWord("task", Words.Tasks),
            Labels = fields.FindStrings("labels"),
            Vocabulary = FindString(fields, "vocabulary"),
            Words = ReadWords(fields, path),
            Split = fields.Find("wordSplit") is null ? null : fields.ReadWord("wordSplit", Splits),
            Tokens = fields.Find("tokens") is null ? null : fields.ReadSize("tokens", WordVocabulary.MaximumSize),
            Length = fields.Find("length") is null ? null : fields.ReadSize("length"),
            CutsBefore = fields.Find("cut") is null ? null : fields.ReadWord("cut", Words.TextEnds),
            Padding = fields.FindIndex("padding"),
            PadsBefore = fields.Find("pad") is null ? null : fields.ReadWord("pad", Words.TextEnds),
            Normalization = fields.FindWord("normalization", Words.Normalizations, TextNormalization.None),
            Unknown = fields.Find("unknown") is null ? null : fields.ReadWord("unknown", Words.UnknownCharacters),
            Replacement = FindString(fields, "replacement"),
            OutputSteps = fields.Find("outputs") is null ? null : fields.ReadWord("outputs", Words.OutputSteps),
            Reading = fields.Find("reading") is null ? null : fields.ReadWord("reading", Readings),
            Window = fields.Find("window") is null ? null : fields.ReadSize("window"),
            Horizon = fields.Find("horizon") is null ? null : fields.ReadSize("horizon"),
            Target = fields.Find("target") is { Kind: JsonKind.Number }
                ? fields.FindIndex("target")!.Value.ToString(CultureInfo.InvariantCulture)
                : FindString(fields, "target"),
            Known = fields.FindStrings("known"),
            InputNames = input?.FindStrings("names"),
            InputScaling = Scaling(input),
            OutputScaling = Scaling(output),
            ResidualInputs = output?.FindIndices("skip"),
            Order = fields.FindStrings("order"),
            From = fields.FindStrings("from"),
            To = fields.FindStrings("to"),
            Architecture = fields.Find("architecture") is { Kind: JsonKind.Object } model ? model.GetRaw(fields.Text.Text) : FindString(fields, "architecture"),
            Part = FindString(fields, "part"),
        };
        options = fields.Find("activations") is JsonValue activations
            ? options with { Activations = Activations(new FieldReader(fields.Text, activations, "'activations'")) }
            : options;
        options = fields.Find("set") is JsonValue numbers ? options with { Set = Numbers(new FieldReader(fields.Text, numbers, "'set'")) } : options;
        input?.End();
        output?.End();
        fields.End();
        return options;
    }

    private static WordList? ReadWords(FieldReader fields, string path)
    {
        if (fields.Find("words") is not JsonValue words)
        {
            return null;
        }

        byte[] text = Encoding.UTF8.GetBytes(words.GetRaw(fields.Text.Text));
        JsonDocumentFile file = JsonDocumentFile.Parse(new ImportSource(path, text), text, "'words'");
        return WordFiles.Read(file, file.Root);
    }

    private static Dictionary<string, string> Activations(FieldReader fields) =>
        fields.Value.Members.ToDictionary(member => member.Name, member => fields.ReadString(member.Name));

    private static Dictionary<string, long> Numbers(FieldReader fields) => fields.Value.Members.ToDictionary(
        member => member.Name, member => (long)(fields.FindIndex(member.Name) ?? throw new InvalidOperationException(member.Name)));

    private static string? FindString(FieldReader fields, string name) => fields.Find(name) is null ? null : fields.ReadString(name);

    private static Scaling? Scaling(FieldReader? fields)
    {
        float[]? mean = fields?.FindNumbers("mean");
        float[]? std = fields?.FindNumbers("std");
        return mean is null && std is null ? null
            : mean is not null && std is not null ? new Scaling(mean, std)
            : throw fields!.ErrorAtStart(ModelErrorCode.MissingField, "needs both 'mean' and 'std', or neither");
    }
}
