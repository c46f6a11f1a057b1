using System.Text;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Data;

/// <summary>Texts of files, or of standard input, that the user names as data.</summary>
internal static class DataInput
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private const int MaximumBytes = 1 << 30;

    // It can be read once, and a sweep reads its data for each combination.
    private static byte[]? KeptInput;

    /// <summary>What came from standard input.</summary>
    public static byte[] StandardInputBytes => KeptInput ??= ReadStandardInput();

    /// <summary>Whether a path is standard input.</summary>
    public static bool IsStandardInput(string path) => path == StandardInput;

    /// <summary>What a path is called in messages.</summary>
    public static string NameOf(string path) => IsStandardInput(path) ? "standard input" : path;

    /// <summary>Whether a file is of JSON objects, one a line: by its name, or standard input by what it begins with.</summary>
    public static bool IsJsonLines(string path, string text) => IsStandardInput(path)
        ? text.AsSpan().TrimStart().StartsWith("{")
        : Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>Whether a name is that of a table: CSV, JSON lines or standard input.</summary>
    public static bool IsTable(string path) =>
        IsStandardInput(path) || Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".jsonl" or ".ndjson";

    /// <summary>Reads a text.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="form">How it is encoded; left out, UTF-8, or UTF-16 that its bytes tell.</param>
    /// <param name="expected">What was expected, for errors: "a CSV file was expected".</param>
    /// <exception cref="ToolException">It is missing, too long, no text, or of another encoding.</exception>
    public static string Read(string path, CsvForm form, string expected)
    {
        byte[] bytes = IsStandardInput(path) ? StandardInputBytes : ReadFile(path, expected);
        try
        {
            return DataText.Decode(bytes, NameOf(path), form.Encoding);
        }
        catch (TrainingDataException e) when (form.Encoding is null && e.Line > 0)
        {
            if (form.Remembered?.Encoding is Encoding remembered)
            {
                return DataText.Decode(bytes, NameOf(path), remembered);
            }

            throw new ToolException($"{e.Message}; --encoding windows-1252 reads what older Windows programs write in western Europe");
        }
    }

    private static byte[] ReadFile(string path, string expected)
    {
        InputFile.Check(path, expected);
        long length = new FileInfo(path).Length;
        return length > MaximumBytes ? throw new ToolException($"{path}: has {length} bytes; at most {MaximumBytes} are read") : File.ReadAllBytes(path);
    }

    private static byte[] ReadStandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        using MemoryStream all = new();
        byte[] block = new byte[1 << 16];
        for (int count = input.Read(block); count > 0; count = input.Read(block))
        {
            all.Write(block, 0, count);
            if (all.Length > MaximumBytes)
            {
                throw new ToolException($"{NameOf(StandardInput)}: has more than {MaximumBytes} bytes, the most that are read");
            }
        }

        return all.ToArray();
    }
}
