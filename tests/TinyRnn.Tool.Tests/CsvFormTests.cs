using System.Globalization;
using System.Text.Json;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Tests;

/// <summary>CSV files of other habits are read as they are meant, or not at all: never cut, never guessed.</summary>
public sealed class CsvFormTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Value\n20.42\n-1\n", "20.42|-1")]
    [InlineData("Value\n20,42\n-1\n", "20.42|-1")]
    [InlineData("\"Value\"\n\"20,42\"\n\"-1\"\n", "20.42|-1")]
    [InlineData("Temp;Hum\n20,4;10,2\n3;4\n", "20.4 10.2|3 4")]
    [InlineData("Temp;Hum\r\n20.4;10.2\r\n3;4\r\n", "20.4 10.2|3 4")]
    [InlineData("Temp\tHum\n20,4\t10,2\n", "20.4 10.2")]
    [InlineData("Temp|Hum\n20,4|10,2\n", "20.4 10.2")]
    [InlineData("Temp, C;Hum, %\n20,4;10,2\n", "20.4 10.2")]
    [InlineData("Temp,Hum\n20.4,10.2\n", "20.4 10.2")]
    [InlineData("Temp,Hum\n\"20,4\",\"10,2\"\n", "20.4 10.2")]
    [InlineData("Temp,Hum\n1,2\n3,4\n", "1 2|3 4")]
    [InlineData("Temp;Hum;\n20,4;10,2;\n", "20.4 10.2 ")]
    [InlineData("20,4;10,2\n3,5;4,25\n", "20.4 10.2|3.5 4.25")]
    [InlineData("1,2,3\n4,5,6\n", "1 2 3|4 5 6")]
    [InlineData("1.5,2\n3,4.5\n", "1.5 2|3 4.5")]
    [InlineData("1e3;2,5E-1\n", "1000 0.25")]
    [InlineData("Value\n0,425\n1,250\n", "0.425|1.25")]
    [InlineData("Value;Other\n1,250;1\n2,000;2\n", "1.25 1|2 2")]
    [InlineData("\uFEFFTemp;Hum\n20,4;10,2\n\n3;4\n", "20.4 10.2||3 4")]
    public void One_reading_that_fits_all_rows_is_found(string text, string expected)
    {
        CsvTable table = CsvTable.ReadNumbers(Write(text), CsvForm.Any);
        Assert.Equal(
            expected,
            string.Join('|', table.Rows.Select(row => row.IsEmpty ? "" : string.Join(' ',
                row.Fields.Select(field => table.Numbers.TryParse(field, out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : field)))));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4,5\n", "(3): 3 fields where line 1 has 2, with commas between them; put quotes around a field that has a comma, or use "
        + "another --delimiter")]
    [InlineData("a,b\n1,2\n3\n", "(3): 1 field where line 1 has 2, with commas between them")]
    [InlineData("Temp,Hum\n20,4,10,2\n", "(2): 4 fields where line 1 has 2")]
    [InlineData("a;b\n1;2\n\n3;4;\n", "(4): 3 fields where line 1 has 2, with semicolons between them")]
    [InlineData("a,b,a\n1,2,3\n", "(1): two columns are named 'a'")]
    [InlineData("a;b\n1,5;2\n1.5;3\n", "(2): '1,5' has a decimal comma, but '1.5' in line 3 has a decimal point; set --decimal to the one that the file uses")]
    [InlineData("Value\n1,234\n2,000\n987\n", "(2): the comma of '1,234' may be a decimal sign or separate thousands")]
    [InlineData("Value,Other\n\"1,250\",1\n\"2,000\",2\n", "(2): the comma of '1,250' may be a decimal sign or separate thousands")]
    [InlineData("20,42\n21,5\n", ": its rows can be read as 2 columns with commas between them or 1 column of numbers with a decimal comma; choose with "
        + "--delimiter or --decimal")]
    [InlineData("", ": is empty")]
    [InlineData("a;b\n", ": has no line after the header")]
    public void What_fits_no_reading_or_several_has_its_place(string text, string expected)
    {
        string path = Write(text);
        Assert.StartsWith(path + expected, Assert.Throws<ToolException>(() => CsvTable.ReadNumbers(path, CsvForm.Any)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_decides()
    {
        Assert.Equal(2, CsvTable.ReadNumbers(Write("20,42\n21,5\n"), new CsvForm(',', null)).Columns.Count);
        Assert.Equal(2, CsvTable.ReadNumbers(Write("20,42\n21,5\n"), CsvForm.Any, columns: 2).Columns.Count);
        CsvTable single = CsvTable.ReadNumbers(Write("20,42\n21,5\n"), CsvForm.Any, columns: 1);
        Assert.True(single.Numbers.TryParse(single.Rows[0].Fields[0], out double number));
        Assert.Equal(20.42, number);
        Assert.Equal(',', CsvTable.ReadNumbers(Write("Value\n1,234\n2,000\n"), new CsvForm(null, ',')).Numbers.Decimal);
        Assert.False(CsvTable.ReadNumbers(Write("Value\n1,234\n2,000\n"), new CsvForm(';', '.')).Numbers.TryParse("1,234", out _));
        Assert.Equal(["a", "b"], CsvTable.ReadTexts(Write("a_b\n1_2\n"), new CsvForm('_', null), _ => true).Columns);
    }

    [Fact]
    public async Task A_series_with_decimal_commas_gives_the_same_model()
    {
        string[] numbers = [.. Enumerable.Range(0, 200).Select(i => (50 + (10 * Math.Sin(i / 3.0))).ToString("0.000", CultureInfo.InvariantCulture))];
        _folder.Write("point.csv", "when,Value\n" + string.Concat(numbers.Select((number, i) => $"{i},{number}\n")));
        _folder.Write("comma.csv", "when;Value\n" + string.Concat(numbers.Select((number, i) => $"{i};{number.Replace('.', ',')}\n")));
        string[] options = ["--column", "Value", "--time", "when", "--window", "8", "--epochs", "2", "--hidden", "4", "--name", "x"];
        await ToolRun.Succeed(_folder.Path, ["train", "forecast", "point.csv", "-o", "point.tinyrnn", .. options]);
        await ToolRun.Succeed(_folder.Path, ["train", "forecast", "comma.csv", "-o", "comma.tinyrnn", .. options]);
        Assert.Equal(await Fingerprint("point.tinyrnn"), await Fingerprint("comma.tinyrnn"));
        string expected = await ToolRun.Succeed(_folder.Path, "evaluate", "point.tinyrnn", "point.csv");
        Assert.Equal(expected, await ToolRun.Succeed(_folder.Path, "evaluate", "point.tinyrnn", "comma.csv"));
        Assert.Equal(expected, await ToolRun.Succeed(_folder.Path, "evaluate", "point.tinyrnn", "comma.csv", "--delimiter", ";", "--decimal", ","));
        foreach (string file in (string[])["point", "comma"])
        {
            await ToolRun.Succeed(_folder.Path, "run", "point.tinyrnn", "--input", file + ".csv", "--output", file + "-next.json");
            await ToolRun.Succeed(_folder.Path, "run", "point.tinyrnn", "--input", file + ".csv", "--output", file + "-next.csv", "--count", "2");
            await ToolRun.Succeed(_folder.Path, "predict", "point.tinyrnn", file + ".csv", "--output", file + "-forecast.csv", "--count", "2");
            await ToolRun.Succeed(_folder.Path, "quantize", "point.tinyrnn", "--to", "int8", "--data", file + ".csv", "-o", file + "-small.tinyrnn");
        }

        Assert.Equal(
            await File.ReadAllTextAsync(_folder.File("point-next.json"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_folder.File("comma-next.json"), TestContext.Current.CancellationToken));
        Assert.Equal(
            await File.ReadAllTextAsync(_folder.File("point-small.tinyrnn"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_folder.File("comma-small.tinyrnn"), TestContext.Current.CancellationToken));

        // What is written has the signs of what was read.
        foreach (string file in (string[])["next", "forecast"])
        {
            string point = await File.ReadAllTextAsync(_folder.File($"point-{file}.csv"), TestContext.Current.CancellationToken);
            Assert.Matches(file == "next" ? "^[0-9.]+\\n[0-9.]+\\n$" : "^step,when,forecast,lower,upper\\n1,200,", point);
            Assert.Equal(
                point.Replace(',', ';').Replace('.', ','),
                await File.ReadAllTextAsync(_folder.File($"comma-{file}.csv"), TestContext.Current.CancellationToken));
        }

        Assert.StartsWith(
            "comma.csv(2): column 'Value', '50,000', is not a finite number with the decimal sign '.'",
            await ToolRun.Fail(_folder.Path, ["train", "forecast", "comma.csv", .. options, "--decimal", "."]), StringComparison.Ordinal);
        Assert.StartsWith(
            "--delimiter must be one character", await ToolRun.Fail(_folder.Path, ["train", "forecast", "comma.csv", .. options, "--delimiter", "ab"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commas_in_texts_are_no_labels()
    {
        _folder.Write("mails.csv", "text,label\nbuy now,spam\nHello, dear, friend,ham\n");
        Assert.Equal(
            "mails.csv(3): 4 fields where line 1 has 2, with commas between them; put quotes around a field that has a comma, or use another --delimiter",
            await ToolRun.Fail(_folder.Path, "train", "classify", "mails.csv"));
        _folder.WriteWords("words.csv", "id,text,label");
        string text = await File.ReadAllTextAsync(_folder.File("words.csv"), TestContext.Current.CancellationToken);
        _folder.Write("other.csv", text.Replace(',', ';'));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "other.csv", "--hidden", "8", "--epochs", "1", "-o", "words.tinyrnn");
        using JsonDocument result = JsonDocument.Parse(
            await ToolRun.Succeed(_folder.Path, "evaluate", "words.tinyrnn", "other.csv", "--delimiter", "semicolon", "--json"));
        Assert.Equal(12, result.RootElement.GetProperty("examples").GetInt32());

        // The files that are made of it have its delimiter, and the decimal sign that is given.
        await ToolRun.Succeed(_folder.Path, "predict", "words.tinyrnn", "other.csv", "-o", "labels.csv", "--decimal", ",");
        string[] lines = await File.ReadAllLinesAsync(_folder.File("labels.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("line;text;label;probability;p_back;p_front", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches("^[0-9]+;[a-z]+;(back|front);[01],[0-9]{4};[01],[0-9]{4};[01],[0-9]{4}$", line));
        Assert.StartsWith(
            "text;label;guess;probability\n", await File.ReadAllTextAsync(_folder.File("words-mistakes.csv"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    // All that is computed with; the metadata name the file of the data.
    private async Task<string> Fingerprint(string model)
    {
        string output = await ToolRun.Succeed(_folder.Path, "inspect", model);
        return output.Substring(output.IndexOf("fingerprint ", StringComparison.Ordinal), "fingerprint ".Length + 16);
    }

    private string Write(string text)
    {
        _folder.Write("data.csv", text);
        return _folder.File("data.csv");
    }
}
