using System.Text.RegularExpressions;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>Every column of every table has a heading, and every cell says something.</summary>
public partial class TableTests
{
    public static TheoryData<string> Pages => [.. PageLinks.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tables_are_whole(string page) => Assert.Empty(Problems(File.ReadAllText(Path.Combine(Repository.Root, page))));

    [Theory]
    [InlineData("| a | b |\n|---|---|\n| 1 | - |\n", null)]
    [InlineData("| a | b |\n|---|--:|\n| `x \\| y` | 2 |\n", null)]
    [InlineData("```\n| | b |\n```\n", null)]
    [InlineData("| | b |\n|---|---|\n| 1 | 2 |\n", "line 1: cell 1 of 2 is empty")]
    [InlineData("\n| a | b |\n|---|---|\n| 1 | |\n", "line 4: cell 2 of 2 is empty")]
    [InlineData("| a | b |\n|---|---|\n| 1 |\n", "line 3: 1 cell, 2 were expected")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "line 3: 3 cells, 2 were expected")]
    public void A_table_that_is_not_whole_is_found(string markdown, string? problem) => Assert.Equal(problem, Problems(markdown).SingleOrDefault());

    private static IEnumerable<string> Problems(string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        bool isCode = false;
        int columns = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            isCode ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            if (isCode || !lines[i].StartsWith('|'))
            {
                columns = 0;
                continue;
            }

            string[] cells = Bar().Split(lines[i].TrimEnd())[1..^1];
            columns = columns == 0 ? cells.Length : columns;
            if (cells.Length != columns)
            {
                yield return $"line {i + 1}: {cells.Length} cell{(cells.Length == 1 ? "" : "s")}, {columns} were expected";
            }

            foreach (int empty in Enumerable.Range(0, cells.Length).Where(cell => string.IsNullOrWhiteSpace(cells[cell])))
            {
                yield return $"line {i + 1}: cell {empty + 1} of {cells.Length} is empty";
            }
        }
    }

    // A bar that is not escaped.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
