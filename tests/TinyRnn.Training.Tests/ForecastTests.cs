using System.Text.Json;

namespace TinyRnn.Training.Tests;

public class ForecastTests
{
    private static readonly float[] Wave = [.. Enumerable.Range(0, 400).Select(i => 50 + (0.05f * i) + (10 * MathF.Sin(2 * MathF.PI * i / 20)))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Parts_follow_each_other_and_windows_reach_back()
    {
        ForecastWindows windows = new(ForecastSeries.Of(Wave), 30, 3);
        Assert.Equal(240, windows.ValidationStart);
        Assert.Equal(320, windows.TestStart);
        Assert.Equal(Enumerable.Range(32, 208), windows.Train);
        Assert.Equal(Enumerable.Range(240, 80), windows.Validation);
        Assert.Equal(Enumerable.Range(320, 80), windows.Test);
        Assert.Equal([.. Wave[288..318]], windows.Before(320).ToArray());
    }

    [Fact]
    public void No_window_crosses_a_gap()
    {
        int[] segments = [.. Enumerable.Range(0, 20).Select(i => i == 5 ? ForecastSeries.Missing : i < 5 ? 0 : i < 12 ? 1 : 2)];
        ForecastSeries series = new([.. Wave[..20]], [.. Wave[..20]], segments, ["x"], "x");
        ForecastWindows windows = new(series, 3, 2);
        Assert.Equal([4, 10, 11, 16, 17, 18, 19], windows.All);
        Assert.Equal(2, series.Gaps);
    }

    [Fact]
    public void Least_squares_finds_the_coefficients_of_a_recurrence()
    {
        // y(t) = 3 + 0.5 y(t-1) - 0.3 y(t-2) + noise, and exactly without noise for a wave: 2 cos(w) y(t-1) - y(t-2).
        Xoshiro256StarStar random = new(3);
        float[] noisy = new float[5000];
        for (int i = 2; i < noisy.Length; i++)
        {
            noisy[i] = (float)(3 + (0.5 * noisy[i - 1]) - (0.3 * noisy[i - 2]) + random.NextDouble() - 0.5);
        }

        Autoregression fit = Autoregression.Fit(new ForecastWindows(ForecastSeries.Of(noisy), 2, 1), noisy.Length);
        Assert.Equal(0.5, fit.Coefficients[0], 0.04);
        Assert.Equal(-0.3, fit.Coefficients[1], 0.04);
        Assert.Equal(3, fit.Intercept, 0.2);

        float[] wave = [.. Enumerable.Range(0, 400).Select(i => MathF.Sin(0.3f * i))];
        ForecastWindows windows = new(ForecastSeries.Of(wave), 2, 1);
        Autoregression exact = Autoregression.Fit(windows, windows.TestStart);
        Assert.Equal(2 * Math.Cos(0.3), exact.Coefficients[0], 1e-3);
        Assert.Equal(-1, exact.Coefficients[1], 1e-3);
        Assert.Equal(wave[350], exact.Forecast(windows, 350), 1e-3);
    }

    [Fact]
    public void A_constant_series_is_forecast_as_it_is()
    {
        ForecastWindows windows = new(ForecastSeries.Of([.. Enumerable.Repeat(7f, 60)]), 4, 1);
        ForecastBaselines baselines = ForecastBaselines.Fit(windows);
        Assert.Null(baselines.Season);
        Assert.All(baselines.Forecast(windows, windows.Test), row => Assert.All(row.Forecasts, value => Assert.Equal(7, value, 1e-4)));
    }

    [Fact]
    public void The_season_is_found_under_a_trend_and_a_line_has_none()
    {
        Assert.Equal(20, Seasonality.Find([.. Wave]));

        // A swing of which the series sees a third only, twenty times as high as the season.
        Assert.Equal(20, Seasonality.Find([.. Wave.Select((value, i) => value + (200 * MathF.Cos(2 * MathF.PI * i / 1200)))]));
        Assert.Null(Seasonality.Find([.. Enumerable.Range(0, 30).Select(i => (float)i)]));
        Assert.Null(Seasonality.Find([]));
    }

    [Theory]
    [InlineData("airline-passengers.csv", 12)]
    [InlineData("monthly-sunspots.csv", 127)]
    public void The_season_of_real_series_is_found(string file, int season)
    {
        float[] values = ReadSecondColumn(SharedData.Path("series", file));
        Assert.Equal(season, Seasonality.Find([.. values[..(values.Length * 8 / 10)]]));
    }

    [Fact]
    public void Baselines_do_what_their_names_say_and_come_back_from_metadata()
    {
        ForecastWindows windows = new(ForecastSeries.Of(Wave), 5, 22);
        ForecastBaselines baselines = ForecastBaselines.Fit(windows, 20);
        IReadOnlyList<(string Name, double[] Forecasts)> rows = baselines.Forecast(windows, windows.Test);
        Assert.Equal(["AR(5)", "naive", "seasonal(20)"], rows.Select(row => row.Name));
        Assert.Equal(Wave[320 - 22], rows[1].Forecasts[0]);

        // One season back is not known yet 22 steps before.
        Assert.Equal(Wave[320 - 40], rows[2].Forecasts[0]);

        using JsonDocument json = JsonDocument.Parse(baselines.ToJson().ToJsonString());
        ForecastBaselines read = ForecastBaselines.Read(json.RootElement, 5);
        Assert.Equal(rows[0].Forecasts, read.Forecast(windows, windows.Test)[0].Forecasts);
        Assert.Equal(20, read.Season);
        Assert.Null(ForecastBaselines.Read(json.RootElement, 4).Autoregression);
    }

    [Fact]
    public void Errors_are_root_mean_square_and_mean_absolute()
    {
        ForecastErrors errors = ForecastErrors.Of([1, 2, 7], [1, 4, 3]);
        Assert.Equal(Math.Sqrt(20.0 / 3), errors.Rmse, 1e-9);
        Assert.Equal(2, errors.Mae, 1e-9);
        Assert.Throws<ArgumentException>(() => ForecastErrors.Of([], []));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_trained_forecast_beats_the_last_value(bool isFlat, bool predictsChange)
    {
        ForecastWindows windows = new(ForecastSeries.Of(Wave, "level"), 8, 1);
        IReadOnlyList<Layer> layers = isFlat
            ? Architecture.Perceptron(8, [16], 1, Activation.Identity, Activation.Tanh)
            : Architecture.Recurrent(1, 1, Activation.Identity, new RecurrentArchitecture { Cell = RecurrentCell.Gru, HiddenSize = 8 });
        SequenceRegressionOptions options = ForecastTraining.DefaultOptions with { Epochs = 40, Optimizer = new OptimizerOptions { LearningRate = 1e-2 } };
        TrainingResult result = ForecastTraining.CreateTrainer(windows, layers, predictsChange, options).Train(cancellation: Cancellation);
        Assert.Equal(NetworkTask.Forecast, result.Network.Task);
        Assert.Equal(predictsChange ? [isFlat ? 7 : 0] : null, result.Network.Residual?.Inputs);

        // The interpreter, in the user's units, measures what the trainer measured: the skipped input is added back.
        double[] validation = windows.Forecast(result.Network, windows.Validation);
        double[] measured = [.. windows.Validation.Select(target => Wave[target])];
        Assert.Equal(result.Metric, ForecastErrors.Of(validation, measured).Rmse, 1e-3);
        Assert.All(result.Network.TestVectors, vector => Assert.Equal(vector.Output[0], new Interpreter(result.Network).Forecast(vector.Values), 1e-3));
        double[] naive = [.. windows.Validation.Select(target => Wave[target - 1])];
        Assert.True(result.Metric < ForecastErrors.Of(naive, measured).Rmse / 2, $"error {result.Metric}");
    }

    /// <summary>Values that single precision holds in steps of 8: what is trained reads what is left without their mean.</summary>
    [Theory]
    [InlineData(true, true), InlineData(true, false), InlineData(false, true)]
    public void A_series_that_single_precision_cannot_hold_is_forecast_in_doubles(bool isRead, bool predictsChange)
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => 123456789 + (0.7 * i) + Math.Sin(i))];
        double[] other = [.. Enumerable.Range(0, 300).Select(i => Math.Cos(i))];
        ForecastSeries series = isRead ? ForecastSeries.Of(values) : new(other, values, new int[300], ["other"], "value");
        ForecastWindows windows = new(series, 8, 1);
        Assert.Equal("value", Assert.Single(windows.Coarse).Column);
        Assert.Empty(windows.StillCoarse);
        Assert.Equal(values[..180].Average(), windows.Shape.OutputOrigin, 1e-6);
        SequenceRegressionOptions options = ForecastTraining.DefaultOptions with { Epochs = 30 };
        TrainingResult result = ForecastTraining.CreateTrainer(
            windows, Architecture.Recurrent(1, 1, Activation.Identity, new RecurrentArchitecture { Cell = RecurrentCell.Gru, HiddenSize = 8 }),
            predictsChange && isRead, options).Train(cancellation: Cancellation);
        Network network = NetworkReader.Read(NetworkWriter.Write(result.Network), "x.tinyrnn");
        Assert.Equal(windows.Shape.OutputOrigin, network.Forecast!.OutputOrigin);
        double[] forecasts = windows.Forecast(network, windows.Validation);
        Assert.Equal(result.Metric, ForecastErrors.Of(forecasts, [.. windows.Validation.Select(target => values[target])]).Rmse, 1e-3);
        if (predictsChange && isRead)
        {
            // The change is 0.7 and a wave of 1: what is not learned is still no step of 8.
            Assert.True(result.Metric < 1.5, $"error {result.Metric}");
        }

        double naive = ForecastErrors.Of(
            new ForecastBaselines().Forecast(windows, windows.Test)[0].Forecasts, [.. windows.Test.Select(target => values[target])]).Rmse;
        Assert.Equal(Math.Sqrt(windows.Test.Average(target => Math.Pow(values[target] - values[target - 1], 2))), naive, 1e-6);
    }

    [Fact]
    public void Series_that_single_precision_can_hold_have_no_origin()
    {
        ForecastWindows windows = new(ForecastSeries.Of([.. Enumerable.Range(0, 100).Select(i => 100_000 + (0.7 * i))]), 8, 1);
        Assert.Null(windows.Shape.Origin);
        Assert.Empty(windows.Coarse);
        Assert.Null(new ForecastWindows(ForecastSeries.Of([.. Enumerable.Repeat(123456789.25, 100)]), 8, 1).Shape.Origin);

        // A jump hides nothing, and where values are far from their mean it does not help.
        ForecastWindows late = new(ForecastSeries.Of([.. Enumerable.Range(0, 1000).Select(i => 1e9 + (0.01 * i) + (i == 900 ? 4e4 : 0))]), 8, 1);
        Assert.NotNull(late.Shape.Origin);
        Assert.NotEmpty(late.Coarse);
        Assert.NotEmpty(late.StillCoarse);
    }

    [Fact]
    public void What_cannot_be_learned_is_said()
    {
        ForecastWindows few = new(ForecastSeries.Of(Wave.AsSpan(0, 20)), 16, 1);
        Assert.Contains(
            "windows of 16 rows",
            Assert.Throws<ArgumentException>(() => ForecastTraining.CreateTrainer(few, Architecture.Rnn(1, 4, 1, Activation.Identity), true)).Message,
            StringComparison.Ordinal);
        ForecastSeries other = new([.. Wave], [.. Wave], new int[400], ["load"], "level");
        Assert.Null(other.TargetColumn);
        Assert.Contains(
            "'level'",
            Assert.Throws<ArgumentException>(
                () => ForecastTraining.CreateTrainer(new ForecastWindows(other, 4, 1), Architecture.Rnn(1, 4, 1, Activation.Identity), true)).Message,
            StringComparison.Ordinal);
    }

    internal static float[] ReadSecondColumn(string path) =>
        [
            .. File.ReadLines(path).Skip(1).Where(line => line.Length > 0)
            .Select(line => float.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))
        ];
}
