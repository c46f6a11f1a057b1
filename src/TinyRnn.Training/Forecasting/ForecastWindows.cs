namespace TinyRnn.Training;

/// <summary>
/// The windows of a series, split in the order of time: those whose target is in the last fifth test, those in the fifth before choose the
/// best weights, those before are learned from. No window crosses a gap, from its first row to its target. A window may reach
/// back over the beginning of its part, as its rows are known when the forecast is made; targets are in one part only.
/// </summary>
public sealed class ForecastWindows
{
    /// <summary>Finds the windows.</summary>
    /// <param name="series">The series.</param>
    /// <param name="window">Rows that are read, 1 to 32768.</param>
    /// <param name="horizon">Steps from the last row to the target, 1 to 32768.</param>
    public ForecastWindows(ForecastSeries series, int window, int horizon)
    {
        OptionRange.Int32(window, 1, 32_768, nameof(window));
        OptionRange.Int32(horizon, 1, 32_768, nameof(horizon));
        Series = series;
        TestStart = (int)(series.Count * 8L / 10);
        ValidationStart = (int)(series.Count * 6L / 10);
        double[]? origins = series.FindOrigins(ValidationStart);
        Shape = new ForecastShape(
            window, horizon, series.Columns.Count, series.TargetColumn, origins?[..series.Columns.Count], series.TargetColumn is null && origins is not null ? origins[^1] : 0);
        Coarse = [.. series.Precision(series.Count).Where(column => column.IsTooCoarse)];
        StillCoarse = origins is null ? [] : [.. series.Precision(series.Count, origins).Where(column => column.IsTooCoarse)];
        All = [.. Enumerable.Range(0, series.Count).Where(target => series.IsWhole(target - horizon - window + 1, target))];
        Train = [.. All.Where(target => target < ValidationStart)];
        Validation = [.. All.Where(target => target >= ValidationStart && target < TestStart)];
        Test = [.. All.Where(target => target >= TestStart)];
    }

    /// <summary>The series.</summary>
    public ForecastSeries Series { get; }

    /// <summary>What is read and what is given.</summary>
    public ForecastShape Shape { get; }

    /// <summary>Columns of which single precision cannot tell neighbours apart; the <see cref="Shape"/> then has an origin.</summary>
    public IReadOnlyList<ColumnPrecision> Coarse { get; }

    /// <summary>Those of which it cannot even without their mean.</summary>
    public IReadOnlyList<ColumnPrecision> StillCoarse { get; }

    /// <summary>The first row of the validation part.</summary>
    public int ValidationStart { get; }

    /// <summary>The first row of the test part.</summary>
    public int TestStart { get; }

    /// <summary>Rows of all targets.</summary>
    public IReadOnlyList<int> All { get; }

    /// <summary>Rows of the targets that are learned from.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Rows of the targets that choose the best weights.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Rows of the targets that test.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>The window before a target: <see cref="ForecastShape.Window"/> rows one after another.</summary>
    public ReadOnlySpan<double> Before(int target) => Series.Rows(target - Shape.Horizon - Shape.Window + 1, Shape.Window);

    /// <summary>A window and its target as an example, both without the origin of the shape.</summary>
    public SequenceExample Example(int target) => new(ForecastValues.ToSingles(Shape, Before(target)), [TargetOf(target)]);

    /// <summary>The value of a target as a network learns it: without the origin, in single precision.</summary>
    internal float TargetOf(int target) => (float)(Series.Target[target] - Shape.OutputOrigin);

    /// <summary>How a target differs from the last row of its window.</summary>
    internal float ChangeOf(int target) => Shape.Origin is null
        ? TargetOf(target) - TargetOf(target - Shape.Horizon)
        : (float)(Series.Target[target] - Series.Target[target - Shape.Horizon]);

    /// <summary>A network's forecasts, in the user's units.</summary>
    /// <param name="network">A forecast model of the same shape.</param>
    /// <param name="targets">Rows of the targets.</param>
    public double[] Forecast(Network network, IReadOnlyList<int> targets)
    {
        Interpreter interpreter = new(network);
        return [.. targets.Select(target => interpreter.Forecast(Before(target)))];
    }
}
