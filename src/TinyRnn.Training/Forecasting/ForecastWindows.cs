namespace TinyRnn.Training;

/// <summary>
/// The windows of a series, split in time order by their targets: the last fifth is the test part, the fifth before it the validation part, and
/// the rest the training part. From its first row to its target, no window crosses a gap. A window may reach back beyond the start of its
/// part, because its rows are known when the forecast is made. Each target is in one part only.
/// </summary>
public sealed class ForecastWindows
{
    /// <summary>Finds the windows.</summary>
    /// <param name="series">The series. Its known columns are moved to the rows from which their steps are forecast.</param>
    /// <param name="window">Rows that a forecast reads, 1 to 32768.</param>
    /// <param name="horizon">Steps from the last row to the target, 1 to 32768.</param>
    public ForecastWindows(ForecastSeries series, int window, int horizon)
    {
        OptionRange.Int32(window, 1, 32_768, nameof(window));
        OptionRange.Int32(horizon, 1, 32_768, nameof(horizon));
        series = series.Ahead(horizon);
        Series = series;
        TestStart = (int)(series.Count * 8L / 10);
        ValidationStart = (int)(series.Count * 6L / 10);
        double[]? origins = series.FindOrigins(ValidationStart);
        Shape = new ForecastShape(
            window, horizon, series.Columns.Count, series.TargetColumn, origins?[..series.Columns.Count], series.TargetColumn is null && origins is not null
                ? origins[^1] : 0, series.Known);
        Coarse = [.. series.Precision(series.Count).Where(column => column.IsTooCoarse)];
        StillCoarse = origins is null ? [] : [.. series.Precision(series.Count, origins).Where(column => column.IsTooCoarse)];
        All = [.. Enumerable.Range(0, series.Count).Where(target => series.IsWhole(target - horizon - window + 1, target))];
        Train = [.. All.Where(target => target < ValidationStart)];
        Validation = [.. All.Where(target => target >= ValidationStart && target < TestStart)];
        Test = [.. All.Where(target => target >= TestStart)];
    }

    /// <summary>The series as a model reads it.</summary>
    public ForecastSeries Series { get; }

    /// <summary>The shape of a forecast.</summary>
    public ForecastShape Shape { get; }

    /// <summary>Columns for which single precision is too coarse. If there are any, the <see cref="Shape"/> has an origin.</summary>
    public IReadOnlyList<ColumnPrecision> Coarse { get; }

    /// <summary>Columns for which it is too coarse even without their mean.</summary>
    public IReadOnlyList<ColumnPrecision> StillCoarse { get; }

    /// <summary>The first row of the validation part.</summary>
    public int ValidationStart { get; }

    /// <summary>The first row of the test part.</summary>
    public int TestStart { get; }

    /// <summary>All target rows.</summary>
    public IReadOnlyList<int> All { get; }

    /// <summary>Target rows of the training part.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Target rows of the validation part.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Target rows of the test part.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>The window before a target: <see cref="ForecastShape.Window"/> rows one after another.</summary>
    public ReadOnlySpan<double> Before(int target) => Series.Rows(target - Shape.Horizon - Shape.Window + 1, Shape.Window);

    /// <summary>An example of a window and its target, both without the origin of the shape.</summary>
    public SequenceExample Example(int target) => new(ForecastValues.ToSingles(Shape, Before(target)), [TargetOf(target)]);

    /// <summary>The target as a network learns it: without the origin, in single precision.</summary>
    internal float TargetOf(int target) => (float)(Series.Target[target] - Shape.OutputOrigin);

    /// <summary>The difference between a target and the last row of its window.</summary>
    internal float ChangeOf(int target) => Shape.Origin is null
        ? TargetOf(target) - TargetOf(target - Shape.Horizon)
        : (float)(Series.Target[target] - Series.Target[target - Shape.Horizon]);

    /// <summary>Computes a network's forecasts, in the user's units.</summary>
    /// <param name="network">A forecast model with the same shape.</param>
    /// <param name="targets">The target rows.</param>
    public double[] Forecast(Network network, IReadOnlyList<int> targets)
    {
        Interpreter interpreter = new(network);
        return [.. targets.Select(target => interpreter.Forecast(Before(target)))];
    }
}
