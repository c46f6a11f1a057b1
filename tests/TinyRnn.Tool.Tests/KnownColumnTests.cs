using System.Globalization;
using System.Text.Json;

namespace TinyRnn.Tool.Tests;

/// <summary>Columns that are known ahead: the sales of a day hang on its own price and holiday, which no past row tells.</summary>
public sealed class KnownColumnTests : IDisposable
{
    private const int Count = 240;

    private static readonly string[] Train =
    [
        "train", "forecast", "sales.csv", "--column", "sold", "--time", "day", "--known", "holiday,price", "--window", "4", "--cell", "none", "--layers", "0",
        "--learn", "value", "--season", "0",
    ];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Forecasts_use_the_values_of_their_own_step(int horizon)
    {
        WriteSales("sales.csv", future: 0);
        WriteSales("plan.csv", future: 3);
        string output = await ToolRun.Succeed(_folder.Path, [.. Train, "--horizon", $"{horizon}"]);
        Assert.Contains("from 4 rows of sold, holiday (known ahead), price (known ahead)", output, StringComparison.Ordinal);

        // The past alone knows nothing of the day: AR's error is the sales' own deviation.
        string json = await ToolRun.Succeed(_folder.Path, "evaluate", "sales.tinyrnn", "plan.csv", "--json");
        using JsonDocument table = JsonDocument.Parse(json);
        Assert.Equal("test", table.RootElement.GetProperty("split").GetString());
        double[] errors = [.. table.RootElement.GetProperty("errors").EnumerateArray().Select(row => row.GetProperty("rmse").GetDouble())];
        Assert.InRange(errors[0], 0, 1.5);
        Assert.InRange(errors[1], 10, 100);

        string printed = await ToolRun.Succeed(_folder.Path, "predict", "sales.tinyrnn", "plan.csv", "-o", "next.csv");
        Assert.Contains($"3 forecasts after {Day(Count - 1)}", printed, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(_folder.File("next.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("step,day,forecast,lower,upper", lines[0]);
        for (int step = 1; step <= 3; step++)
        {
            string[] fields = lines[step].Split(',');
            Assert.Equal(Day(Count + step - 1), fields[1]);
            Assert.InRange(double.Parse(fields[2], CultureInfo.InvariantCulture), Sold(Count + step - 1) - 4, Sold(Count + step - 1) + 4);
        }

        // Fewer steps are the first of them.
        await ToolRun.Succeed(_folder.Path, "predict", "sales.tinyrnn", "plan.csv", "-o", "one.csv", "--count", "1");
        Assert.Equal(lines[..2], await File.ReadAllLinesAsync(_folder.File("one.csv"), TestContext.Current.CancellationToken));
        string description = await ToolRun.Succeed(_folder.Path, "inspect", "sales.tinyrnn");
        Assert.Contains("holiday (known ahead), price (known ahead)", description, StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, "quantize", "sales.tinyrnn", "--to", "bf16", "--data", "sales.csv", "-o", "small.tinyrnn");
        await ToolRun.Succeed(_folder.Path, "predict", "small.tinyrnn", "plan.csv");
    }

    [Fact]
    public async Task A_missing_row_is_named()
    {
        WriteSales("sales.csv", future: 0);
        await ToolRun.Succeed(_folder.Path, [.. Train, "--epochs", "2"]);
        Assert.Equal(
            $"sales.csv: the row of step 1, {Day(Count)}, after {Day(Count - 1)} is missing; a row with 'holiday', 'price' and an empty 'sold' was expected",
            await ToolRun.Fail(_folder.Path, "predict", "sales.tinyrnn", "sales.csv"));
        WriteSales("plan.csv", future: 2);
        Assert.StartsWith(
            $"plan.csv: the row of step 3, {Day(Count + 2)}, after {Day(Count - 1)} is missing",
            await ToolRun.Fail(_folder.Path, "predict", "sales.tinyrnn", "plan.csv", "--count", "3"), StringComparison.Ordinal);
        string text = await File.ReadAllTextAsync(_folder.File("plan.csv"), TestContext.Current.CancellationToken);
        string[] rows = text.Split('\n');
        string last = rows[^2];
        _folder.Write("plan.csv", text.Replace(last, $"{Day(Count + 1)},,1,", StringComparison.Ordinal));
        Assert.Equal(
            $"plan.csv: {Day(Count + 1)} has no 'price', known ahead in this model; a row with 'price' and an empty 'sold' was expected",
            await ToolRun.Fail(_folder.Path, "predict", "sales.tinyrnn", "plan.csv"));

        // A row after a jump in time is not the next one.
        _folder.Write("plan.csv", text.Replace(last, last.Replace(Day(Count + 1), Day(Count + 9), StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.StartsWith(
            $"plan.csv: the row of step 2, {Day(Count + 1)}, after {Day(Count - 1)} is missing",
            await ToolRun.Fail(_folder.Path, "predict", "sales.tinyrnn", "plan.csv", "--count", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_told()
    {
        WriteSales("sales.csv", future: 0);
        WriteSales("plan.csv", future: 2);
        Assert.Equal(
            "sales.csv: 'sold' is the column to forecast, so it is not known ahead",
            await ToolRun.Fail(_folder.Path, "train", "forecast", "sales.csv", "--column", "sold", "--known", "sold"));
        Assert.StartsWith(
            "sales.csv: there is no column 'rain'", await ToolRun.Fail(_folder.Path, "train", "forecast", "sales.csv", "--column", "sold", "--known", "rain"),
            StringComparison.Ordinal);
        await ToolRun.Succeed(_folder.Path, [.. Train, "--epochs", "2"]);
        Assert.Equal(
            "sales.tinyrnn: the model reads columns that are known ahead, for which 'run' has no rows; use 'tinyrnn predict'",
            await ToolRun.Fail(_folder.Path, "run", "sales.tinyrnn", "-i", "sales.csv", "-o", "next.csv"));

        // A model without known columns forecasts from the last rows, and here these have no value.
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "sales.csv", "--column", "sold", "--window", "4", "--epochs", "2", "-o", "past.tinyrnn");
        Assert.Equal(
            "plan.csv: the rows after line 241 have no 'sold'; fill in its values, or remove the rows to forecast from there",
            await ToolRun.Fail(_folder.Path, "predict", "past.tinyrnn", "plan.csv"));
    }

    private void WriteSales(string name, int future)
    {
        IEnumerable<string> rows = Enumerable.Range(0, Count + future).Select(i =>
        {
            string sold = i < Count ? Sold(i).ToString("0.00", CultureInfo.InvariantCulture) : "";
            return FormattableString.Invariant($"{Day(i)},{sold},{Holiday(i)},{Price(i)}\n");
        });
        _folder.Write(name, "day,sold,holiday,price\n" + string.Concat(rows));
    }

    private static string Day(int i) => new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Squares jump about, so that a few past rows say little.
    private static int Holiday(int i) => ((i * i * 7) + (i * 3)) % 23 < 5 ? 1 : 0;

    private static int Price(int i) => 5 + (((i * i * 5) + (i * 2)) % 19 % 4);

    private static double Sold(int i) => 100 + (40 * Holiday(i)) - (6 * Price(i));
}
