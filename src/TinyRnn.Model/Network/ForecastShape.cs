namespace TinyRnn.Model;

/// <summary>What a forecast model reads and what it forecasts: from a window of rows it gives one value, some steps after the last row.</summary>
/// <param name="window">Rows that a forecast reads, at least 1.</param>
/// <param name="horizon">Steps from the last row to the forecast value, at least 1; 1 is the next step.</param>
/// <param name="columns">Values in a row, at least 1.</param>
/// <param name="target">The column that is forecast, from 0; null if it is not one of the columns.</param>
/// <param name="origin">The value subtracted from each column; null for none.</param>
/// <param name="outputOrigin">The value added to the forecast if the target is not one of the columns; else the target column's origin is
/// added.</param>
/// <param name="known">The columns whose values are known ahead, from 0, such as a holiday or a price; null for none.</param>
public sealed partial class ForecastShape(
    int window, int horizon = 1, int columns = 1, int? target = 0, IReadOnlyList<double>? origin = null, double outputOrigin = 0,
    IReadOnlyList<int>? known = null)
{
    internal const string Field = "forecast";
    internal const string OriginField = "origin";
    internal const string OutputOriginField = "outputOrigin";
    internal const string KnownField = "known";

    /// <summary>Rows that a forecast reads.</summary>
    public int Window { get; } = window;

    /// <summary>Steps from the last row to the forecast value; 1 is the next step.</summary>
    public int Horizon { get; } = horizon;

    /// <summary>Values in a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>The column that is forecast, or null if it is not one of the columns.</summary>
    public int? Target { get; } = target;

    /// <summary>
    /// The value subtracted from each column, in double precision, before the network reads it: without it, the network's single precision could not
    /// tell large neighbouring values apart. The network's input, scaling and residual connection work on the differences, and so do its steps and
    /// test vectors; forecasts are in the original values. Null for none.
    /// </summary>
    public IReadOnlyList<double>? Origin { get; } = origin;

    /// <summary>The value added to the network's output: the origin of the column that is forecast.</summary>
    public double OutputOrigin => Origin is null ? 0 : Target is int column && column >= 0 && column < Origin.Count ? Origin[column] : outputOrigin;

    /// <summary>
    /// The columns whose values are known ahead. A row holds the value that such a column has <see cref="Horizon"/> steps later: the last row of a window
    /// holds those of the step that is forecast.
    /// </summary>
    public IReadOnlyList<int> Known { get; } = known ?? [];

    /// <summary>Whether the model is autoregressive: its forecasts can be appended to the history as new rows, so it can forecast any number of
    /// values.</summary>
    public bool CanFeedBack => CanContinue && Known.Count == 0;

    /// <summary>Whether its forecasts, together with the values that are known ahead, give the rows that follow.</summary>
    public bool CanContinue => Horizon == 1 && Enumerable.Range(0, Columns).All(column => column == Target || Known.Contains(column));

    /// <summary>Why the model is not autoregressive, for people.</summary>
    public string WhyNoFeedBack => Horizon > 1
        ? $"the model gives the value {Horizon} steps ahead and none before it"
        : CanContinue && Known.Count > 0 ? "the model reads values that are known ahead, which its forecasts do not give"
        : Columns > 1 ? $"the model reads {Columns} values a step and forecasts one" : "the model forecasts a series that it does not read";

    /// <summary>Values in a window.</summary>
    internal long Values => (long)Window * Columns;

    /// <summary>The lowest format version that can express this.</summary>
    internal int FormatVersion => Known.Count > 0 ? NetworkReader.KnownVersion : Origin is null ? 1 : NetworkReader.OriginVersion;
}
