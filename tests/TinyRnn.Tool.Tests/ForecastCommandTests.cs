using System.Globalization;
using System.Text.Json;

namespace TinyRnn.Tool.Tests;

public sealed class ForecastCommandTests : IDisposable
{
    private static readonly string[] Quick = ["--window", "8", "--epochs", "4", "--hidden", "6"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_origin_of_a_forecast_is_shown()
    {
        Layer[] layers = [new GruLayer("gru", 2, 3), new DenseLayer("fc", 3, 1)];
        ForecastShape shape = new(4, 1, 2, 1, [123456789.25, -0.1]);
        NetworkFile.Save(Networks.Forecast(new VectorInput(2), shape, 1, layers), _folder.File("far.tinyrnn"));
        Assert.Matches(@"origin +123456789\.25, -0\.1 from the columns, -0\.1 to the forecast", await ToolRun.Succeed(_folder.Path, "inspect", "far.tinyrnn"));
        using JsonDocument json = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "far.tinyrnn", "--json"));
        JsonElement forecast = json.RootElement.GetProperty("forecast");
        Assert.Equal([123456789.25, -0.1], forecast.GetProperty("origin").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(-0.1, forecast.GetProperty("outputOrigin").GetDouble());

        // ONNX has no place for it: the export says so, and writes nothing.
        Assert.Contains(
            "subtracts an origin from its rows in double "
                + "precision", await ToolRun.Fail(_folder.Path, "export", "far.tinyrnn", "--to", "onnx", "-o", "far.onnx"),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("far.onnx")));
    }

    [Fact]
    public async Task A_column_is_forecast_measured_and_run()
    {
        WriteSeries("pump.csv", 300);
        string output = await ToolRun.Succeed(_folder.Path, ["train", "forecast", "pump.csv", "--column", "temperature", "--time", "when", .. Quick]);
        Assert.Contains("20 steps, found by autocorrelation", output, StringComparison.Ordinal);
        string test = TableOf(output);
        Assert.Equal(["pump", "AR(8)", "naive", "seasonal(20)"], Names(test));
        Assert.True(File.Exists(_folder.File("pump-forecast.svg")));

        // The file that it was trained on: the same test part, hence the same table. Another one: all of it.
        string again = await ToolRun.Succeed(_folder.Path, "evaluate", "pump.tinyrnn", "pump.csv");
        Assert.Contains("60 of 'temperature' (test)", again, StringComparison.Ordinal);
        Assert.EndsWith(test, again, StringComparison.Ordinal);
        WriteSeries("other.csv", 100);
        using JsonDocument other = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "pump.tinyrnn", "other.csv", "--json"));
        Assert.Equal("all", other.RootElement.GetProperty("split").GetString());
        Assert.Equal(92, other.RootElement.GetProperty("forecasts").GetInt32());

        await ToolRun.Succeed(_folder.Path, "run", "pump.tinyrnn", "--input", "other.csv", "--output", "next.csv", "--count", "5");
        string[] next = await File.ReadAllLinesAsync(_folder.File("next.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(5, next.Length);
        Assert.All(next, line => Assert.InRange(float.Parse(line, CultureInfo.InvariantCulture), 0, 100));
        string description = await ToolRun.Succeed(_folder.Path, "inspect", "pump.tinyrnn");
        Assert.Contains("1 step after the last of 8 rows of temperature", description, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "pump.tinyrnn", "--json"));
        string fingerprint = json.RootElement.GetProperty("fingerprint").GetString()!;
        Assert.Matches("^[0-9a-f]{16}$", fingerprint);
        Assert.Contains("fingerprint " + fingerprint, description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_mlp_reads_several_columns_some_steps_ahead()
    {
        WriteSeries("pump.csv", 300);
        string[] command =
        [
            "train", "forecast", "pump.csv", "--column", "temperature", "--inputs", "load,temperature", "--horizon", "3", "--cell", "none", "--season", "0"
        ];
        Assert.Equal(["pump", "AR(8)", "naive"], Names(await ToolRun.Succeed(_folder.Path, [.. command, .. Quick])));
        Assert.Contains("(test)", await ToolRun.Succeed(_folder.Path, "evaluate", "pump.tinyrnn", "pump.csv"), StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, "run", "pump.tinyrnn", "--input", "pump.csv", "--output", "next.json");
        Assert.Contains(
            "--count must be 1", await ToolRun.Fail(_folder.Path, "run", "pump.tinyrnn", "--input", "pump.csv", "--output", "more.json", "--count", "2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_line_ends_and_gaps_are_read()
    {
        // CR LF, a quoted comma, no final line end; a missing value, an empty line and a jump of the times are three gaps.
        IEnumerable<string> rows = Enumerable.Range(0, 200).Select(
            i => i == 60 ? "\r\n"
                : FormattableString.Invariant($"{(i < 90 ? i : i + 50)},\"{(i == 30 ? "NA" : (i % 7).ToString(CultureInfo.InvariantCulture))}\"\r\n"));
        _folder.Write("gaps.csv", ("t,\"a, \"\"b\"\"\"\r\n" + string.Concat(rows)).TrimEnd());
        string output = await ToolRun.Succeed(_folder.Path, ["train", "forecast", "gaps.csv", "--time", "t", .. Quick]);
        Assert.Contains("199 rows with 3 gaps", output, StringComparison.Ordinal);
        Assert.Contains("'a, \"b\"' 1 step ahead", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_of_a_model_are_where_another_begins_and_a_sweep_ends_with_one_test()
    {
        WriteSeries("pump.csv", 300);
        string[] command = ["train", "forecast", "pump.csv", "--column", "temperature", "--season", "20"];
        string first = await ToolRun.Succeed(_folder.Path, [.. command, .. Quick]);
        string second = await ToolRun.Succeed(
            _folder.Path,
            [.. command, "--window", "8", "--hidden", "6", "--epochs", "1", "--rate", "1e-9", "--initial-weights", "pump.tinyrnn",
                "-o", "same.tinyrnn", "--name", "pump"]);
        Assert.Equal(TableOf(first), TableOf(second));
        Assert.StartsWith(
            "pump.tinyrnn: the weights do not fit this training: layer 'gru' is gru(1 -> 5)",
            await ToolRun.Fail(_folder.Path, [.. command, "--hidden", "5", "--initial-weights", "pump.tinyrnn", "-o", "other.tinyrnn"]),
            StringComparison.Ordinal);

        // Each rate is better than the one before; the test of the best comes once, before the table.
        string sweep = await ToolRun.Succeed(_folder.Path, [.. command, .. Quick, "--sweep", "rate=0.00001,0.001,0.01", "-o", "best.tinyrnn"]);
        Assert.Equal(2, sweep.Split("seasonal(20)").Length);
        Assert.Contains("best step", sweep[sweep.IndexOf("seasonal(20)", StringComparison.Ordinal)..], StringComparison.Ordinal);
        using JsonDocument configuration = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "best.tinyrnn", "--config"));
        Assert.Equal(0.01, configuration.RootElement.GetProperty("rate").GetDouble());
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "bad.csv: 'a', 'b' have numbers; name the one to forecast with --column")]
    [InlineData("a,b\nx,y\n", "bad.csv: no column has only numbers")]
    [InlineData("", "bad.csv: is empty")]
    [InlineData("a\n", "bad.csv: has no line after the header")]
    [InlineData("a\n1\n2\n", "bad.csv: 2 rows with 0 gaps give 0 windows to train")]
    [InlineData("a\n1\nx\n", "bad.csv(3): column 'a', 'x', is not a finite number", "--column", "a")]
    [InlineData("a\n1\n", "bad.csv: there is no column 'c'; it has 'a'", "--column", "c")]
    [InlineData("a,t\n1,5\n2,5\n", "bad.csv(3): the time '5' is also in line 2; use --duplicates mean", "--column", "a", "--time", "t")]
    [InlineData("a,t\n1,x y\n", "bad.csv(2): column 't', 'x y', is not a time", "--column", "a", "--time", "t")]
    [InlineData("a,b\n1,2\n3\n", "bad.csv(3): 1 field where line 1 has 2", "--column", "b")]
    [InlineData("a,a\n1,2\n3,4\n", "bad.csv(1): two columns are named 'a'", "--column", "a")]
    public async Task What_is_wrong_with_a_file_has_a_place(string text, string error, params string[] options)
    {
        _folder.Write("bad.csv", text);
        Assert.StartsWith(error, await ToolRun.Fail(_folder.Path, ["train", "forecast", "bad.csv", .. options]), StringComparison.Ordinal);
    }

    /// <summary>Steps of 8 in single precision, of 0.7 in the file.</summary>
    [Fact]
    public async Task Large_values_with_small_changes_are_told_apart()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => 123456789 + (0.7 * i) + Math.Sin(i * 1.3))];
        _folder.Write("large.csv", "Value\n" + string.Concat(values.Select(value => FormattableString.Invariant($"{value:R}\n"))));
        string output = await ToolRun.Succeed(_folder.Path, ["train", "forecast", "large.csv", "--season", "0", .. Quick]);
        Assert.Contains("single precision has steps of 8, but they change by", output, StringComparison.Ordinal);
        using JsonDocument table = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "large.tinyrnn", "large.csv", "--json"));
        Assert.Equal("test", table.RootElement.GetProperty("split").GetString());
        JsonElement[] rows = [.. table.RootElement.GetProperty("errors").EnumerateArray()];
        double naive = Math.Sqrt(Enumerable.Range(240, 60).Average(i => Math.Pow(values[i] - values[i - 1], 2)));
        Assert.Equal(naive, rows.Single(row => row.GetProperty("name").GetString() == "naive").GetProperty("rmse").GetDouble(), 1e-6);
        Assert.True(rows[0].GetProperty("rmse").GetDouble() < 2, "the model's forecasts are in steps of single precision");

        await ToolRun.Succeed(_folder.Path, "run", "large.tinyrnn", "--input", "large.csv", "--output", "next.csv", "--count", "3");
        string[] next = await File.ReadAllLinesAsync(_folder.File("next.csv"), TestContext.Current.CancellationToken);
        Network network = NetworkFile.Load(_folder.File("large.tinyrnn"));
        Assert.Equal(new Interpreter(network).Forecast(values, 3), next.Select(line => double.Parse(line, CultureInfo.InvariantCulture)));
        await ToolRun.Succeed(_folder.Path, "quantize", "large.tinyrnn", "--to", "bf16", "--data", "large.csv", "-o", "small.tinyrnn");
        Assert.Contains("origin", await ToolRun.Fail(_folder.Path, "export", "large.tinyrnn", "--to", "onnx", "-o", "large.onnx"), StringComparison.Ordinal);

        // A model without an origin can only warn.
        WriteSeries("pump.csv", 300);
        await ToolRun.Succeed(_folder.Path, ["train", "forecast", "pump.csv", "--column", "temperature", .. Quick]);
        _folder.Write("same.csv", "temperature\n" + string.Concat(values.Select(value => FormattableString.Invariant($"{value:R}\n"))));
        foreach (string[] command
            in (string[][])[["evaluate", "pump.tinyrnn", "same.csv"], ["run", "pump.tinyrnn", "--input", "same.csv", "--output", "next.json"]])
        {
            ToolRun warned = await ToolRun.Start(_folder.Path, command);
            Assert.Equal(0, warned.ExitCode);
            Assert.StartsWith("tinyrnn: warning: values of 'temperature' reach 123456", warned.Errors, StringComparison.Ordinal);
        }
    }

    // The verdict stands behind the table.
    private static string TableOf(string output)
    {
        int end = output.IndexOf("Verdict", StringComparison.Ordinal);
        return output[output.IndexOf("RMSE", StringComparison.Ordinal)..(end < 0 ? output.Length : end)];
    }

    private static string[] Names(string output) =>
        [
            .. TableOf(output)[
                (TableOf(output).IndexOf("MAE", StringComparison.Ordinal) + 3)..].Split(
                    '\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])
        ];

    private void WriteSeries(string name, int count) => _folder.Write(name, "when,temperature,load\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{50 + (10 * Math.Sin(Math.PI * i / 10)) + (i * 17 % 11 * 0.1):0.00},")
            + FormattableString.Invariant($"{40 + (10 * Math.Sin(Math.PI * (i + 3) / 10)):0.00}\n"))));
}
