namespace TinyRnn.Tool.Tests;

/// <summary>
/// What people give the tool by mistake: each row is a command line, its exit code and how its message begins. A message is one line, without a stack trace,
/// and holds no byte of a file that is no text.
/// </summary>
public sealed class WrongInputTests(WrongInputFolder folder) : IClassFixture<WrongInputFolder>
{
    [Theory]

    // Files that are no text.
    [InlineData("train forecast picture.png", 1, "picture.png: is a PNG picture; a text file was expected")]
    [InlineData("train forecast photo.csv", 1, "photo.csv: is a JPEG picture; a text file was expected")]
    [InlineData("train forecast book.xlsx", 1, "book.xlsx: is an Excel workbook (XLSX); export its data as CSV; a text file was expected")]
    [InlineData("train classify book.csv", 1, "book.csv: is an Excel workbook (XLSX)")]
    [InlineData("train classify picture.png", 1, "picture.png: is a PNG picture")]
    [InlineData("train classify packed.zip", 1, "packed.zip: is a ZIP archive; unpack it first")]
    [InlineData("train text book.xlsx", 1, "book.xlsx: is an Excel workbook (XLSX)")]
    [InlineData("train forecast rows.csv.gz", 1, "rows.csv.gz: is compressed by gzip; unpack it first")]
    [InlineData("train forecast rows.parquet", 1, "rows.parquet: the Parquet file cannot be read: ")]
    [InlineData("train text rows.parquet", 1, "rows.parquet: is a Parquet file; export its data as CSV")]
    [InlineData("train forecast page.csv", 1, "page.csv: is a PDF document; export its text")]
    [InlineData("train forecast base.csv", 1, "base.csv: is an SQLite database")]
    [InlineData("train forecast old.xls", 1, "old.xls: is an old Microsoft Office document")]
    [InlineData("train forecast zeros.csv", 1, "zeros.csv: has zero bytes, so it is not text")]
    [InlineData("evaluate words.tinyrnn picture.png", 1, "picture.png: is a PNG picture")]
    [InlineData("evaluate waves.tinyrnn book.xlsx", 1, "book.xlsx: is an Excel workbook (XLSX)")]

    // Encodings.
    [InlineData("train classify western.csv", 1, "western.csv(2): byte 0xE9 at offset 14 is not UTF-8, a text file in UTF-8 was expected; try "
        + "--encoding windows-1252")]
    [InlineData("train text western.txt", 1, "western.txt(1): byte 0xE9 at offset 7 is not UTF-8")]
    [InlineData("train forecast half.csv", 1, "half.csv(")]
    [InlineData("train classify words.csv --encoding klingon", 1, "--encoding must be utf-8, utf-16, windows-1252 or another name of an encoding, not "
        + "'klingon'")]

    // Files to import.
    [InlineData("import missing.pt", 1, "missing.pt: no such file; a file of weights was expected")]
    [InlineData("import words.csv --labels missing.txt -o imported.tinyrnn", 1, "missing.txt: no such file; a text file was expected")]
    [InlineData("import words.csv --vocabulary nothing -o imported.tinyrnn", 1, "nothing: this is a folder; a text file was expected")]

    // Files to export.
    [InlineData("export words.tinyrnn --to safetensors --steps 7", 1, "--steps is for --to onnx, not for safetensors")]
    [InlineData("export words.tinyrnn --to onnx-step --for opencv", 1, "--for is for --to onnx, not for onnx-step")]
    [InlineData("export words.tinyrnn --to onnx --for opencv", 1, "--for opencv needs --steps: the number of steps of the sequences")]
    [InlineData("export words.tinyrnn --to onnx --steps 0", 1, "--steps must be at least 1, not 0")]

    // Tables.
    [InlineData("train forecast missing.csv", 1, "missing.csv: no such file; a CSV file was expected")]
    [InlineData("train forecast nothing", 1, "nothing: is a folder; a CSV file was expected")]
    [InlineData("train forecast empty.csv", 1, "empty.csv: is empty")]
    [InlineData("train forecast header.csv", 1, "header.csv: has no line after the header")]
    [InlineData("train forecast ragged.csv", 1, "ragged.csv(3): 3 fields where line 1 has 2")]
    [InlineData("train forecast doubled.csv", 1, "doubled.csv(1): two columns are named 'value'")]
    [InlineData("train forecast word.csv --column value", 1, "word.csv(3): column 'value', 'two', is not a finite number")]
    [InlineData("train forecast word.csv", 1, "word.csv: no column has only numbers; name the one to forecast with --column")]
    [InlineData("train forecast waves.csv", 1, "waves.csv: 'load', 'wave' have numbers; name the one to forecast with --column")]
    [InlineData("train forecast waves.csv --column tide", 1, "waves.csv: there is no column 'tide'; it has 'load', 'wave'")]
    [InlineData("train forecast waves.csv --column wave --known wave", 1, "waves.csv: 'wave' is the column to forecast, so it is not known ahead")]
    [InlineData("train forecast waves.csv --column wave --known price", 1, "waves.csv: there is no column 'price'")]
    [InlineData("train forecast waves.csv --column wave --inputs load,load", 1, "waves.csv: a column to read is named twice")]
    [InlineData("train forecast both.csv", 1, "both.csv(2): '1,5' has a decimal comma, but '1.5' in line 3 has a decimal point")]
    [InlineData("train forecast thousands.csv", 1, "thousands.csv(2): the comma of '1,234' may be a decimal sign or separate thousands")]
    [InlineData("train forecast newest.csv", 1, "newest.csv(3): '2024-01-03' comes after '2024-01-04', so the newest row is first and forecasts "
        + "would be of the past; add --time date to sort")]
    [InlineData("train forecast twice.csv --time date", 1, "twice.csv(4): the time '2024-01-02' is also in line 3; use --duplicates mean to average "
        + "such rows")]
    [InlineData("train forecast notime.csv --time date", 1, "notime.csv(2): column 'date', 'monday', is not a time")]
    [InlineData("train forecast short.csv", 1, "short.csv: 4 rows with 0 gaps give 0 windows to train")]
    [InlineData("train forecast waves.csv --column wave --delimiter ab", 1, "--delimiter must be one character such as ; or 'tab', not 'ab'")]
    [InlineData("train forecast waves.csv --column wave --window 0", 1, "--window must be 1 to 4096, not 0")]
    [InlineData("train forecast waves.csv --column wave --interval 1.5", 1, "--interval must be from 0 to below 1, such as 0.9, not 1.5")]
    [InlineData("train forecast waves.csv --column wave --layers 0", 1, "--layers must be 1 to 16, not 0")]
    [InlineData("train forecast waves.csv --column wave --cell none --layers 0 --hidden 4", 1, "--hidden is for hidden layers, but --layers 0 has none")]
    [InlineData("train forecast waves.csv --column wave --duplicates both", 2, "--duplicates must be error, keep or mean, ")]

    // JSON lines and standard input.
    [InlineData("train forecast rows.jsonl", 1, "rows.jsonl(2): is not a JSON object; one a line")]
    [InlineData("train forecast broken.jsonl", 1, "broken.jsonl(2): is not a JSON object: ")]
    [InlineData("train forecast nested.jsonl", 1, "nested.jsonl(1): field 'value' is an object; a string or a number was expected")]
    [InlineData("train forecast fields.jsonl", 1, "fields.jsonl(1): has two fields 'value'")]
    [InlineData("train forecast empty.jsonl", 1, "empty.jsonl: is empty; a JSON object a line was expected")]
    [InlineData("train forecast -", 1, "--output is needed to name the model file, because the data come from standard input")]
    [InlineData("train forecast - -o new.tinyrnn", 1, "standard input: is empty")]

    // Labelled texts.
    [InlineData("train classify one.csv", 1, "one.csv: column 'label' has only one label; at least two were expected")]
    [InlineData("train classify single.csv", 1, "single.csv: 0 of 2 classes have two different texts")]
    [InlineData("train classify nolabel.csv", 1, "nolabel.csv(2): the label is empty")]
    [InlineData("train classify words.csv --parts 4", 1, "--parts must be 2 to 3, not 4")]
    [InlineData("train classify words.csv --text-column word", 1, "words.csv: there is no column 'word'; it has 'id', 'text', 'label'")]
    [InlineData("train classify columns.csv", 1, "columns.csv: there is no column 'text'; it has 'subject', 'folder'")]
    [InlineData("train classify mails.csv", 1, "mails.csv(2): 3 fields where line 1 has 2, with commas between them; put quotes around a field that has a "
        + "comma")]
    [InlineData("train classify nothing", 1, "nothing: there is no .txt file in it")]
    [InlineData("train classify single", 1, "single: 'only.txt' is the only class")]
    [InlineData("train classify missing", 1, "missing: no such folder; one with")]
    [InlineData("train classify western.txt", 1, "western.txt(1): byte 0xE9")]
    [InlineData("train classify fox.txt", 1, "fox.txt: is neither a folder nor a .csv or .jsonl file")]

    // Models, settings and files to run.
    [InlineData("evaluate missing.tinyrnn waves.csv", 1, "missing.tinyrnn: no such file; a .tinyrnn model file was expected")]
    [InlineData("evaluate wrong.tinyrnn waves.csv", 1, "wrong.tinyrnn")]
    [InlineData("inspect picture.png", 1, "picture.png: is a PNG picture; a .tinyrnn model file was expected")]
    [InlineData("evaluate book.xlsx waves.csv", 1, "book.xlsx: is an Excel workbook (XLSX); a .tinyrnn model file was expected")]
    [InlineData("run waves.tinyrnn -i missing.json -o out.json", 1, "missing.json: no such file")]
    [InlineData("evaluate words.tinyrnn columns.csv", 1, "columns.csv: there is no column 'text'")]
    [InlineData("predict words.tinyrnn fox.txt", 1, "fox.txt: is a file, not a text; add -o OUT.csv to classify the texts in it")]
    [InlineData("predict words.tinyrnn book.csv -o new.csv", 1, "book.csv: is an Excel workbook (XLSX)")]
    [InlineData("predict words.tinyrnn columns.csv -o new.csv", 1, "columns.csv: there is no column 'text'; it has 'subject', 'folder'")]
    [InlineData("predict words.tinyrnn words.csv words.csv -o new.csv", 1, "words.tinyrnn: 2 files are named; one was expected")]
    [InlineData("predict words.tinyrnn words.csv -o words.csv", 1, "words.csv: is read by this command, so it cannot be written")]
    [InlineData("predict words.tinyrnn words.csv -o new.json", 1, "new.json: --output writes a .csv file")]
    [InlineData("predict words.tinyrnn hello --count 2", 1, "words.tinyrnn: --count is for a forecast model")]
    [InlineData("predict waves.tinyrnn short.csv", 1, "short.csv: there is no column 'wave'; it has 'value'")]
    [InlineData("predict waves.tinyrnn short.csv --column value", 1, "short.csv: 4 rows without a gap are at its end; the model reads 8")]
    [InlineData("predict waves.tinyrnn waves.csv --inputs load,wave", 1, "--inputs names 2 columns, but the model reads 1")]
    [InlineData("evaluate words.tinyrnn words.csv --split some", 2, "--split must be all, test, train or validation, not some")]
    [InlineData("run waves.tinyrnn -i picture.png -o out.json", 1, "picture.png: is not a .json, .jsonl, .csv or .parquet file")]
    [InlineData("run waves.tinyrnn -i broken.json -o out.json", 1, "broken.json(2,1): is not well-formed JSON")]
    [InlineData("run words.tinyrnn -i texts.json -o out.json", 1, "texts.json: $[1] is not a string; this model reads texts")]
    [InlineData("train forecast waves.csv --config settings.json", 1, "settings.json(1,32): 'hiden' is not a setting of 'train forecast'")]
    [InlineData("train forecast waves.csv --epochs many", 2, "--epochs must be a whole number, not many")]
    public async Task A_wrong_input_has_one_clear_sentence(string command, int exitCode, string message)
    {
        ToolRun run = await ToolRun.Start(folder.Path, command.Split(' '));
        Assert.True(run.ExitCode == exitCode, $"exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.StartsWith("tinyrnn: " + message, run.Errors, StringComparison.Ordinal);
        Assert.Equal(run.Errors.Length - 1, run.Errors.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(run.Errors[..^1], char.IsControl);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
