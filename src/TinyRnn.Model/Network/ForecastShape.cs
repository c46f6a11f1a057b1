namespace TinyRnn.Model;

/// <summary>What a forecast model reads and what it gives: from a window of rows one value, some steps after the last row.</summary>
/// <param name="window">Rows that are read, at least 1.</param>
/// <param name="horizon">Steps from the last row to the value that is forecast, at least 1; 1 is the next one.</param>
/// <param name="columns">Values of a row, at least 1.</param>
/// <param name="target">Which value of a row is forecast, from 0; null where it is none of them.</param>
/// <param name="origin">What is taken from the values of each column, one a column; null for nothing.</param>
/// <param name="outputOrigin">What is added to the forecast of a column that is not read; of one that is, its origin is.</param>
public sealed partial class ForecastShape(int window, int horizon = 1, int columns = 1, int? target = 0, IReadOnlyList<double>? origin = null, double outputOrigin = 0)
{
    internal const string Field = "forecast";
    internal const string OriginField = "origin";
    internal const string OutputOriginField = "outputOrigin";

    /// <summary>Rows that are read.</summary>
    public int Window { get; } = window;

    /// <summary>Steps from the last row to the value that is forecast; 1 is the next one.</summary>
    public int Horizon { get; } = horizon;

    /// <summary>Values of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Which value of a row is forecast, or null where it is none of them.</summary>
    public int? Target { get; } = target;

    /// <summary>
    /// What is taken from the values of each column, in double precision, before the network reads them: without it the single precision of a
    /// network could not tell neighbours of large values apart. The network's input, its scaling and its residual connection
    /// are of what is left, and so are its steps and test vectors; forecasts are of the whole values. Null for nothing.
    /// </summary>
    public IReadOnlyList<double>? Origin { get; } = origin;

    /// <summary>What is added to what the network gives: the origin of the column that is forecast.</summary>
    public double OutputOrigin => Origin is null ? 0 : Target is int column && column >= 0 && column < Origin.Count ? Origin[column] : outputOrigin;

    /// <summary>Whether forecasts can be read again as the next rows, so that one model gives any number of values.</summary>
    public bool CanFeedBack => Columns == 1 && Target == 0 && Horizon == 1;

    /// <summary>Why forecasts cannot be read again, for people.</summary>
    public string WhyNoFeedBack => Horizon > 1
        ? $"the model gives the value {Horizon} steps ahead and none before it"
        : Columns > 1 ? $"the model reads {Columns} values a step and forecasts one" : "the model forecasts another series than it reads";

    /// <summary>Values of a window.</summary>
    internal long Values => (long)Window * Columns;

    /// <summary>The least version of the format that can say this.</summary>
    internal int FormatVersion => Origin is null ? 1 : NetworkReader.OriginVersion;
}
