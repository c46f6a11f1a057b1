using System.Text.RegularExpressions;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The pages of the repository: what they point at is there.</summary>
public partial class GuideTests
{
    public static TheoryData<string> Pages => [.. GuidePage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string path = link.Groups["path"].Value;
            string target = path.Length == 0 ? Path.Combine(Repository.Root, page) : Path.Combine(folder, path);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: there is no {path}");
            if (link.Groups["anchor"].Success)
            {
                Assert.Contains(link.Groups["anchor"].Value, Anchors(target));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_name_projects_and_scripts_that_are_there(string page)
    {
        foreach (Match command in Command().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string target = Path.Combine(Repository.Root, command.Groups["target"].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: {command.Value.Trim()}");
        }
    }

    // As GitHub makes them of headings.
    private static IEnumerable<string> Anchors(string page) =>
        Heading().Matches(File.ReadAllText(page))
            .Select(heading => NoAnchor().Replace(heading.Groups[1].Value.TrimEnd('\r').ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<path>[^)#\s]*)(#(?<anchor>[^)]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(
        @"dotnet (run --project|publish|build|pack|test --project|test --solution) (?<target>(src|samples|bench|tests|generator|TinyRnn)[A-Za-z0-9./]*)"
            + @"|^\$? ?(?<target>(samples|bench)/[A-Za-z/-]+)",
        RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex NoAnchor();
}
