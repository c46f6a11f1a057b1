using System.CommandLine;
using TinyRnn.Model;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>The options that name the columns of a series where they differ from the training's.</summary>
internal sealed class SeriesArguments
{
    private readonly Option<string?> _column = new("--column")
    {
        Description = "For a series: the forecast column. [default: the one used in training]",
    };
    private readonly Option<string?> _inputs = new("--inputs")
    {
        Description = "For a series: the columns to read, in the order of the training, separated by commas. [default: those used in training]",
    };
    private readonly Option<string?> _time = new("--time") { Description = "For a series: the column of times. [default: the one used in training]" };
    private readonly Option<string?> _duplicates = new("--duplicates")
    {
        Description = "For a series: how to treat rows with the same time: as an error, as one step with their mean, or keep each as a step. [default: as "
            + "in training]",
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

    /// <summary>The columns: those that are given, else those that the model remembers.</summary>
    /// <exception cref="ToolException">The number of columns differs from what the model reads.</exception>
    public SeriesColumns Read(ParseResult arguments, Network network)
    {
        DuplicateTimes duplicates = arguments.GetValue(_duplicates) is string text
            ? Enum.Parse<DuplicateTimes>(text, ignoreCase: true)
            : RememberedSettings.Duplicates(network);
        SeriesColumns known = SeriesColumns.Of(network, duplicates);
        string? column = arguments.GetValue(_column);
        IReadOnlyList<string>? inputs = arguments.GetList(_inputs);
        int read = network.Forecast?.Columns ?? 1;
        if (inputs is not null && inputs.Count != read)
        {
            throw new ToolException($"{_inputs.Name} names {inputs.Count} columns, but the model reads {read}; name as many");
        }

        // The new name of the forecast column also holds where that column is read.
        inputs ??= column is null ? known.Inputs : [.. known.Inputs.Select(name => name == known.Target ? column : name)];
        column ??= network.Forecast?.Target is int index && index < inputs.Count ? inputs[index] : known.Target;
        IEnumerable<int> ahead = network.Forecast?.Known ?? [];
        return new SeriesColumns(
            column, inputs, arguments.GetValue(_time) ?? known.Time, duplicates, inputs.Count == 0 ? [] : [.. ahead.Select(index => inputs[index])]);
    }
}
