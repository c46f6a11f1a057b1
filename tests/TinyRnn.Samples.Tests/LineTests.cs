using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>Code fits on a screen: no line has more than 160 characters. Generated code has no limit.</summary>
public class LineTests
{
    private const int Longest = 160;

    private static readonly string[] Code = [".c", ".cs", ".csproj", ".css", ".h", ".html", ".js", ".mjs", ".props", ".py", ".sh", ".targets"];

    [Fact]
    public void No_line_of_code_is_too_long()
    {
        string[] files = [.. RepositoryFiles.Paths("*")
            .Where(path => !path.Split('/').Contains("Snapshots"))
            .Where(path => !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .Where(path => Code.Contains(Path.GetExtension(path), StringComparer.Ordinal) || IsScript(Path.Combine(Repository.Root, path)))];
        Assert.Contains("tests/TinyRnn.Samples.Tests/LineTests.cs", files);
        Assert.Contains("bench/compare", files);
        Assert.Contains(".ci/run", files);
        Assert.Empty(files.SelectMany(path => File.ReadLines(Path.Combine(Repository.Root, path)).Index()
            .Where(line => line.Item.Length > Longest)
            .Select(line => $"{path}, line {line.Index + 1}: {line.Item.Length} characters; {Longest} are the most")));
    }

    // A file without an extension that names its interpreter.
    private static bool IsScript(string path)
    {
        if (Path.GetExtension(path).Length > 0)
        {
            return false;
        }

        using FileStream file = File.OpenRead(path);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }
}
