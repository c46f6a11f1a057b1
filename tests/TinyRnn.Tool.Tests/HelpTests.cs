using System.Text.RegularExpressions;

namespace TinyRnn.Tool.Tests;

/// <summary>Help, what a mistyped command line is told, and completion.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly TextFolder _folder = new();

    [Theory]
    [InlineData("  train ")]
    [InlineData("  train ", "--help")]
    [InlineData("  classify <data> ", "train")]
    [InlineData("  forecast <file> ", "train", "-h")]
    public async Task Commands_are_listed_bare_and_on_demand(string row, params string[] arguments)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\n" + row, run.Output, StringComparison.Ordinal);
        Assert.Contains("\nUsage:\n  tinyrnn", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("text")]
    [InlineData("forecast")]
    public async Task Options_of_a_training_are_in_groups(string kind)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, ["train", kind, "--help"]);
        string[] headings = [.. Regex.Matches(run.Output, "^([A-Z][a-z]+):$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.Equal(["Usage", "Arguments", "Data", "Network", "Training", "Optimiser", "Files", "Options"], headings);

        // What no group names: a new option belongs into HelpGroups.
        string[] rest = run.Output[run.Output.IndexOf("\nOptions:", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(["-h, -?, --help"], rest.Select(line => Regex.Match(line, "^ +(.+?)  ").Groups[1].Value));
    }

    /// <summary>A new option whose name does not say what its value is belongs into Placeholders.</summary>
    [Theory]
    [InlineData("train", "text")]
    [InlineData("train", "classify")]
    [InlineData("train", "forecast")]
    [InlineData("try")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("predict")]
    [InlineData("generate")]
    [InlineData("run")]
    [InlineData("inspect")]
    [InlineData("compile")]
    [InlineData("quantize")]
    [InlineData("prune")]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("demo")]
    public async Task Placeholders_say_what_a_value_is(params string[] command)
    {
        string[] kinds =
        [
            "NUMBER", "NUMBERS", "FILE", "FOLDER", "NAME", "NAMES", "COLUMN", "COLUMNS", "CHARACTER", "CHARACTERS", "TEXT", "KEY", "SETTINGS", "DURATION",
            "NAME=NUMBER", "NAME=ACTIVATION",
        ];
        ToolRun run = await ToolRun.Start(_folder.Path, [.. command, "--help"]);
        MatchCollection found = Regex.Matches(run.Output, "^  (?:-., )?--[a-z-]+ ([A-Z][A-Z=]*)(?: |$)", RegexOptions.Multiline);
        string[] placeholders = [.. found.Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(placeholders);
        Assert.All(placeholders, placeholder => Assert.Contains(placeholder, kinds));
    }

    /// <summary>A build calls the tool by files that no compiler checks.</summary>
    [Theory]
    [InlineData("TinyRnn.Import.targets", "import", "--from-build")]
    [InlineData("TinyRnn.Quantize.targets", "quantize")]
    [InlineData("TinyRnn.Weights.targets", "pack-weights")]
    public async Task Options_that_a_build_gives_are_those_of_the_command(string file, string command, params string[] hidden)
    {
        string targets = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "src", "TinyRnn", "buildTransitive", file), TestContext.Current.CancellationToken);
        string code = Regex.Replace(targets, "<!--.*?-->", "", RegexOptions.Singleline);
        ToolRun run = await ToolRun.Start(_folder.Path, [command, "--help"]);
        string[] options = [.. Regex.Matches(run.Output, "^  (?:-., )?(--[a-z-]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        string[] given = [.. Regex.Matches(code, "--[a-z][a-z-]*").Select(match => match.Value).Distinct()];
        Assert.Contains("--force", given);
        Assert.Empty(given.Except(options).Except(hidden));
    }

    [Theory]
    [InlineData("unknown command 'trian'; did you mean 'train'? ('tinyrnn --help' shows help)", "trian")]
    [InlineData("unknown command 'inspekt'; did you mean 'inspect'? ('tinyrnn --help' shows help)", "inspekt", "x.tinyrnn")]
    [InlineData("unknown command 'frobnicate' ('tinyrnn --help' shows help)", "frobnicate")]
    [InlineData("unknown command 'txt'; did you mean 'text'? ('tinyrnn train --help' shows help)", "train", "txt")]
    [InlineData("unknown option '--epcohs'; did you mean '--epochs'? ('tinyrnn train text --help' shows help)", "train", "text", "fox.txt", "--epcohs", "3")]
    [InlineData("unknown option '--epcohs'; did you mean '--epochs'? ('tinyrnn train text --help' shows help)", "train", "text", "--epcohs", "3")]
    [InlineData("unknown option '--learning-rat' ('tinyrnn train text --help' shows help)", "train", "text", "fox.txt", "--learning-rat", "3")]
    [InlineData("unexpected argument 'second.txt' ('tinyrnn train text --help' shows help)", "train", "text", "fox.txt", "second.txt")]
    [InlineData(
        "<model> is missing: a .tinyrnn file, or weights from another tool, which are read as 'import' does "
        + "('tinyrnn inspect --help' shows help)", "inspect")]
    [InlineData(
        "--output is missing: a .json or .csv file to write, with a row for each output "
        + "('tinyrnn run --help' shows help)", "run", "x.tinyrnn", "-i", "x.csv")]
    [InlineData("<shell> must be bash, fish, powershell or zsh, not cmd ('tinyrnn completion --help' shows help)", "completion", "cmd")]
    public async Task Mistyped_lines_name_what_was_meant(string error, params string[] arguments)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal($"tinyrnn: {error}\n", run.Errors);
    }

    [Theory]
    [InlineData(".: is a folder; a .tinyrnn model file or another tool's weights were expected", "inspect", ".")]
    [InlineData(".: is a folder; a JSON file of settings was expected", "train", "text", "fox.txt", "--config", ".")]
    [InlineData(".: is a folder; a text file in UTF-8 was expected", "train", "text", ".")]
    public async Task Folders_are_called_that(string error, params string[] arguments) => Assert.Equal(error, await ToolRun.Fail(_folder.Path, arguments));

    [Theory]
    [InlineData("tinyrnn tr", "train")]
    [InlineData("tinyrnn train text fox.txt --optim", "--optimizer")]
    [InlineData("tinyrnn train text fox.txt --cell ", "gru")]
    public async Task Shells_are_told_what_may_come_next(string line, string word)
    {
        ToolRun run = await ToolRun.Start(_folder.Path, [$"[suggest:{line.Length}]", line]);
        Assert.Contains(word, run.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Every_shell_asks_the_tool(string shell) =>
        Assert.Contains("[suggest:", (await ToolRun.Start(_folder.Path, ["completion", shell])).Output, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
