using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Model;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The sensor program, published for x64 and for arm64.</summary>
public class SensorNodeTests(PublishedSamples samples)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "SensorNode");

    [Fact]
    public void Finds_the_simulated_failures_and_nothing_else()
    {
        string output = Run(Path.Combine(Folder, "simulated.csv"), "--failures", Path.Combine(Folder, "simulated-failures.txt"));
        Assert.EndsWith("3 of 3 failures found, 0 alarms not near any failure\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocates_nothing_for_a_value()
    {
        string program = Path.Combine(samples.Publish("SensorNode"), "SensorNode");
        foreach (string[] options in (string[][])[["--figures"], ["--figures", "--forecasts"]])
        {
            using System.Diagnostics.Process process = ChildProcess.StartProgram(program, [Path.Combine(Folder, "simulated.csv"), .. options]);
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            string figures = process.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1];
            Assert.EndsWith("; 0 bytes allocated", figures, StringComparison.Ordinal);
            Assert.StartsWith("4032 values, 3 alarms", figures, StringComparison.Ordinal);
            Match errors = Regex.Match(figures, "forecasts ([0-9.]+), of 'as before' ([0-9.]+)");
            Assert.True(Number(errors.Groups[1]) < Number(errors.Groups[2]), figures);
        }
    }

    [Fact]
    public void Forecasts_are_those_of_the_model_file()
    {
        string[] lines = Run(Path.Combine(Folder, "simulated.csv"), "--forecasts", "--threshold", "300").Split('\n');
        Interpreter interpreter = new(NetworkFile.Load(Path.Combine(Folder, "temperature.tinyrnn")));
        float[] values = [.. lines.Take(4032).Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        Assert.All(Enumerable.Range(0, 24), i => Assert.EndsWith(",,", lines[i], StringComparison.Ordinal));
        Assert.All(Enumerable.Range(24, 1000), i =>
            Assert.Equal(interpreter.Forecast(values.AsSpan(i - 24, 24)), float.Parse(lines[i].Split(',')[2], CultureInfo.InvariantCulture), 0.0051f));
    }

    [Fact]
    public void Finds_failures_of_a_real_machine()
    {
        string output = Run(SharedData.Path("series", "nab-machine-temperature.csv"), "--failures", Path.Combine(Folder, "nab-failures.txt"));
        Match found = Regex.Match(output, "([0-9]) of 4 failures found, ([0-9]+) alarms not near");
        Assert.InRange(Number(found.Groups[1]), 2, 4);
        Assert.InRange(Number(found.Groups[2]), 0, 2);
        Assert.Contains("failure of 2013-12-16 17:25 found", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_the_same_on_arm64()
    {
        string arm = Path.Combine(samples.Publish("SensorNode", "linux-arm64"), "SensorNode");
        string[] command = PublishedSamples.OnArm64(arm);
        string series = Path.Combine(Folder, "simulated.csv");
        Assert.Equal(Run(series), ChildProcess.Finish(ChildProcess.StartProgram(command[0], [.. command[1..], series])));
    }

    [Theory]
    [InlineData("time,value\n", "no line has a value")]
    [InlineData("", "no line has a value")]
    public void A_stream_without_values_is_an_error(string content, string expected)
    {
        using TemporaryFolder folder = new();
        folder.Write("series.csv", content);
        using System.Diagnostics.Process process = ChildProcess.StartProgram(
            Path.Combine(samples.Publish("SensorNode"), "SensorNode"), Path.Combine(folder.Path, "series.csv"));
        string errors = ChildProcess.End(process, 1).Errors;
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private string Run(params string[] arguments) =>
        ChildProcess.Finish(ChildProcess.StartProgram(Path.Combine(samples.Publish("SensorNode"), "SensorNode"), arguments));
}
