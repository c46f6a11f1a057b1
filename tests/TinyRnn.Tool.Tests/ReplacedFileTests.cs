namespace TinyRnn.Tool.Tests;

/// <summary>Every command that writes: what it reads is never lost, and what was there before is replaced only where that is asked for.</summary>
public sealed class ReplacedFileTests : IDisposable
{
    private static readonly string[] Quick = ["--hidden", "4", "--epochs", "1"];

    private readonly TextFolder _folder = new();

    public ReplacedFileTests()
    {
        _folder.WriteWaves("waves.csv");
        _folder.WriteWords("words.csv", "id,text,label");
        Directory.CreateDirectory(_folder.File("words"));
        _folder.Write("words/back.txt", "book\ndoom\nfool\nroom\n");
        _folder.Write("words/front.txt", "beek\ndeem\nfeel\nreem\n");
        Save("raw.tinyrnn", Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 6), new DenseLayer("fc", 6, 5)));
        Save("Large.tinyrnn", Networks.Raw(new VectorInput(2), OutputSteps.Every, 1, new GruLayer("gru", 2, 120)));
        _folder.Write("in.csv", "1,2\n3,4\n");
        _folder.Write("out.csv", "1,2,3,4,5\n1,2,3,4,5\n");
        _folder.Write("labels.txt", "a\nb\nc\nd\ne\n");
        _folder.Write("settings.json", "{\"seed\": 2}");
        _folder.Write("rnn.json", """
            {
              "weight_ih_l0": [[0.5, 0.25], [0.5, 0.25], [0.5, 0.25]], "weight_hh_l0": [[0, 0, 0], [0, 0, 0], [0, 0, 0]],
              "bias_ih_l0": [0, 0, 0], "bias_hh_l0": [0, 0, 0]
            }
            """);
        _folder.Write("rnn.import.json", "{\"name\": \"small\"}");
        _folder.Write("letters.txt", "ab\n");
        _folder.Write("classes.txt", "x\ny\nz\n");
    }

    /// <summary>A command with a file that it reads, in place of which it is to write: the file stands where the command says OUT.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "fox.txt", "train text fox.txt -o OUT" },
        { "dog.txt", "train text fox.txt --validation dog.txt -o OUT" },
        { "settings.json", "train text fox.txt --config settings.json -o OUT" },
        { "fox.txt", "train text fox.txt --sweep seed=1,2 -o OUT" },
        { "fox.txt", "train text fox.txt --resume -o OUT" },
        { "words.csv", "train classify words.csv -o OUT" },
        { "words/back.txt", "train classify words -o OUT" },
        { "words.csv", "train classify words.csv --tutorial -o OUT" },
        { "waves.csv", "train forecast waves.csv --column load -o OUT" },
        { "rnn.json", "import rnn.json -o OUT" },
        { "rnn.import.json", "import rnn.json -o OUT" },
        { "settings.json", "import rnn.json --options settings.json -o OUT" },
        { "classes.txt", "import rnn.json --labels classes.txt -o OUT" },
        { "letters.txt", "import rnn.json --vocabulary letters.txt -o OUT" },
        { "settings.json", "import rnn.json --architecture settings.json -o OUT" },
        { "raw.tinyrnn", "export raw.tinyrnn --to onnx -o OUT" },
        { "raw.tinyrnn", "export raw.tinyrnn --to safetensors -o OUT" },
        { "raw.tinyrnn", "run raw.tinyrnn --input in.csv --output OUT" },
        { "in.csv", "run raw.tinyrnn --input in.csv --output OUT" },
        { "raw.tinyrnn", "quantize raw.tinyrnn --to int8 -o OUT" },
        { "in.csv", "quantize raw.tinyrnn --to int8 --data in.csv -o OUT" },
        { "out.csv", "quantize raw.tinyrnn --to int8 --data in.csv --expected out.csv -o OUT" },
        { "raw.tinyrnn", "prune raw.tinyrnn --sparsity 0.5 -o OUT" },
        { "in.csv", "prune raw.tinyrnn --sparsity 0.5 --data in.csv -o OUT" },
        { "raw.tinyrnn", "inspect raw.tinyrnn --blocks OUT" },
        { "rnn.json", "inspect rnn.json --blocks OUT" },
        { "rnn.import.json", "inspect rnn.json --blocks OUT" },
        { "raw.tinyrnn", "inspect raw.tinyrnn --html OUT" },
        { "in.csv", "inspect raw.tinyrnn --html OUT --data in.csv" },
        { "fox.txt", "try fox.txt -o OUT" },
        { "Large.tinyrnn", "pack-weights Large.tinyrnn --assembly App -o OUT" },
        { "raw.tinyrnn", "pack-weights Large.tinyrnn raw.tinyrnn --assembly App -o OUT" },
    };

    /// <summary>A command that reads a file under a name that it gives to one of its other outputs.</summary>
    public static TheoryData<string, string> OtherOutputs => new()
    {
        { "fox-loss.svg", "train text fox-loss.svg -o fox.tinyrnn" },
        { "fox-metrics.jsonl", "train text fox-metrics.jsonl -o fox.tinyrnn" },
        { "fox.checkpoint", "train text fox.checkpoint -o fox.tinyrnn" },
        { "fox.checkpoint", "train text fox.checkpoint -o fox.tinyrnn --resume" },
        { "fox.tinyrnn.partial", "train text fox.tinyrnn.partial -o fox.tinyrnn" },
        { "fox-metrics.jsonl.new", "train text fox-metrics.jsonl.new -o fox.tinyrnn" },
        { "fox-metrics.jsonl.candidate", "train text fox-metrics.jsonl.candidate --sweep seed=1,2 -o fox.tinyrnn" },
        { "words-confusion.svg", "train classify words.csv --config words-confusion.svg -o words.tinyrnn" },
        { "words-mistakes.csv", "train classify words-mistakes.csv -o words.tinyrnn" },
        { "waves-forecast.svg", "train forecast waves.csv --column load --config waves-forecast.svg -o waves.tinyrnn" },
        { "folder/Raw.g.cs", "compile folder/Raw.g.cs --name Raw -o folder" },
        { "folder/Raw.Weights.g.cs", "compile folder/Raw.Weights.g.cs --name Raw -o folder" },
    };

    /// <summary>A command and a file that it would replace.</summary>
    public static TheoryData<string, string> Replacing => new()
    {
        { "train text fox.txt -o new.tinyrnn", "new.tinyrnn" },
        { "train text fox.txt -o new.tinyrnn", "new-metrics.jsonl" },
        { "train text fox.txt -o new.tinyrnn", "new-loss.svg" },
        { "train text fox.txt --sweep seed=1,2 -o new.tinyrnn", "new.tinyrnn" },
        { "try fox.txt --minutes 0.001 -o new.tinyrnn", "new.tinyrnn" },
        { "train classify words.csv -o new.tinyrnn", "new-confusion.svg" },
        { "train classify words.csv -o new.tinyrnn", "new-mistakes.csv" },
        { "train forecast waves.csv --column load --window 6 -o new.tinyrnn", "new-forecast.svg" },
        { "import rnn.json -o new.tinyrnn", "new.tinyrnn" },
        { "import rnn.json", "rnn.tinyrnn" },
        { "export raw.tinyrnn --to onnx", "raw.onnx" },
        { "export raw.tinyrnn --to safetensors -o new.safetensors", "new.safetensors" },
        { "run raw.tinyrnn --input in.csv --output new.csv", "new.csv" },
        { "run raw.tinyrnn --input in.csv --output new.json", "new.json" },
        { "quantize raw.tinyrnn --to bf16 -o new.tinyrnn", "new.tinyrnn" },
        { "prune raw.tinyrnn --sparsity 0.5 -o new.tinyrnn", "new.tinyrnn" },
        { "inspect raw.tinyrnn --blocks new.svg", "new.svg" },
        { "inspect raw.tinyrnn --html new.html", "new.html" },
        { "compile raw.tinyrnn --name Raw -o folder", "folder/Raw.g.cs" },
        { "compile raw.tinyrnn --name Raw -o folder", "folder/Raw.Weights.g.cs" },
        { "pack-weights Large.tinyrnn --assembly App -o new.dll", "new.dll" },
        { "demo -o folder", "folder/Program.cs" },
        { "demo -o folder", "folder/names/Polish.txt" },
        { "demo -o folder", "folder/names.tinyrnn" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task What_is_read_is_not_written(string input, string command)
    {
        foreach (string alias in (string[])[input, "./nowhere/../" + input, HardLink(input)])
        {
            await IsRefused(input, alias, Arguments(command, alias));
        }
    }

    [Theory]
    [MemberData(nameof(OtherOutputs))]
    public async Task What_is_read_is_none_of_the_other_outputs(string input, string command)
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.Copy(_folder.File(command.Contains("--config", StringComparison.Ordinal) ? "settings.json" : "words.csv"), _folder.File(input));
        await IsRefused(input, input, Arguments(command, ""));
    }

    [Theory]
    [MemberData(nameof(Replacing))]
    public async Task What_is_there_is_replaced_only_by_force(string command, string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(output))!);
        _folder.Write(output, "precious");
        string[] before = Files();
        string[] arguments = Arguments(command, "");
        Assert.Equal($"{output}: exists; --force replaces it", await ToolRun.Fail(_folder.Path, arguments));
        Assert.Equal(before, Files());
        Assert.Equal("precious", await Read(output));
        if (arguments[0] != "demo")
        {
            await ToolRun.Succeed(_folder.Path, [.. arguments, "--force"]);
            Assert.NotEqual("precious", await Read(output));
        }
    }

    [Fact]
    public async Task All_files_that_would_be_replaced_are_named()
    {
        string[] command = Arguments("train text fox.txt", "");
        await ToolRun.Succeed(_folder.Path, command);
        Assert.Equal("fox.tinyrnn: exists; --force replaces it, and fox-metrics.jsonl, fox-loss.svg", await ToolRun.Fail(_folder.Path, command));
        await ToolRun.Succeed(_folder.Path, [.. command, "--force"]);
        Assert.Equal(
            "folder/Raw.g.cs: exists; --force replaces it, and folder/Raw.Weights.g.cs",
            await CompileTwice());

        async Task<string> CompileTwice()
        {
            string[] compile = ["compile", "raw.tinyrnn", "--name", "Raw", "-o", "folder"];
            await ToolRun.Succeed(_folder.Path, compile);
            return await ToolRun.Fail(_folder.Path, compile);
        }
    }

    [Fact]
    public async Task Two_outputs_are_two_files()
    {
        Assert.Equal(
            "fox.checkpoint: would be written twice; choose another --output",
            await ToolRun.Fail(_folder.Path, Arguments("train text fox.txt -o fox.checkpoint --force", "")));
        await ToolRun.Succeed(_folder.Path, Arguments("train text fox.txt", ""));
        File.Delete(_folder.File("fox-loss.svg"));
        Assert.SkipUnless(_folder.Link("fox-loss.svg", "fox.tinyrnn"), "there are no hard links");
        Assert.Equal(
            "fox-loss.svg: is the same file as fox.tinyrnn, and both would be written; choose another --output",
            await ToolRun.Fail(_folder.Path, Arguments("train text fox.txt --force", "")));
    }

    [Fact]
    public async Task A_link_that_is_replaced_stays_a_link()
    {
        _folder.Write("version1.tinyrnn", "precious");
        Directory.CreateDirectory(_folder.File("models"));
        File.CreateSymbolicLink(_folder.File("models/latest.tinyrnn"), "../version1.tinyrnn");
        await ToolRun.Succeed(_folder.Path, "import", "rnn.json", "-o", "models/latest.tinyrnn", "--force");
        Assert.Equal("../version1.tinyrnn", new FileInfo(_folder.File("models/latest.tinyrnn")).LinkTarget);
        Assert.Equal("small", NetworkFile.Load(_folder.File("version1.tinyrnn")).Name);
    }

    [Fact]
    public async Task What_cannot_be_written_is_said_before_the_training()
    {
        string output = Path.Combine("none", "new.tinyrnn");
        Assert.StartsWith($"{output}: the folder '", await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "-o", output), StringComparison.Ordinal);
        Assert.Equal("words: is a folder; a file name was expected", await ToolRun.Fail(_folder.Path, "train", "text", "fox.txt", "-o", "words"));
        Assert.Equal("words: is a folder; a file name was expected", await ToolRun.Fail(_folder.Path, "export", "raw.tinyrnn", "--to", "onnx", "-o", "words"));
    }

    [Fact]
    public async Task A_pipe_is_written_to_and_needs_no_force()
    {
        Assert.SkipUnless(File.Exists("/dev/stdout"), "there is no file for the standard output");
        await ToolRun.Succeed(_folder.Path, "export", "raw.tinyrnn", "--to", "safetensors", "-o", "raw.safetensors");
        ToolRun piped = await ToolRun.Start(_folder.Path, "export", "raw.tinyrnn", "--to", "safetensors", "-o", "/dev/stdout");
        Assert.Equal("", piped.Errors);
        byte[] file = await File.ReadAllBytesAsync(_folder.File("raw.safetensors"), TestContext.Current.CancellationToken);
        Assert.Equal(file, piped.OutputBytes[..file.Length]);
    }

    private async Task IsRefused(string input, string output, string[] arguments)
    {
        byte[] bytes = await File.ReadAllBytesAsync(_folder.File(input), TestContext.Current.CancellationToken);
        string[] before = Files();
        string error = await ToolRun.Fail(_folder.Path, [.. arguments, "--force"]);
        Assert.StartsWith(output + ": is ", error, StringComparison.Ordinal);
        Assert.Contains("read by this command, ", error, StringComparison.Ordinal);
        Assert.EndsWith("choose another --output", error, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File(input), TestContext.Current.CancellationToken));
        Assert.Equal(before, Files());
    }

    private static string[] Arguments(string command, string output)
    {
        string[] words = [.. command.Split(' ').Select(word => word == "OUT" ? output : word)];
        return words[0] == "train" && !words.Contains("--tutorial") ? [.. words, .. Quick] : words;
    }

    private string HardLink(string name)
    {
        string link = Path.Combine(Path.GetDirectoryName(name)!, "linked" + Path.GetExtension(name));
        Assert.SkipUnless(_folder.Link(link, name), "there are no hard links");
        return link;
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private Task<string> Read(string name) => File.ReadAllTextAsync(_folder.File(name), TestContext.Current.CancellationToken);

    private void Save(string name, Network network) => NetworkFile.Save(network, _folder.File(name));
}
