using System.Text.RegularExpressions;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>The pages of the repository: what their commands name is there.</summary>
public partial class GuideTests
{
    public static TheoryData<string> Pages => [.. GuidePage.All];

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

    [GeneratedRegex(
        @"dotnet (run --project|publish|build|pack|test --project|test --solution) (?<target>(src|samples|bench|tests|generator|TinyRnn)[A-Za-z0-9./]*)"
            + @"|^\$? ?(?<target>(samples|bench)/[A-Za-z/-]+)",
        RegexOptions.Multiline)]
    private static partial Regex Command();
}
