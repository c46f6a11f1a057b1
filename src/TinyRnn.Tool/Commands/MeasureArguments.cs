using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options for the data that <c>evaluate</c> and <c>compare</c> measure on. Which of them apply depends on the task.</summary>
internal sealed class MeasureArguments
{
    private readonly Option<string?> _split = new("--split");
    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "For a classifier's .csv file: the column of texts. [default: the one used in training]",
    };
    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "For a classifier's .csv file: the column of labels. [default: the one used in training]",
    };
    private readonly Option<bool> _bytes = new("--bytes") { Description = "For models of bytes (train text --bytes): read the text file byte by byte." };
    private readonly SeriesArguments _series;
    private readonly CsvArguments _csv;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="split">The description of its <c>--split</c>.</param>
    public MeasureArguments(Command command, string split)
    {
        _split.Description = split;
        _split.AcceptOnlyFromAmong("test", "validation", "train", "all");
        foreach (Option option in (Option[])[_split, _textColumn, _labelColumn, _bytes])
        {
            command.Options.Add(option);
        }

        _series = new SeriesArguments(command);
        _csv = new CsvArguments(command);
    }

    /// <summary>The part of the data; null where the user did not say.</summary>
    public string? Split(ParseResult arguments) => arguments.GetValue(_split);

    /// <summary>Whether a text is read byte by byte.</summary>
    public bool IsBytes(ParseResult arguments) => arguments.GetValue(_bytes);

    /// <exception cref="ToolException">An option is given that does not apply to this task.</exception>
    public void RefuseUnused(ParseResult arguments, NetworkTask task)
    {
        IEnumerable<Option> unused = task switch
        {
            NetworkTask.Classify => [_bytes, .. _series.Options, _csv.NumberOption],
            NetworkTask.LanguageModel => [_split, _textColumn, _labelColumn, .. _series.Options, .. _csv.Options],
            NetworkTask.Forecast => [_textColumn, _labelColumn, _bytes],
            _ => [],
        };
        if (unused.FirstOrDefault(option => TrainingArguments.IsGiven(arguments, option)) is Option given)
        {
            throw new ToolException($"{given.Name} is not for '{Models.TaskName(task)}' models; leave it out");
        }
    }

    /// <summary>Reads the labelled texts for a classifier, which remembers their columns.</summary>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public LabelledTexts ReadTexts(ParseResult arguments, string source, Network network) =>
        LabelledFile.Read(source, network, ReadForm(arguments, network), arguments.GetValue(_textColumn), arguments.GetValue(_labelColumn));

    /// <summary>The columns of a series for a model.</summary>
    /// <exception cref="ToolException">The number of columns differs from what the model reads.</exception>
    public SeriesColumns ReadColumns(ParseResult arguments, Network network) => _series.Read(arguments, network);

    /// <summary>How a CSV file for a model is written.</summary>
    /// <exception cref="ToolException">The delimiter or the encoding is not valid.</exception>
    public CsvForm ReadForm(ParseResult arguments, Network network) => _csv.Read(arguments, network);
}
