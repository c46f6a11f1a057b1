using System.Text.RegularExpressions;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>
/// Every command of every page runs in a fresh copy of the repository, in the order of the page, and prints what the page shows but for the numbers.
/// </summary>
public partial class CommandTests(Clone clone, PublishedSamples samples) : IClassFixture<Clone>
{
    /// <summary>What does not run here, by its page and what it begins with, and why.</summary>
    private static readonly (string Page, string Command, string Why)[] LeftOut =
    [
        ("README.md", "dotnet test --solution", "it is what runs this test"),
        ("src/TinyRnn/README.md", "dotnet ", "PackageTests does it with the packed packages"),
        ("src/Site/packages.md", "dotnet ", "PackageTests does it with the packed packages"),
        ("src/TinyRnn.Templates/README.md", "dotnet ", "PackageTests does it with the packed packages"),
        ("src/TinyRnn.Interop/README.md", "tinyrnn import mood.h5", "no one file fits all three; WordModelTests of the tool does each"),
        ("src/TinyRnn.Tool/README.md", "dotnet tool install", "PackageTests does it with the packed packages"),
        ("samples/SCALING.md", "", "it needs PyTorch, which writes what the later commands read"),
        ("samples/SensorFleet/README.md", "", "it drives a fleet for up to minutes, most of it with Redis"),
        ("samples/VoiceActivity/README.md", "samples/VoiceActivity/fetch-model", "it downloads; SileroBuildTests runs it with a package of its own"),
        ("samples/VoiceActivity/README.md", "arecord", "it needs a microphone"),
        ("samples/NoiseSuppression/README.md", "samples/NoiseSuppression/fetch-model", "it downloads; DtlnBuildTests runs it with files of its own"),
        ("samples/NoiseSuppression/README.md", "arecord", "it needs a microphone"),
        ("bench/README.md", "bench/", "it measures for minutes, alone on a machine, and builds for as long"),
        ("bench/README.md", "dotnet run --project bench/TinyRnn.Benchmarks", "it measures for minutes, alone on a machine, and builds for as long"),
    ];

    /// <summary>What a reader puts in for the words in capitals, or what is shorter here.</summary>
    private static readonly (string Written, string Run)[] Replacements =
    [
        ("train classify FOLDER", "train classify names"),
        ("train forecast FILE.csv", "train forecast monthly-sunspots.csv"),
        ("train text FILE", "train text text.txt"),
        ("import FILE", "import gru.safetensors"),
        ("try DATA --minutes 5", "try names --minutes 0.05 -o tried-names.tinyrnn"),
        ("monthly-sunspots.csv --minutes 5", "monthly-sunspots.csv --minutes 0.05"),
        ("compare MODEL MODEL DATA", "compare names.tinyrnn names.tinyrnn names"),
        ("names-int8.tinyrnn data/names", "names-int8.tinyrnn names"),
        ("evaluate MODEL DATA", "evaluate names.tinyrnn names"),
        ("generate MODEL", "generate text.tinyrnn"),
        ("inspect MODEL", "inspect names.tinyrnn"),
        // Half the weights of a network that has learned for a second are no small part of what it knows.
        ("prune names.tinyrnn --sparsity 0.5 --data data/names", "prune names.tinyrnn --sparsity 0.5 --data names --bound 50"),
        // Three of the few test examples here are more than the bound that the command has by default.
        ("--html names.html --data data/names", "--html names.html --data names"),
        ("--data data/names", "--data names --bound 5"),
        ("/tmp/generated", "generated"),
        ("out/NameService 60", "out/NameService 2"),
    ];

    public static TheoryData<string> Pages => [.. GuidePage.All.Where(page => GuidePage.Commands(page).Any(command => WhyLeftOut(page, command.Text) is null))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_run_as_written(string page)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "the commands are for a shell");
        EnsureTool();
        clone.RemoveWhatPagesWrote();
        HashSet<string> done = [];
        foreach (GuideCommand command in GuidePage.Commands(page).Where(command => done.Add(Comment().Replace(AsRun(command), ""))))
        {
            string? why = WhyLeftOut(page, command.Text) ?? WhyNotHere(command.Text);
            if (why is not null)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"left out: {command.Text} ({why})");
                continue;
            }

            TestContext.Current.TestOutputHelper?.WriteLine(command.Text);
            Run(page, command);
        }
    }

    [Fact]
    public void What_is_left_out_is_there() =>
        Assert.All(
            LeftOut, entry => Assert.Contains(GuidePage.Commands(entry.Page), command => command.Text.StartsWith(entry.Command, StringComparison.Ordinal)));

    private static string? WhyLeftOut(string page, string command) =>
        LeftOut.FirstOrDefault(entry => entry.Page == page && command.StartsWith(entry.Command, StringComparison.Ordinal)).Why;

    private static string AsRun(GuideCommand command) =>
        Replacements.Aggregate(command.Text, (text, pair) => text.Replace(pair.Written, pair.Run, StringComparison.Ordinal));

    private string? WhyNotHere(string command) =>
        command.Contains(Clone.RealSeries, StringComparison.Ordinal)
            && !File.Exists(Path.Combine(clone.Folder, Clone.RealSeries)) ? "it needs data that are no part of the repository"
        : command.Contains(".wav", StringComparison.Ordinal) && !File.Exists(Speaker.Program) ? "it needs espeak-ng, which speaks"
        : null;

    private void Run(string page, GuideCommand command)
    {
        string text = AsRun(command).Replace("localhost:5000", $"localhost:{clone.Port}", StringComparison.Ordinal);
        Match publish = PublishSample().Match(text);
        if (publish.Success)
        {
            // Other tests of this assembly use the same: it is published once.
            string folder = samples.Publish(publish.Groups["sample"].Value, publish.Groups["runtime"].Value);
            string output = Path.Combine(clone.Folder, publish.Groups["output"].Success ? publish.Groups["output"].Value : "published");
            if (Directory.Exists(output))
            {
                Directory.Delete(output);
            }

            Directory.CreateSymbolicLink(output, folder);
            text = publish.Groups["then"].Value;
        }

        bool serves = text.Contains("--project samples/NameService", StringComparison.Ordinal) || text.StartsWith("out/NameService", StringComparison.Ordinal);
        if (serves)
        {
            clone.Serve("exec " + text);
        }
        else if (text.Contains("# killed", StringComparison.Ordinal))
        {
            // The run without a break, for comparison, comes first.
            Expect(clone.Run($"{Comment().Replace(text, "")} -o whole.tinyrnn --name shakespeare"), command, []);
            clone.KillAtFile($"exec {Comment().Replace(text, "")} --force", "shakespeare.checkpoint");
        }
        else if (text.Length > 0)
        {
            Expect(clone.Run(text), command, command.Output);
        }
    }

    private static void Expect((int ExitCode, string Output, string Errors) result, GuideCommand command, IReadOnlyList<string> shown)
    {
        bool isError = shown.Any(line => line.StartsWith("tinyrnn: ", StringComparison.Ordinal));
        string all = $"{result.Output}\n{result.Errors}";
        Assert.True(isError == (result.ExitCode != 0), $"{command.Text}\nended with {result.ExitCode}\n{all}");
        HashSet<string> lines = [.. all.Split('\n').Select(WithoutNumbers)];
        Assert.All(
            shown.Where(line => line != "..."),
            line => Assert.True(lines.Contains(WithoutNumbers(line)), $"{command.Text}\ndid not print\n{line}\nbut\n{all}"));
    }

    // Numbers change with the data and the machine, and with them the width of columns and the order of what is best.
    private static string WithoutNumbers(string line) => Spaces().Replace(Number().Replace(Label().Replace(line, "L #"), "#"), " ").Trim();

    private void EnsureTool()
    {
        if (!File.Exists(Path.Combine(clone.Folder, "src", "TinyRnn.Tool", "bin", "Release", "net10.0", "TinyRnn.Tool.dll")))
        {
            (int exitCode, string output, string errors) = clone.Run("dotnet build src/TinyRnn.Tool -c Release -nologo -v:q");
            Assert.True(exitCode == 0, output + errors);
        }
    }

    [GeneratedRegex(" +# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^dotnet publish samples/(?<sample>\w+) -c Release -r (?<runtime>[a-z0-9-]+)( -o (?<output>\S+))?( -p:\S+)*( +&& (?<then>.*))?( +#.*)?$")]
    private static partial Regex PublishSample();

    [GeneratedRegex("[0-9][0-9,.:]*")]
    private static partial Regex Number();

    [GeneratedRegex("[A-Z][a-z]+ +[01]\\.[0-9]+")]
    private static partial Regex Label();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
