using TinyRnn.Model;
using TinyRnn.Tool.Data;
using TinyRnn.Training;

namespace TinyRnn.Tool.Output;

/// <summary>Warns where networks, which compute in single precision, cannot tell the values of a series apart.</summary>
internal static class PrecisionWarning
{
    /// <summary>The warnings of a training, with what the model does about them.</summary>
    public static IEnumerable<string> OfTraining(ForecastWindows windows)
    {
        foreach (ColumnPrecision column in windows.Coarse)
        {
            yield return Text(column) + "; the model reads differences from their mean, and its compiled code has a Forecast for doubles";
        }

        foreach (ColumnPrecision column in windows.StillCoarse)
        {
            yield return FormattableString.Invariant(
                $"even without their mean, values of '{column.Column}' reach {column.Largest:G6}, where single precision has steps of ")
                    + FormattableString.Invariant($"{column.Step:G3}: forecasts lose finer differences");
        }
    }

    /// <summary>Warns about a series for a model.</summary>
    public static void OfSeries(ForecastWindows windows, Network network)
    {
        if (network.Forecast?.Origin is null)
        {
            Write(windows.Coarse);
        }
    }

    /// <summary>Warns about sequences for a model.</summary>
    public static void OfSequences(SequenceFile file, Network network)
    {
        if (network.Tokens is null && network.Forecast?.Origin is null)
        {
            int size = network.Forecast?.Columns ?? network.InputSize;
            IReadOnlyList<string>? names = Models.ColumnNames(network);
            Write(Enumerable.Range(0, size).SelectMany(column => file.Sequences.Select(sequence => ColumnPrecision.Of(
                names?[column] ?? FormattableString.Invariant($"{column + 1}"),
                [.. Enumerable.Range(0, sequence.Values.Length / size).Select(row => sequence.Values[(row * size) + column])]))));
        }
    }

    private static void Write(IEnumerable<ColumnPrecision> columns)
    {
        if (columns.FirstOrDefault(column => column.IsTooCoarse) is ColumnPrecision coarse)
        {
            Console.Error.WriteLine($"tinyrnn: warning: {Text(coarse)}; the model reads them in single precision (a model trained on these data would not)");
        }
    }

    private static string Text(ColumnPrecision column) => FormattableString.Invariant(
        $"values of '{column.Column}' reach {column.Largest:R}, where single precision has steps of {column.Step:G3}, but they change by ")
            + FormattableString.Invariant($"{column.Change:G3} from row to row");
}
