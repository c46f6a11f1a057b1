using System.Globalization;

namespace TinyRnn.Tool.Tests;

/// <summary><c>predict MODEL FILE -o OUT.csv</c>.</summary>
public sealed class PredictFileTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_get_labels_and_a_wrong_row_is_told_of()
    {
        _folder.WriteWords("words.csv", "id,body,kind");
        await ToolRun.Succeed(
            _folder.Path, "train", "classify", "words.csv", "--text-column", "body", "--label-column", "kind", "--hidden", "16", "--epochs", "8", "--rate",
            "0.01");
        _folder.Write("new.csv", "body,kind\n\"baegik, deik\",front\nguko\n,back\nmoky,back\n");
        ToolRun run = await ToolRun.Start(_folder.Path, "predict", "words.tinyrnn", "new.csv", "-o", "labels.csv");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(
            "tinyrnn: warning: new.csv(3): 1 field where line 1 has 2, with commas between them\ntinyrnn: warning: new.csv(4): the text is empty\n",
            run.Errors);
        string[] lines = await File.ReadAllLinesAsync(_folder.File("labels.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("line,text,label,probability,p_back,p_front", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("2,\"baegik, deik\",", lines[1], StringComparison.Ordinal);
        Assert.Equal("4,,,,,", lines[2]);
        Assert.StartsWith("5,moky,", lines[3], StringComparison.Ordinal);
        double[] numbers = [.. lines[3].Split(',').Skip(3).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        Assert.Equal(1, numbers[1] + numbers[2], 3);
        Assert.Equal(numbers[0], numbers[1..].Max());
        Assert.Equal(numbers[1] > numbers[2] ? "back" : "front", lines[3].Split(',')[2]);

        // A text file has a text a line; all is well there.
        _folder.Write("new.txt", "baegik\n\nmoky\n");
        Assert.Contains(
            "labels2.csv: 2 texts", await ToolRun.Succeed(_folder.Path, "predict", "words.tinyrnn", "new.txt", "-o", "labels2.csv"), StringComparison.Ordinal);
        Assert.StartsWith(
            "new.txt: is a file, not a text; add -o "
                + "OUT.csv", await ToolRun.Fail(_folder.Path, "predict", "words.tinyrnn", "new.txt"), StringComparison.Ordinal);
        Assert.StartsWith(
            "out.json: --output writes a .csv "
                + "file", await ToolRun.Fail(_folder.Path, "predict", "words.tinyrnn", "new.txt", "-o", "out.json"), StringComparison.Ordinal);
        Assert.Contains(
            "--count is for a forecast model", await ToolRun.Fail(_folder.Path, "predict", "words.tinyrnn", "x", "--count", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_goes_on_with_dates_and_intervals()
    {
        WriteSeries("pump.csv", 300);
        string trained = await ToolRun.Succeed(
            _folder.Path, "train", "forecast", "pump.csv", "--column", "temperature", "--time", "when", "--window", "8", "--epochs", "8", "--hidden", "6");
        Assert.Contains("contained 90 % of the validation part", trained, StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, "predict", "pump.tinyrnn", "pump.csv", "-o", "next.csv", "--count", "30");
        string[] lines = await File.ReadAllLinesAsync(_folder.File("next.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("step,when,forecast,lower,upper", lines[0]);
        Assert.Equal(31, lines.Length);
        Assert.StartsWith("1,2024-01-13 12:00,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("30,2024-01-14 17:00,", lines[30], StringComparison.Ordinal);
        double[] first = [.. lines[1].Split(',').Skip(2).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        Assert.True(first[1] < first[0] && first[0] < first[2]);

        // Errors were measured of 24 steps.
        Assert.DoesNotContain(",,", lines[24], StringComparison.Ordinal);
        Assert.EndsWith(",,", lines[25], StringComparison.Ordinal);

        // The same values as those of 'run'.
        await ToolRun.Succeed(_folder.Path, "run", "pump.tinyrnn", "-i", "pump.csv", "-o", "run.csv", "--count", "30");
        string[] run = await File.ReadAllLinesAsync(_folder.File("run.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(run, lines.Skip(1).Select(line => line.Split(',')[2]));

        // Other names of the columns are given; a wrong row is a gap, which is too near to the end here.
        string text = await File.ReadAllTextAsync(_folder.File("pump.csv"), TestContext.Current.CancellationToken);
        _folder.Write("renamed.csv", text.Replace("when,temperature", "at,heat", StringComparison.Ordinal));
        await ToolRun.Succeed(
            _folder.Path, "predict", "pump.tinyrnn", "renamed.csv", "--column", "heat", "--time", "at", "-o", "renamed-next.csv", "--count", "30");
        Assert.Equal(lines.Skip(1), (await File.ReadAllLinesAsync(_folder.File("renamed-next.csv"), TestContext.Current.CancellationToken)).Skip(1));
        Assert.StartsWith(
            "renamed.csv: there is no column 'when'; it has 'at', 'heat', 'load'", await ToolRun.Fail(_folder.Path, "predict", "pump.tinyrnn", "renamed.csv"),
            StringComparison.Ordinal);
        string[] rows = text.Split('\n');
        rows[100] = "2024-01-05 03:00,hot,40";
        _folder.Write("bad.csv", string.Join('\n', rows));
        ToolRun bad = await ToolRun.Start(_folder.Path, "predict", "pump.tinyrnn", "bad.csv", "-o", "bad-next.csv", "--count", "30");
        Assert.Equal(3, bad.ExitCode);
        Assert.Equal("tinyrnn: warning: bad.csv(101): column 'temperature', 'hot', is not a finite number\n", bad.Errors);
        Assert.Equal(lines, await File.ReadAllLinesAsync(_folder.File("bad-next.csv"), TestContext.Current.CancellationToken));
        rows[298] = "2024-01-13 09:00,hot,40";
        _folder.Write("bad.csv", string.Join('\n', rows));
        ToolRun gap = await ToolRun.Start(_folder.Path, "predict", "pump.tinyrnn", "bad.csv");
        Assert.Equal(1, gap.ExitCode);
        Assert.Contains("bad.csv: 2 rows without a gap are at its end", gap.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_columns_give_as_many_steps_as_the_horizon()
    {
        WriteSeries("pump.csv", 300);
        string[] options =
        [
            "--column", "temperature", "--inputs", "load,temperature", "--window", "8", "--epochs", "4", "--hidden", "6", "--horizon", "3", "--interval", "0"
        ];
        await ToolRun.Succeed(_folder.Path, ["train", "forecast", "pump.csv", .. options]);
        string output = await ToolRun.Succeed(_folder.Path, "predict", "pump.tinyrnn", "pump.csv", "-o", "next.csv");
        Assert.Contains("3 forecasts after line 301", output, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(_folder.File("next.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("step,forecast", lines[0]);
        Assert.Equal(4, lines.Length);

        // The last of them is what the newest window gives.
        await ToolRun.Succeed(_folder.Path, "run", "pump.tinyrnn", "-i", "pump.csv", "-o", "run.csv");
        Assert.Equal("3," + (await File.ReadAllLinesAsync(_folder.File("run.csv"), TestContext.Current.CancellationToken))[0], lines[3]);
        Assert.Equal(
            "pump.tinyrnn: --count must be 1 to 3 for this model, not 4: the model gives the value 3 steps ahead and none before it",
            await ToolRun.Fail(_folder.Path, "predict", "pump.tinyrnn", "pump.csv", "--count", "4"));
    }

    [Fact]
    public async Task Months_go_on_as_months()
    {
        _folder.Write("months.csv", "Month,Sold\n" + string.Concat(Enumerable.Range(0, 96).Select(i =>
            FormattableString.Invariant($"{new DateTime(2015, 1, 1).AddMonths(i):yyyy-MM},{100 + i + (20 * Math.Sin(Math.PI * i / 6)):0.0}\n"))));
        string trained = await ToolRun.Succeed(_folder.Path, "train", "forecast", "months.csv", "--time", "Month", "--window", "12");

        // So short a series gets a linear model and enough steps for it by itself.
        Assert.Contains(
            "Linear     45 windows to train are fewer than the 929 parameters of a GRU of 16; use --cell gru to train one anyway", trained,
            StringComparison.Ordinal);
        Assert.Contains("Verdict    ", trained, StringComparison.Ordinal);
        string printed = await ToolRun.Succeed(_folder.Path, "predict", "months.tinyrnn", "months.csv", "--count", "3");
        Assert.Contains("2023-01", printed, StringComparison.Ordinal);
        Assert.Contains("2023-03", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("2023-04", printed, StringComparison.Ordinal);

        // What was chosen by itself is in the configuration, from which the same model comes again.
        string settings = await ToolRun.Succeed(_folder.Path, "inspect", "months.tinyrnn", "--config");
        _folder.Write("settings.json", settings);
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "months.csv", "--config", "settings.json", "-o", "again.tinyrnn");
        Assert.Equal(
            await File.ReadAllTextAsync(_folder.File("months.tinyrnn"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_folder.File("again.tinyrnn"), TestContext.Current.CancellationToken));
    }

    private void WriteSeries(string name, int count) => _folder.Write(name, "when,temperature,load\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{50 + (10 * Math.Sin(Math.PI * i / 10)) + (i * 17 % 11 * 0.1):0.00},")
            + FormattableString.Invariant($"{40 + (10 * Math.Sin(Math.PI * (i + 3) / 10)):0.00}\n"))));
}
