using System.Text.RegularExpressions;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>A command of a page, with what the page shows of its output.</summary>
/// <param name="Text">The command with its comment, as it is written.</param>
/// <param name="Output">The lines under it.</param>
public sealed record GuideCommand(string Text, IReadOnlyList<string> Output);

/// <summary>The shell commands of a page: fenced blocks without a language whose lines begin with <c>$</c>, or with the name of a program.</summary>
public static partial class GuidePage
{
    private static readonly string[] Programs = ["dotnet ", "tinyrnn ", "bench/", "samples/", "git "];

    /// <summary>All pages of the repository, by their path in it.</summary>
    public static IEnumerable<string> All =>
    [
        "README.md",
        .. new[] { "src", "generator", "tests", "bench", "samples" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    /// <summary>The commands of a page in their order.</summary>
    public static IReadOnlyList<GuideCommand> Commands(string page)
    {
        List<GuideCommand> commands = [];
        foreach (Match block in Block().Matches(Read(page)).Where(block => block.Groups["language"].Length == 0))
        {
            string[] lines = [.. block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
            if (lines[0].StartsWith("$ ", StringComparison.Ordinal))
            {
                int[] starts = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("$ ", StringComparison.Ordinal)), lines.Length];
                commands.AddRange(starts.Zip(starts.Skip(1), (start, end) => new GuideCommand(lines[start][2..], lines[(start + 1)..end])));
            }
            else if (Programs.Any(lines[0].TrimStart().StartsWith))
            {
                commands.AddRange(lines.Select(line => new GuideCommand(line.Trim(), [])));
            }
        }

        return commands;
    }

    [GeneratedRegex("^ *```(?<language>[^\n]*)\n(?<text>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
