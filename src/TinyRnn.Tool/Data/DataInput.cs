using System.Text;
using TinyRnn.Tool.Files;
using TinyRnn.Training;

namespace TinyRnn.Tool.Data;

/// <summary>Reads the files, or standard input, that the user names as data.</summary>
internal static class DataInput
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private const int MaximumBytes = 1 << 30;

    // Standard input can be read once only, but a sweep reads its data for each combination.
    private static byte[]? KeptInput;

    /// <summary>The bytes from standard input.</summary>
    public static byte[] StandardInputBytes => KeptInput ??= ReadStandardInput();

    /// <summary>Whether a path is standard input.</summary>
    public static bool IsStandardInput(string path) => path == StandardInput;

    /// <summary>The name of a path in messages.</summary>
    public static string NameOf(string path) => IsStandardInput(path) ? "standard input" : path;

    /// <summary>Whether a file has one JSON object a line: by its name, or for standard input by its first characters.</summary>
    public static bool IsJsonLines(string path, string text) => IsStandardInput(path)
        ? text.AsSpan().TrimStart().StartsWith("{")
        : Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>Whether a path names a table: CSV, JSON lines, Parquet or standard input.</summary>
    public static bool IsTable(string path) =>
        IsStandardInput(path) || Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".jsonl" or ".ndjson" or ".parquet";

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="expected">What was expected, for errors, such as "a CSV file was expected".</param>
    /// <exception cref="ToolException">The file is missing or too long.</exception>
    public static byte[] ReadBytes(string path, string expected) => IsStandardInput(path) ? StandardInputBytes : ReadFile(path, expected);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="form">Its format, for the encoding; by default UTF-8, or UTF-16 where its bytes show it.</param>
    /// <param name="expected">What was expected, for errors, such as "a CSV file was expected".</param>
    /// <exception cref="ToolException">The file is missing, too long, not text, or in another encoding.</exception>
    public static string Read(string path, CsvForm form, string expected) => Decode(path, ReadBytes(path, expected), form);

    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="form">Its format, for the encoding.</param>
    /// <exception cref="ToolException">The bytes are not text, or in another encoding.</exception>
    public static string Decode(string path, byte[] bytes, CsvForm form)
    {
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

            throw new ToolException($"{e.Message}; try --encoding windows-1252, which older Windows programs use in western Europe");
        }
    }

    private static byte[] ReadFile(string path, string expected)
    {
        InputFile.Check(path, expected);
        long length = new FileInfo(path).Length;
        return length > MaximumBytes ? throw new ToolException($"{path}: has {length} bytes; at most {MaximumBytes} can be read") : File.ReadAllBytes(path);
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
                throw new ToolException($"{NameOf(StandardInput)}: has more than {MaximumBytes} bytes, the most that can be read");
            }
        }

        return all.ToArray();
    }
}
