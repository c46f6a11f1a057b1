using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Commands;

/// <summary>The options with which <c>evaluate</c> and <c>compare</c> read the data that models are measured on. The task says which have a use.</summary>
internal sealed class MeasureArguments
{
    private readonly Option<string?> _split = new("--split");
    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "Of a .csv file for classifiers: the column of texts; left out, the one of the training.",
    };
    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "Of a .csv file for classifiers: the column of labels; left out, the one of the training.",
    };
    private readonly Option<bool> _bytes = new("--bytes") { Description = "For models of bytes (train text --bytes): read the text file byte by byte." };
    private readonly SeriesArguments _series;
    private readonly CsvArguments _csv;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="split">What its <c>--split</c> says.</param>
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

    /// <summary>The part of the data; null where it is left out.</summary>
    public string? Split(ParseResult arguments) => arguments.GetValue(_split);

    /// <summary>Whether a text is read byte by byte.</summary>
    public bool IsBytes(ParseResult arguments) => arguments.GetValue(_bytes);

    /// <exception cref="ToolException">An option is given that models of this task have no use for.</exception>
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
            throw new ToolException($"{given.Name} is not for '{Models.TaskName(task)}' models");
        }
    }

    /// <summary>The labelled texts for a classifier, which remembers their columns.</summary>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public LabelledTexts ReadTexts(ParseResult arguments, string source, Network network) =>
        LabelledFile.Read(source, network, ReadForm(arguments, network), arguments.GetValue(_textColumn), arguments.GetValue(_labelColumn));

    /// <summary>The columns of a series for a model.</summary>
    /// <exception cref="ToolException">Another number of columns is given than the model reads.</exception>
    public SeriesColumns ReadColumns(ParseResult arguments, Network network) => _series.Read(arguments, network);

    /// <summary>How a CSV file for a model is written.</summary>
    /// <exception cref="ToolException">The delimiter or the encoding is none.</exception>
    public CsvForm ReadForm(ParseResult arguments, Network network) => _csv.Read(arguments, network);
}
