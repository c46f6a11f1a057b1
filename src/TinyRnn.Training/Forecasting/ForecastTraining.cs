using System.Text.Json.Nodes;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace TinyRnn.Training;

/// <summary>Prepares the training of forecast models.</summary>
public static class ForecastTraining
{
    // Every window is stored as an example twice, in the user's units and standardised: 2 GB in all.
    private const long MaximumValues = 1L << 28;

    /// <summary>Default settings: Adam at 0.006 with a cosine schedule and a weight decay of 0.001, clipped at 1, 60 epochs.</summary>
    public static SequenceRegressionOptions DefaultOptions { get; } = new()
    {
        Epochs = 60,
        Optimizer = new OptimizerOptions { LearningRate = 6e-3, Schedule = LearningRateSchedule.Cosine, WeightDecay = 1e-3, ClipNorm = 1 },
    };

    /// <summary>Makes a trainer whose network has the task <see cref="NetworkTask.Forecast"/>.</summary>
    /// <param name="windows">The windows. Those of the test part are not used.</param>
    /// <param name="layers">
    /// From <see cref="ForecastShape.Columns"/> values in a step (a row), or from a whole window in one step (an MLP), to 1 value.
    /// </param>
    /// <param name="predictsChange">
    /// Whether the layers learn the change from the last row to the target, to which a residual connection adds the last row; otherwise they learn the value.
    /// </param>
    /// <param name="options">Settings, or null for <see cref="DefaultOptions"/>; scalings, names, shape and data are filled in.</param>
    /// <param name="baselines">Baselines for the model's metadata, or null.</param>
    /// <exception cref="ArgumentException">A part has no window, the layers do not fit, or the change of a column that is not read should be
    /// learned.</exception>
    public static SequenceRegressionTrainer CreateTrainer(
        ForecastWindows windows, IReadOnlyList<Layer> layers, bool predictsChange, SequenceRegressionOptions? options = null,
        ForecastBaselines? baselines = null)
    {
        ForecastSeries series = windows.Series;
        ForecastShape shape = windows.Shape;
        if (windows.Train.Count == 0 || windows.Validation.Count == 0)
        {
            throw new ArgumentException(
                $"{series.Count} rows with {series.Gaps} gaps give {windows.Train.Count} windows of {shape.Window} rows to learn from and "
                    + $"{windows.Validation.Count} to choose the best weights, at least one of each was expected");
        }

        if ((windows.Train.Count + windows.Validation.Count) * (long)shape.Window * shape.Columns > MaximumValues)
        {
            throw new ArgumentException(
                $"{windows.Train.Count + windows.Validation.Count} windows of {shape.Window} rows of {shape.Columns} values are more than {MaximumValues} "
                    + "values; a shorter window or fewer rows were expected");
        }

        if (predictsChange && shape.Target is null)
        {
            throw new ArgumentException($"the change of '{series.TargetName}' can be forecast only if it is one of the columns to read");
        }

        bool isFlat = layers.Count > 0 && layers[0].InputSize != shape.Columns;
        int repeat = isFlat ? shape.Window : 1;
        Scaling columns = TimeSeries.Standardize(TrainRows(windows), shape.Columns);
        float[] targets = [.. windows.Train.Select(target => predictsChange ? windows.ChangeOf(target) : windows.TargetOf(target))];
        return new SequenceRegressionTrainer(
            [.. windows.Train.Select(windows.Example)],
            [.. windows.Validation.Select(windows.Example)],
            layers,
            (options ?? DefaultOptions) with
            {
                OutputSteps = OutputSteps.Last,
                InputNames = isFlat ? null : series.Columns,
                InputScaling = new Scaling(Repeat(columns.Mean, repeat), Repeat(columns.Std, repeat)),
                OutputScaling = TimeSeries.Standardize(targets, 1),
                ResidualInputs = predictsChange ? [((repeat - 1) * shape.Columns) + shape.Target!.Value] : null,
                Forecast = shape,
                Data = new JsonObject
                {
                    ["columns"] = new JsonArray([.. series.Columns.Select(name => (JsonNode)name)]),
                    ["target"] = series.TargetName,
                    ["time"] = series.TimeName,
                    ["hash"] = series.Hash,
                    ["baselines"] = baselines?.ToJson(),
                },
            });
    }

    // Scalings come from the training part only, so that nothing of the rest is known.
    private static float[] TrainRows(ForecastWindows windows)
    {
        List<float> rows = [];
        for (int row = 0; row < windows.ValidationStart; row++)
        {
            if (windows.Series.IsThere(row))
            {
                rows.AddRange(ForecastValues.ToSingles(windows.Shape, windows.Series.Rows(row, 1)));
            }
        }

        return [.. rows];
    }

    private static float[] Repeat(IReadOnlyList<float> values, int count) => [.. Enumerable.Repeat(values, count).SelectMany(row => row)];
}
