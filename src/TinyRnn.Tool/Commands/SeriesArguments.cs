using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of commands that give a series to a model that was trained on another: where its columns have other names.</summary>
internal sealed class SeriesArguments
{
    private readonly Option<string?> _column = new("--column")
    {
        Description = "Of a series: the column that is forecast, where it has another name than in the training.",
    };
    private readonly Option<string?> _inputs = new("--inputs")
    {
        Description = "Of a series: the columns that are read, in the order of the training, with commas between them.",
    };
    private readonly Option<string?> _time = new("--time") { Description = "Of a series: the column of times; left out, the one of the training." };
    private readonly Option<string?> _duplicates = new("--duplicates")
    {
        Description = "Of a series: rows of the same time are an error, mean or keep; left out, as in the training.",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => [_column, _inputs, _time, _duplicates];

    /// <param name="command">The command that gets the options.</param>
    public SeriesArguments(Command command)
    {
        _duplicates.AcceptOnlyFromAmong("error", "keep", "mean");
        foreach (Option option in Options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The columns: what is given, else what the model remembers.</summary>
    /// <exception cref="ToolException">Another number of columns is given than the model reads.</exception>
    public SeriesColumns Read(ParseResult arguments, Network network)
    {
        DuplicateTimes duplicates = arguments.GetValue(_duplicates) is string text
            ? Enum.Parse<DuplicateTimes>(text, ignoreCase: true)
            : RememberedSettings.Duplicates(network);
        SeriesColumns known = SeriesColumns.Of(network, duplicates);
        string? column = arguments.GetValue(_column);
        IReadOnlyList<string>? inputs = arguments.GetValue(_inputs)?.Split(',', StringSplitOptions.TrimEntries);
        int read = network.Forecast?.Columns ?? 1;
        if (inputs is not null && inputs.Count != read)
        {
            throw new ToolException($"{_inputs.Name} has {inputs.Count} columns; the model reads {read}");
        }

        // The column that is forecast goes by its new name among those that are read, too.
        inputs ??= column is null ? known.Inputs : [.. known.Inputs.Select(name => name == known.Target ? column : name)];
        column ??= network.Forecast?.Target is int index && index < inputs.Count ? inputs[index] : known.Target;
        return new SeriesColumns(column, inputs, arguments.GetValue(_time) ?? known.Time, duplicates);
    }
}
