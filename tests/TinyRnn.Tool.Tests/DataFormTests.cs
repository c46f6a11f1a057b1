using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TinyRnn.Tool.Tests;

/// <summary>The same data in another form give the same weights.</summary>
public sealed class DataFormTests : IDisposable
{
    private static readonly string[] Numbers =
    [
        .. Enumerable.Range(0, 120).Select(i => (50 + (10 * Math.Sin(i / 3.0))).ToString("0.000", CultureInfo.InvariantCulture))
    ];
    private static readonly string[] Quick = ["--column", "value", "--window", "8", "--epochs", "2", "--hidden", "4", "--name", "x"];

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_series_may_be_utf16_json_lines_or_standard_input()
    {
        string csv = "value\n" + string.Concat(Numbers.Select(number => number + "\n"));
        _folder.Write("plain.csv", csv);
        await File.WriteAllBytesAsync(_folder.File("wide.csv"), Encoding.Unicode.GetBytes(csv), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("big.csv"), Encoding.BigEndianUnicode.GetBytes(csv), TestContext.Current.CancellationToken);
        _folder.Write("rows.jsonl", string.Concat(Numbers.Select(number => $"{{\"other\": null, \"value\": {number}}}\n")));
        await ParquetFiles.Write(
            _folder.File("rows.parquet"), ("value", Array.ConvertAll(Numbers, number => double.Parse(number, CultureInfo.InvariantCulture))));
        string expected = await Fingerprint("plain.csv");
        Assert.Equal(expected, await Fingerprint("rows.parquet"));
        Assert.Equal(expected, await Fingerprint("wide.csv"));
        Assert.Equal(expected, await Fingerprint("big.csv"));
        Assert.Equal(expected, await Fingerprint("rows.jsonl"));
        Assert.Equal(expected, await Fingerprint("-", csv));
        Assert.Equal(expected, await Fingerprint("-", string.Concat(Numbers.Select(number => $"{{\"value\": {number}}}\n"))));
    }

    [Fact]
    public async Task Rows_are_sorted_by_their_time()
    {
        string[] rows = [.. Numbers.Select((number, i) => FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{number}\n"))];
        _folder.Write("rising.csv", "date,value\n" + string.Concat(rows));
        _folder.Write("falling.csv", "date,value\n" + string.Concat(rows.Reverse()));
        string expected = await Fingerprint("rising.csv", null, "--time", "date");
        Assert.Equal(expected, await Fingerprint("falling.csv", null, "--time", "date"));
        string output = await ToolRun.Succeed(_folder.Path, ["train", "forecast", "falling.csv", "--time", "date", "-o", "y.tinyrnn", .. Quick]);
        Assert.Contains("sorted by 'date', the newest is the first in the file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_one_time_are_a_mean_or_steps_of_their_own()
    {
        // The last hour of October is there twice; what means make of it is the plain series.
        string[] single = [.. Numbers.Select((number, i) => $"{i},{number}\n")];
        _folder.Write("single.csv", "hour,value\n" + string.Concat(single));
        double middle = double.Parse(Numbers[60], CultureInfo.InvariantCulture);
        string[] twice =
        [
            .. single[..60], FormattableString.Invariant($"60,{middle - 1:0.000}\n"), FormattableString.Invariant($"60,{middle + 1:0.000}\n"), .. single[61..]
        ];
        _folder.Write("twice.csv", "hour,value\n" + string.Concat(twice));
        string expected = await Fingerprint("single.csv", null, "--time", "hour");
        Assert.Equal(expected, await Fingerprint("twice.csv", null, "--time", "hour", "--duplicates", "mean"));
        string kept = await ToolRun.Succeed(
            _folder.Path, ["train", "forecast", "twice.csv", "--time", "hour", "--duplicates", "keep", "-o", "k.tinyrnn", .. Quick]);
        Assert.Contains("121 rows with 0 gaps", kept, StringComparison.Ordinal);

        // The model remembers what to do with such rows, and that there are times.
        Assert.Contains("(test)", await ToolRun.Succeed(_folder.Path, "evaluate", "k.tinyrnn", "twice.csv"), StringComparison.Ordinal);
        Assert.StartsWith(
            "twice.csv(63): the time '60' is also in line 62",
            await ToolRun.Fail(_folder.Path, "evaluate", "k.tinyrnn", "twice.csv", "--duplicates", "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_encodings_are_read_by_their_name_and_remembered()
    {
        string csv = "Betreff;Ordner\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"schöne grüße {i} für dich;gruß\n" : $"die rechnung {i} ist da;geld\n"));
        await File.WriteAllBytesAsync(_folder.File("old.csv"), Encoding.Latin1.GetBytes(csv), TestContext.Current.CancellationToken);
        _folder.Write("new.csv", csv);
        string[] options = ["--text-column", "Betreff", "--label-column", "Ordner", "--hidden", "4", "--epochs", "2", "--name", "x"];
        string refused = await ToolRun.Fail(_folder.Path, ["train", "classify", "old.csv", .. options]);
        Assert.StartsWith("old.csv(2): byte 0xF6", refused, StringComparison.Ordinal);
        Assert.EndsWith("try --encoding windows-1252, which older Windows programs use in western Europe", refused, StringComparison.Ordinal);
        await ToolRun.Succeed(
            _folder.Path, ["train", "classify", "old.csv", "-o", "old.tinyrnn", "--encoding", "windows-1252", "--delimiter", ";", .. options]);
        await ToolRun.Succeed(_folder.Path, ["train", "classify", "new.csv", "-o", "new.tinyrnn", .. options]);
        Assert.Equal(await FingerprintOf("new.tinyrnn"), await FingerprintOf("old.tinyrnn"));

        // Nothing is repeated, and another file may be written otherwise.
        string expected = await ToolRun.Succeed(_folder.Path, "evaluate", "new.tinyrnn", "new.csv", "--text-column", "Betreff", "--label-column", "Ordner");
        Assert.Equal(expected, await ToolRun.Succeed(_folder.Path, "evaluate", "old.tinyrnn", "old.csv"));
        Assert.Equal(expected, await ToolRun.Succeed(_folder.Path, "evaluate", "old.tinyrnn", "new.csv"));
        _folder.Write("comma.csv", csv.Replace(';', ','));
        Assert.Equal(expected, await ToolRun.Succeed(_folder.Path, "evaluate", "old.tinyrnn", "comma.csv"));
        await ToolRun.Succeed(_folder.Path, "quantize", "old.tinyrnn", "--to", "int8", "--data", "old.csv", "-o", "small.tinyrnn", "--bound", "100");
        _folder.Write("other.csv", "text,label\nschöne grüße,gruß\n");
        Assert.StartsWith(
            "other.csv: there is no column 'Betreff'; it has 'text', 'label'", await ToolRun.Fail(_folder.Path, "evaluate", "old.tinyrnn", "other.csv"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_of_one_text_is_left_out_with_a_note()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        string words = await File.ReadAllTextAsync(_folder.File("words.csv"), TestContext.Current.CancellationToken);
        _folder.Write("more.csv", words + "900,lonely,single\r\n");
        string output = await ToolRun.Succeed(_folder.Path, "train", "classify", "more.csv", "--hidden", "4", "--epochs", "1");
        Assert.Contains("Left out   1 class without two different texts, to train and to test: 'single'", output, StringComparison.Ordinal);
        Assert.Contains("2 classes", output, StringComparison.Ordinal);
        Assert.Contains("'single'", await ToolRun.Succeed(_folder.Path, "evaluate", "more.tinyrnn", "more.csv"), StringComparison.Ordinal);
    }

    private async Task<string> Fingerprint(string data, string? input = null, params string[] more)
    {
        string[] command = ["train", "forecast", data, "-o", "x.tinyrnn", "--force", .. Quick, .. more];
        ToolRun run = input is null ? await ToolRun.Start(_folder.Path, command) : await Feed(input, command);
        Assert.True(run.ExitCode == 0, run.Errors);
        return await FingerprintOf("x.tinyrnn");
    }

    private async Task<string> FingerprintOf(string model)
    {
        string output = await ToolRun.Succeed(_folder.Path, "inspect", model);
        int start = output.IndexOf("fingerprint ", StringComparison.Ordinal);
        return output.Substring(start, "fingerprint ".Length + 16);
    }

    private async Task<ToolRun> Feed(string input, string[] command)
    {
        using Process process = ToolRun.StartProcess(_folder.Path, isFed: true, command);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await ToolRun.End(process);
    }
}
