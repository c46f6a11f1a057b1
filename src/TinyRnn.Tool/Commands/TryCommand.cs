using System.CommandLine;
using System.Text;
using TinyRnn.Tool.Data;
using TinyRnn.Tool.Help;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn try</c>: searches for good settings of a training within a time. The data tell what kind of training it is.</summary>
internal static class TryCommand
{
    private static readonly string[] ClassOptions =
        ["--text-column", "--label-column", "--characters", "--vocabulary-size", "--pooling", "--class-weights", "--sampling", "--bidirectional"];

    private static readonly string[] SeriesOptions =
        ["--column", "--inputs", "--known", "--time", "--duplicates", "--window", "--horizon", "--learn", "--season"];

    public static Command Create()
    {
        Argument<string> data = new("data")
        {
            Description = "A folder of classes, a .csv or .jsonl file of labelled texts or of a series, or a text. Options of the training may follow.",
        };
        Option<double> minutes = new(SearchRun.TimeOption) { Description = "Time limit in minutes.", DefaultValueFactory = _ => 5 };
        Option<string?> kind = new("--as") { Description = "What to train. [default: derived from the data]" };
        kind.AcceptOnlyFromAmong("classify", "forecast", "text");
        Command command = new(
            "try",
            "Tries cells, sizes, windows (rows that a forecast reads) and learning rates within a time limit, keeps the best model, and prints a table and the "
                + "command that trains it again. All options of 'train' may follow the data, such as -o ('tinyrnn train --help' lists them); the search keeps "
                + "a setting that you give.")
        {
            data, minutes, kind,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (arguments, cancellation) =>
        {
            string path = arguments.GetRequiredValue(data);
            IReadOnlyList<string> others = arguments.UnmatchedTokens;
            ParseResult training = arguments.RootCommandResult.Command.Parse(
            [
                "train", arguments.GetValue(kind) ?? KindOf(path, others), path,
                FormattableString.Invariant($"{SearchRun.TimeOption}={arguments.GetValue(minutes)}"), .. others,
            ]);
            if (CommandLineErrors.Find(training) is string error)
            {
                await Console.Error.WriteLineAsync(CommandLineErrors.Line(training, error));
                return Program.WrongArguments;
            }

            // This command's token reports Ctrl+C.
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await training.InvokeAsync(configuration, cancellation);
        });
        return command;
    }

    /// <summary>The kind of training, from an option that only one kind has, or else from the form of the data.</summary>
    private static string KindOf(string path, IReadOnlyList<string> options)
    {
        bool Has(string[] names) => options.Any(option => names.Contains(option.Split('=')[0]));
        return Has(ClassOptions) ? "classify"
            : Has(SeriesOptions) ? "forecast"
            : Directory.Exists(path) ? "classify"
            : !DataInput.IsTable(path) ? "text"
            : HasTextsAndLabels(path) ? "classify"
            : "forecast";
    }

    // The encoding does not matter here: the names are ASCII, and the training reports faults of the file.
    private static bool HasTextsAndLabels(string path)
    {
        if (!DataInput.IsStandardInput(path) && !File.Exists(path))
        {
            return false;
        }

        string first = Encoding.Latin1.GetString(DataInput.IsStandardInput(path) ? DataInput.StandardInputBytes : Beginning(path))
            .Replace("\0", "", StringComparison.Ordinal).TrimStart('\u00ff', '\u00fe', '\u00ef', '\u00bb', '\u00bf').TrimStart().Split('\n', 2)[0].Trim();
        string[] names = first.StartsWith('{')
            ? [.. first.Split('"').Where((_, i) => i % 2 == 1)]
            : [.. first.Split(',', ';', '\t', '|').Select(name => name.Trim().Trim('"'))];
        return names.Contains("text") && names.Contains("label");
    }

    private static byte[] Beginning(string path)
    {
        byte[] bytes = new byte[65_536];
        using FileStream file = File.OpenRead(path);
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
