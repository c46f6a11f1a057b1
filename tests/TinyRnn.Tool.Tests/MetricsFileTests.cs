using System.Text.Json;
using TinyRnn.Tool.Output;
using TinyRnn.Training;

namespace TinyRnn.Tool.Tests;

public sealed class MetricsFileTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_there_while_the_training_goes_on()
    {
        string path = _folder.File("m.jsonl");
        using MetricsFile metrics = new(path);
        metrics.Add(Progress(1, 0.5));
        metrics.Add(Progress(2, null));
        Assert.Single(Read(path));
        metrics.Add(Progress(3, 0.6));
        Assert.Equal([1, 3], Steps(path));
    }

    [Fact]
    public void A_long_training_has_a_short_file()
    {
        string path = _folder.File("m.jsonl");
        using (MetricsFile metrics = new(path))
        {
            for (int step = 1; step <= 5 * MetricsFile.MaximumLines; step++)
            {
                metrics.Add(Progress(step, 0.5));
            }
        }

        // Thinned out evenly: every eighth of all.
        int[] steps = Steps(path);
        Assert.InRange(steps.Length, MetricsFile.MaximumLines / 2, MetricsFile.MaximumLines);
        Assert.Equal(Enumerable.Range(0, steps.Length).Select(i => (8 * i) + 1), steps);
    }

    private static int[] Steps(string path) => [.. Read(path).Select(line =>
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("step").GetInt32();
    })];

    private static string[] Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static TrainingProgress Progress(int step, double? metric) => new()
    {
        Iteration = step,
        TotalIterations = 1_000_000,
        Epoch = 1,
        Loss = 1.5,
        Metric = metric,
        MetricName = "accuracy",
        TotalEpochs = 1,
        LearningRate = 1e-3,
        ItemsPerSecond = 100,
        ItemName = "sequences",
        Elapsed = TimeSpan.FromSeconds(step),
        Remaining = TimeSpan.Zero,
        Snapshot = () => throw new InvalidOperationException("nothing here is generated"),
    };
}
