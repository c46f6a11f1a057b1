using System.Diagnostics;
using System.Text;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Tests;

/// <summary>The rules for all files of a run, by themselves.</summary>
public sealed class RunFilesTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public RunFilesTests()
    {
        Directory.CreateDirectory(_folder.File("inner/deep"));
        File.CreateSymbolicLink(_folder.File("soft"), "fox.txt");
        File.CreateSymbolicLink(_folder.File("softer"), _folder.File("soft"));
        Directory.CreateSymbolicLink(_folder.File("twin"), _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fox.txt")]
    [InlineData("./fox.txt")]
    [InlineData("inner/../fox.txt")]
    [InlineData("inner/deep/../../fox.txt")]
    [InlineData("soft")]
    [InlineData("softer")]
    [InlineData("twin/fox.txt")]
    [InlineData("twin/twin/soft")]
    public void One_file_has_many_names(string name)
    {
        foreach ((string read, string written) in new[] { ("fox.txt", name), (name, "fox.txt") })
        {
            RunFiles files = new RunFiles(isForced: true, null).Reads(_folder.File(read)).Writes(_folder.File(written));
            ToolException error = Assert.Throws<ToolException>(files.CheckInputs);
            Assert.Contains("read by this command, so it cannot be written", error.Message, StringComparison.Ordinal);
        }

        RunFiles both = new RunFiles(isForced: true, null).Writes(_folder.File("fox.txt")).Writes(_folder.File(name));
        Assert.Contains("would be written", Assert.Throws<ToolException>(both.CheckInputs).Message, StringComparison.Ordinal);
        new RunFiles(isForced: true, null).Reads(_folder.File("dog.txt")).Writes(_folder.File(name)).CheckInputs();
    }

    [Theory]
    [InlineData("new.txt", "./new.txt")]
    [InlineData("new.txt", "twin/new.txt")]
    [InlineData("inner/new.txt", "twin/inner/deep/../new.txt")]
    [InlineData("new.txt", "dangling")]
    public void Files_that_are_not_there_yet_have_many_names_too(string name, string other)
    {
        File.CreateSymbolicLink(_folder.File("dangling"), "new.txt");
        RunFiles files = new RunFiles(isForced: true, null).Writes(_folder.File(name)).Writes(_folder.File(other));
        Assert.EndsWith("choose another --output", Assert.Throws<ToolException>(files.CheckInputs).Message, StringComparison.Ordinal);
        new RunFiles(isForced: true, null).Writes(_folder.File(name)).Writes(_folder.File("inner/other.txt")).CheckInputs();
    }

    [Fact]
    public void Hard_links_are_one_file()
    {
        Assert.SkipUnless(_folder.Link("hard.txt", "fox.txt"), "there are no hard links");
        Assert.Throws<ToolException>(new RunFiles(isForced: true, null).Reads(_folder.File("fox.txt")).Writes(_folder.File("hard.txt")).CheckInputs);
        Assert.NotEqual(FileIdentity.Of(_folder.File("fox.txt")), FileIdentity.Of(_folder.File("dog.txt")));
    }

    [Theory]
    [InlineData("fox.txt", "FOX.txt")]
    [InlineData("new.txt", "New.TXT")]
    public void Case_counts_as_the_file_system_says(string name, string other)
    {
        bool isIgnored = File.Exists(_folder.File("FOX.TXT"));
        Assert.Equal(isIgnored, FileIdentity.Of(_folder.File(name)) == FileIdentity.Of(_folder.File(other)));
    }

    [Fact]
    public void Texts_of_a_folder_are_read()
    {
        _folder.Write("inner/a.txt", "a");
        _folder.Write("inner/deep/b.txt", "b");
        _folder.Write("inner/c.md", "c");
        Assert.Throws<ToolException>(new RunFiles(isForced: true, null).Reads(_folder.File("inner")).Writes(_folder.File("inner/a.txt")).CheckInputs);
        Assert.Throws<ToolException>(new RunFiles(isForced: true, null).Reads(_folder.File("inner")).Writes(_folder.File("twin/inner/deep/b.txt")).CheckInputs);
        new RunFiles(isForced: true, null).Reads(_folder.File("inner")).Writes(_folder.File("inner/c.md")).CheckInputs();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Somebody_at_a_terminal_is_asked(bool answer)
    {
        List<string> questions = [];
        RunFiles files = new RunFiles(isForced: false, question =>
        {
            questions.Add(question);
            return answer;
        }).Writes(_folder.File("fox.txt")).Writes(_folder.File("new.txt"));
        if (answer)
        {
            files.Check();
            files.Write(_folder.File("fox.txt"), "new");
            Assert.Equal("new", File.ReadAllText(_folder.File("fox.txt")));
        }
        else
        {
            Assert.EndsWith("fox.txt: was kept; nothing was written", Assert.Throws<ToolException>(files.Check).Message, StringComparison.Ordinal);
        }

        Assert.Equal([$"{_folder.File("fox.txt")} exists. Replace it? [y/N] "], questions);
    }

    [Fact]
    public void Several_files_are_one_question()
    {
        string? asked = null;
        RunFiles files = new(isForced: false, question => (asked = question) is not null);
        files.Writes(_folder.File("fox.txt")).Writes(_folder.File("dog.txt"));
        files.Check();
        files.AskToReplace();
        Assert.Equal($"{_folder.File("fox.txt")} exists, and {_folder.File("dog.txt")} is there, too. Replace them? [y/N] ", asked);
    }

    [Fact]
    public void What_comes_in_the_meantime_stays()
    {
        RunFiles files = new RunFiles(isForced: true, null).Writes(_folder.File("new.txt"));
        files.Check();
        _folder.Write("new.txt", "of another program");
        Assert.Equal(_folder.File("new-2.txt"), files.Write(_folder.File("new.txt"), "of this run"));
        Assert.Equal("of another program", File.ReadAllText(_folder.File("new.txt")));
        Assert.Equal("of this run", File.ReadAllText(_folder.File("new-2.txt")));
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there()
    {
        RunFiles files = new RunFiles(isForced: true, null).Writes(_folder.File("fox.txt"));
        files.Check();
        byte[] before = File.ReadAllBytes(_folder.File("fox.txt"));
        Assert.Throws<IOException>(() => files.Write(_folder.File("fox.txt"), stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal(before, File.ReadAllBytes(_folder.File("fox.txt")));
        Assert.False(File.Exists(_folder.File("fox.txt.partial")));
    }

    [Fact]
    public void What_is_not_named_is_not_written()
    {
        RunFiles files = new RunFiles(isForced: true, null).Writes(_folder.File("new.txt"));
        Assert.Throws<InvalidOperationException>(() => files.Write(_folder.File("new.txt"), "not asked yet"));
        Assert.Throws<InvalidOperationException>(() => files.Write(_folder.File("fox.txt"), "not named"));
    }

    [Theory]
    [InlineData("n", 1)]
    [InlineData("y", 0)]
    public async Task The_question_is_asked_in_a_terminal(string answer, int exitCode)
    {
        const string Script = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), $"needs {Script}, which makes a terminal");
        NetworkFile.Save(Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 3)), _folder.File("raw.tinyrnn"));
        _folder.Write("raw.onnx", "precious");
        string tool = Path.Combine(AppContext.BaseDirectory, "TinyRnn.Tool.dll");
        string command = $"dotnet '{tool}' export raw.tinyrnn --to onnx";
        ProcessStartInfo start = new(Script, ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        StringBuilder output = new();
        char[] buffer = new char[256];
        while (await process.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and int count)
        {
            output.Append(buffer, 0, count);
            if (answer.Length > 0 && output.ToString().Contains("raw.onnx exists. Replace it? [y/N] ", StringComparison.Ordinal))
            {
                await process.StandardInput.WriteLineAsync(answer);
                await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
                answer = "";
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == exitCode, $"{process.ExitCode}\n{output}");
        Assert.Equal(exitCode == 1, await File.ReadAllTextAsync(_folder.File("raw.onnx"), TestContext.Current.CancellationToken) == "precious");
    }
}
