using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Tests;

public sealed class ParquetRowsTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_of_every_kind_become_the_text_that_a_csv_file_has()
    {
        string path = _folder.File("rows.parquet");
        DateTime[] times =
            [new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc), new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), default(DateTime).AddYears(1999)];
        await ParquetFiles.Write(
            path,
            ("text", new[] { " a, b ", "", "ünï" }), ("double", new[] { 0.1, -1e300, 3 }), ("optional", new double?[] { null, 2.5, null }),
            ("single", new[] { 0.1f, 16777216f, -0f }), ("whole", new[] { 1, -2, int.MaxValue }), ("long", new long?[] { long.MinValue, null, 7 }),
            ("truth", new[] { true, false, true }), ("decimal", new[] { 1.50m, -0.25m, 12345.67m }),
            ("time", times),
            ("date", new[] { new DateOnly(2024, 2, 29), new DateOnly(1970, 1, 1), new DateOnly(1969, 12, 31) }));
        IReadOnlyList<CsvRow> rows = ParquetRows.Read("rows.parquet", await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).Rows;
        Assert.Equal(
            [
                "text|double|optional|single|whole|long|truth|decimal|time|date",
                "a, b|0.1||0.1|1|-9223372036854775808|true|1.5|2024-01-02|2024-02-29",
                "|-1E+300|2.5|16777216|-2||false|-0.25|2024-01-02T03:04:05|1970-01-01",
                "ünï|3||-0|2147483647|7|true|12345.67|2000-01-01|1969-12-31",
            ],
            rows.Select(row => string.Join('|', row.Fields)));
        Assert.Equal([1L, 1, 2, 3], rows.Select(row => row.Line));
    }

    [Fact]
    public async Task Columns_with_other_values_are_named()
    {
        await ParquetFiles.Write(_folder.File("keys.parquet"), ("value", new[] { 1.0, 2 }), ("key", new byte[][] { [1], [2, 3] }));
        Assert.Equal(
            "keys.parquet: column 'key' holds bytes; one number, text, date or time a row was expected",
            await ToolRun.Fail(_folder.Path, "train", "forecast", "keys.parquet", "--column", "value"));
    }

    [Fact]
    public async Task A_model_of_texts_learns_and_predicts_from_parquet()
    {
        string[] texts = [.. Enumerable.Range(0, 120).Select(i => i % 2 == 0 ? $"invoice {i}" : $"dear friend {i}")];
        string[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 2 == 0 ? "money" : "mail")];
        await ParquetFiles.Write(_folder.File("mails.parquet"), ("text", texts), ("label", labels), ("row", Enumerable.Range(0, 120).ToArray()));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "mails.parquet", "--hidden", "4", "--epochs", "2", "-o", "mails.tinyrnn");
        await ToolRun.Succeed(_folder.Path, "predict", "mails.tinyrnn", "mails.parquet", "-o", "labels.csv");
        string[] lines = await File.ReadAllLinesAsync(_folder.File("labels.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(121, lines.Length);
        Assert.Contains("dear friend 1,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecasts_and_runs_of_parquet_are_those_of_csv()
    {
        double[] waves = [.. Enumerable.Range(0, 120).Select(i => Math.Round(50 + (10 * Math.Sin(i / 3.0)), 3))];
        _folder.Write("waves.csv", "wave\n" + string.Concat(waves.Select(wave => FormattableString.Invariant($"{wave}\n"))));
        await ParquetFiles.Write(_folder.File("waves.parquet"), ("wave", waves));
        await ToolRun.Succeed(_folder.Path, "train", "forecast", "waves.csv", "--window", "8", "--hidden", "4", "--epochs", "2", "-o", "waves.tinyrnn");
        foreach (string command in new[] { "evaluate waves.tinyrnn FILE --json", "predict waves.tinyrnn FILE", "run waves.tinyrnn -i FILE -o out.csv --force" })
        {
            string expected = await ToolRun.Succeed(_folder.Path, command.Replace("FILE", "waves.csv", StringComparison.Ordinal).Split(' '));
            string actual = await ToolRun.Succeed(_folder.Path, command.Replace("FILE", "waves.parquet", StringComparison.Ordinal).Split(' '));
            Assert.Equal(expected, actual.Replace("waves.parquet", "waves.csv", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_an_error_of_one_line()
    {
        await ParquetFiles.Write(_folder.File("rows.parquet"), ("value", Enumerable.Range(0, 120).Select(i => (double)i).ToArray()));
        byte[] whole = await File.ReadAllBytesAsync(_folder.File("rows.parquet"), TestContext.Current.CancellationToken);
        Assert.True(ParquetRows.Recognizes(whole));
        for (int length = 4; length < whole.Length; length += 7)
        {
            byte[] cut = whole[..length];
            if (ParquetRows.Recognizes(cut))
            {
                ToolException error = Assert.Throws<ToolException>(() => ParquetRows.Read("rows.parquet", cut));
                Assert.StartsWith("rows.parquet: the Parquet file cannot be read: ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Fact]
    public void A_text_that_begins_with_the_same_letters_is_text() => Assert.False(ParquetRows.Recognizes("PAR1,value\n1,2\n"u8));
}
