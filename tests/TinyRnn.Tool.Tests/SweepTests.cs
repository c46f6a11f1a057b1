using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyRnn.Tool.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_of_all_combinations_is_kept_and_leads_the_table()
    {
        string output = await ToolRun.Succeed(
            _folder.Path, ["train", "text", "fox.txt", "--sweep", "hidden=4,16;rate=0.0001,0.01", "--epochs", "2", "--batch", "4", "--bptt-steps", "16"]);
        string[][] rows = [.. output[output.IndexOf("best step", StringComparison.Ordinal)..].Split('\n')
            .Where(line => Regex.IsMatch(line, "^ +[0-9]"))
            .Select(line => Regex.Split(line.Trim(), " {2,}"))];
        Assert.Equal(["16 0.0001", "16 0.01", "4 0.0001", "4 0.01"], rows.Select(cells => cells[0] + " " + cells[1]).Order(StringComparer.Ordinal));
        double[] nats = [.. rows.Select(cells => double.Parse(cells[3], CultureInfo.InvariantCulture))];
        Assert.Equal(nats.Order(), nats);
        Assert.Equal(["16", "0.01"], rows[0][..2]);

        // The model is that of the first row, and the same as without a sweep.
        using JsonDocument configuration = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "fox.tinyrnn", "--config"));
        Assert.Equal(16, configuration.RootElement.GetProperty("hidden").GetInt32());
        Assert.Equal(0.01, configuration.RootElement.GetProperty("rate").GetDouble());
        await ToolRun.Succeed(
            _folder.Path,
            ["train", "text", "fox.txt", "-o", "alone.tinyrnn", "--name", "fox", "--hidden", "16", "--rate", "0.01", "--epochs", "2",
                "--batch", "4", "--bptt-steps", "16"]);
        Assert.Equal(await Bytes("alone.tinyrnn"), await Bytes("fox.tinyrnn"));

        // So are the measurements beside it, and nothing else is left.
        string[] lines = await File.ReadAllLinesAsync(_folder.File("fox-metrics.jsonl"), TestContext.Current.CancellationToken);
        using JsonDocument last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(nats[0], last.RootElement.GetProperty("nats").GetDouble(), 1e-4);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.candidate"));
    }

    [Fact]
    public async Task A_sweep_goes_over_a_configuration_and_past_what_diverges()
    {
        _folder.Write(
            "config.json",
            "{\"hidden\": 8, \"epochs\": 1, \"batch\": 4, \"cell\": \"rnn\", \"activation\": \"identity\", \"optimizer\": \"sgd\", \"rate\": 0.5}");
        string output = await ToolRun.Succeed(_folder.Path, "train", "text", "fox.txt", "--config", "config.json", "--sweep", "rate=1000,0.01;clip=0");
        Assert.Contains("diverged", output, StringComparison.Ordinal);
        using JsonDocument configuration = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "inspect", "fox.tinyrnn", "--config"));
        Assert.Equal(0.01, configuration.RootElement.GetProperty("rate").GetDouble());
        Assert.Equal(8, configuration.RootElement.GetProperty("hidden").GetInt32());
    }

    [Fact]
    public async Task A_sweep_goes_past_what_is_not_possible()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "text", "fox.txt", "--sweep", "warm-up=100000,1", .. TextFolder.Quick]);
        Assert.Matches(@"\nImpossible +a warm-up of 100000 steps is too long for a training of \d+ steps\n", output);
        Assert.Matches(@"\n +1 +\d.* kept *\n +100000 .* not possible *\n", output);
        string none = await ToolRun.Fail(_folder.Path, ["train", "text", "fox.txt", "--force", "--sweep", "warm-up=100000", .. TextFolder.Quick]);
        Assert.StartsWith("no combination of --sweep was trained: a warm-up of 100000 steps is too long ", none, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rate", "'rate' is not of the form name=value,value")]
    [InlineData("rate=", "'rate=' is not of the form")]
    [InlineData("rate=1,,2", "'rate=1,,2' is not of the form")]
    [InlineData("speed=1,2", "'speed' is not a setting of 'train text'")]
    [InlineData("output=a,b", "'output' is not a setting")]
    [InlineData("rate=1;rate=2", "'rate' is given twice")]
    [InlineData("seed=1,2", "'seed' is given twice")]
    [InlineData("cell=gru,gruu", "gruu")]
    [InlineData(";", "--sweep is empty; settings such as ")]
    public async Task What_is_wrong_with_a_sweep_is_said_before_it_begins(string sweep, string error) =>
        Assert.Contains(error, await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "--seed", "1", "--sweep", sweep), StringComparison.Ordinal);

    [Fact]
    public async Task Values_out_of_range_are_said_before_the_first_training()
    {
        ToolRun run = await ToolRun.Start(_folder.Path, "train", "text", "fox.txt", "--epochs", "1", "--sweep", "hidden=8,0");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("tinyrnn: --sweep: 'hidden' must be 1 to 4096, not 0\n", run.Errors);
        Assert.Equal("", run.Output);
    }

    /// <summary>Behind a gap, a longer window has fewer values to forecast: here those that follow a wild stretch, which a short one cannot learn.</summary>
    [Fact]
    public async Task Windows_of_different_lengths_are_compared_on_the_same_values()
    {
        IEnumerable<string> rows = Enumerable.Range(0, 200).Select(i => i == 121 ? "\n"
            : FormattableString.Invariant($"{(i is > 121 and < 130 ? i * 37 % 100 : 10 + Math.Sin(i))}\n"));
        _folder.Write("gap.csv", "value\n" + string.Concat(rows));
        string[] command =
        [
            "train", "forecast", "gap.csv", "--cell", "none", "--layers", "0", "--season", "0", "--epochs", "30", "--interval", "0",
        ];
        string output = await ToolRun.Succeed(_folder.Path, [.. command, "--sweep", "window=2,12"]);
        Assert.Contains("rmse of the 28 validation values that all settings forecast", output, StringComparison.Ordinal);
        double[] compared = [.. output[output.IndexOf("best step", StringComparison.Ordinal)..].Split('\n')
            .Where(line => Regex.IsMatch(line, "^ +[0-9]"))
            .Select(line => double.Parse(Regex.Split(line.Trim(), " {2,}")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(2, compared.Length);
        Assert.InRange(compared[0], 0, 5);

        // Over all that its own windows reach, the short one's error is larger.
        Assert.Contains(Regex.Matches(output, "validation rmse ([0-9.]+)"), match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) > 8);
        Assert.DoesNotContain(
            "that all settings forecast", await ToolRun.Succeed(_folder.Path, [.. command, "--force", "--sweep", "rate=0.001,0.01"]), StringComparison.Ordinal);
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);
}
