using System.Text.Json;

namespace TinyRnn.Training.Tests;

public sealed class ForecastIntervalTests
{
    [Fact]
    public void The_half_width_is_the_quantile_of_the_validation_errors()
    {
        // A network that always gives 0: its errors are the values themselves, here 1 to 20 in the validation part, in some order.
        double[] values =
        [
            .. Enumerable.Range(0, 60).Select(_ => 0.0), .. Enumerable.Range(0, 20).Select(i => (double)(((i * 7) % 20) + 1)), .. Enumerable.Repeat(1000.0, 20)
        ];
        ForecastWindows windows = new(ForecastSeries.Of(values), 1, 1);
        ForecastIntervals? intervals = ForecastIntervals.Fit(Zero(windows), windows, 0.9);

        // 19 of 21 cases are at least 0.9.
        Assert.Equal(19, intervals!.HalfWidths[0]);
        Assert.Equal(19, intervals.HalfWidth(windows.Shape, 1));

        // The second step has 19 errors, those without the first value, of which the largest but one is the 18th of 20.
        double[] second = [.. values[61..80].Order()];
        Assert.Equal(second[17], intervals.HalfWidths[1]);

        // Nine errors tell of 9 in 10 cases, eight do not.
        Assert.Equal(12, intervals.HalfWidths.Count);
        Assert.Null(intervals.HalfWidth(windows.Shape, 13));
    }

    [Fact]
    public void Too_few_errors_give_none()
    {
        ForecastWindows windows = new(ForecastSeries.Of([.. Enumerable.Range(0, 30).Select(i => (double)i)]), 1, 1);
        Assert.Null(ForecastIntervals.Fit(Zero(windows), windows, 0.9));
        Assert.Equal(17 + 3, ForecastIntervals.Fit(Zero(windows), windows, 0.4)!.HalfWidths[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastIntervals.Fit(Zero(windows), windows, 1));
    }

    [Fact]
    public void Metadata_keep_them()
    {
        ForecastIntervals intervals = new(0.8, [1.5, 2.25]);
        using JsonDocument json = JsonDocument.Parse(intervals.ToJson().ToJsonString());
        ForecastIntervals read = ForecastIntervals.Read(json.RootElement)!;
        Assert.Equal(intervals.Level, read.Level);
        Assert.Equal(intervals.HalfWidths, read.HalfWidths);
        using JsonDocument wrong = JsonDocument.Parse("{\"level\": 2, \"halfWidths\": [1]}");
        Assert.Null(ForecastIntervals.Read(wrong.RootElement));
    }

    private static Network Zero(ForecastWindows windows)
    {
        DenseLayer layer = new("output", 1, 1, Activation.Identity);
        IEnumerable<Tensor> tensors = layer.Tensors.Select(spec => new Tensor(spec.Name, [.. spec.Shape], new float[spec.Length]));
        return new Network(new NetworkDefinition
        {
            Name = "zero",
            Task = NetworkTask.Forecast,
            Input = new VectorInput(1, null, null),
            Layers = [layer],
            OutputSteps = OutputSteps.Last,
            Tensors = tensors,
            Forecast = windows.Shape,
        });
    }
}
