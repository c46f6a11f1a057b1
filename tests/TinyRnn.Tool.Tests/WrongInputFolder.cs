using System.Text;

namespace TinyRnn.Tool.Tests;

/// <summary>The files of <see cref="WrongInputTests"/>: each is wrong in its own way, some are right.</summary>
public sealed class WrongInputFolder : IDisposable
{
    private readonly TextFolder _folder = new();

    public WrongInputFolder()
    {
        Bytes("picture.png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8]);
        Bytes("photo.csv", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8]);
        Bytes("book.xlsx", [.. "PK"u8, 3, 4, 20, 0, 6, 0, .. "[Content_Types].xml xl/workbook.xml"u8]);
        Bytes("book.csv", [.. "PK"u8, 3, 4, 20, 0, 6, 0, .. "[Content_Types].xml xl/workbook.xml"u8]);
        Bytes("packed.zip", [.. "PK"u8, 3, 4, 20, 0, 0, 0, .. "a.csv"u8]);
        Bytes("rows.csv.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        Bytes("rows.parquet", [.. "PAR1"u8, 21, 4, 21, 0, 0]);
        Bytes("page.csv", [.. "%PDF-1.7\n"u8, 0xE2, 0xE3, 0xCF]);
        Bytes("base.csv", [.. "SQLite format 3\0"u8, 16, 0]);
        Bytes("old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        Bytes("zeros.csv", [.. "a,b\n1,"u8, 0, 0, 0, .. "2\n"u8]);
        Bytes("western.csv", [.. "text,label\ncaf"u8, 0xE9, .. ",drink\n"u8]);
        Bytes("western.txt", [.. "the caf"u8, 0xE9, .. " is open\n"u8]);
        Bytes("half.csv", [.. Encoding.Unicode.GetBytes("\uFEFFvalue\n1\n"), 0x00, 0xD8]);
        _folder.Write("empty.csv", "");
        _folder.Write("header.csv", "when,value\n");
        _folder.Write("ragged.csv", "when,value\n1,2\n2,3,4\n");
        _folder.Write("doubled.csv", "value,value\n1,2\n");
        _folder.Write("word.csv", "value\n1\ntwo\n3\n");
        _folder.Write("both.csv", "a;b\n1,5;2\n1.5;3\n");
        _folder.Write("thousands.csv", "value\n1,234\n2,000\n");
        _folder.Write("newest.csv", "date,value\n2024-01-04,4\n2024-01-03,3\n2024-01-02,2\n");
        _folder.Write("twice.csv", "date,value\n2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n");
        _folder.Write("notime.csv", "date,value\nmonday,1\ntuesday,2\n");
        _folder.Write("short.csv", "value\n1\n2\n3\n4\n");
        _folder.Write("rows.jsonl", "{\"value\": 1}\n[2]\n");
        _folder.Write("broken.jsonl", "{\"value\": 1}\n{\"value\": \n");
        _folder.Write("nested.jsonl", "{\"value\": {\"a\": 1}}\n");
        _folder.Write("fields.jsonl", "{\"value\": 1, \"value\": 2}\n");
        _folder.Write("empty.jsonl", "");
        _folder.Write("one.csv", "text,label\nhello,a\nworld,a\n");
        _folder.Write("single.csv", "text,label\nhello there,a\nhello here,b\n");
        _folder.Write("nolabel.csv", "text,label\nhello,\n");
        _folder.Write("columns.csv", "subject,folder\nhello,a\nworld,b\n");
        _folder.Write("mails.csv", "text,label\nHello, dear,ham\n");
        _folder.WriteWords("words.csv", "id,text,label");
        _folder.WriteWaves("waves.csv");
        _folder.Write("broken.json", "[[1, 2], [3\n");
        _folder.Write("texts.json", "[\"a\", 1]");
        _folder.Write("wrong.tinyrnn", "{\"format\": 3}");
        _folder.Write("settings.json", "{\"train\": \"forecast\", \"hiden\": 4}");
        Directory.CreateDirectory(_folder.File("nothing"));
        Directory.CreateDirectory(_folder.File("single"));
        _folder.Write("single/only.txt", "hello\n");
        Train("words", "train", "classify", "words.csv", "--hidden", "4", "--epochs", "1");
        Train("waves", "train", "forecast", "waves.csv", "--column", "wave", "--window", "8", "--hidden", "4", "--epochs", "1");
    }

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    private void Train(string name, params string[] command)
    {
        using System.Diagnostics.Process process = ToolRun.StartProcess(Path, [.. command, "-o", name + ".tinyrnn"]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
    }

    private void Bytes(string name, byte[] bytes) => File.WriteAllBytes(_folder.File(name), bytes);
}
