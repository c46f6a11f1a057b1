using System.Text.RegularExpressions;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>The links of a page, and what others can link to in it, as GitHub and the site read Markdown.</summary>
public static partial class PageLinks
{
    /// <summary>Every page of the repository and its hidden folders, by its path.</summary>
    public static IEnumerable<string> Pages => RepositoryFiles.Paths("*.md");

    /// <summary>The targets of links and pictures, code left out.</summary>
    public static IEnumerable<string> Targets(string markdown)
    {
        string prose = WithoutCode(markdown);
        return Inline().Matches(prose).Concat(Definition().Matches(prose)).Concat(Attribute().Matches(prose)).Select(match => match.Groups["target"].Value);
    }

    /// <summary>The fragments that a page has: one for each heading, and those of its HTML.</summary>
    public static IReadOnlySet<string> Anchors(string markdown)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(Fence().Replace(markdown, "")))
        {
            string anchor = Slug(heading.Groups["text"].Value);
            int count = 0;
            while (!anchors.Add(count == 0 ? anchor : $"{anchor}-{count}"))
            {
                count++;
            }
        }

        anchors.UnionWith(Identifier().Matches(WithoutCode(markdown)).Select(match => match.Groups["id"].Value));
        return anchors;
    }

    /// <summary>What is wrong with a link of a page; null where it leads somewhere, or out of the repository.</summary>
    public static string? Problem(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0
            ? Path.Combine(Repository.Root, page)
            : Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0])));
        if (!path.StartsWith(Repository.Root, StringComparison.Ordinal) || !ExistsInThisCase(path))
        {
            return $"{page}: there is no '{parts[0]}'";
        }

        if (parts.Length == 1)
        {
            return null;
        }

        return path.EndsWith(".md", StringComparison.Ordinal) && Anchors(File.ReadAllText(path)).Contains(parts[1])
            ? null
            : $"{page}: there is no heading '{parts[1]}' in '{(parts[0].Length == 0 ? page : parts[0])}'";
    }

    // GitHub and the site tell A from a, which not every file system does.
    private static bool ExistsInThisCase(string path)
    {
        string whole = Path.TrimEndingDirectorySeparator(path);
        return whole.Length <= Repository.Root.Length
            || (Directory.Exists(Path.GetDirectoryName(whole))
                && Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(whole)!).Any(entry => Path.GetFileName(entry) == Path.GetFileName(whole))
                && ExistsInThisCase(Path.GetDirectoryName(whole)!));
    }

    private static string Slug(string heading) => NotInSlug().Replace(Link().Replace(heading, "${text}").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string markdown) => Code().Replace(Fence().Replace(markdown, ""), "");

    [GeneratedRegex("^ *(?<fence>```+|~~~+).*?^ *\\k<fence> *\r?$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("(?<ticks>`+)(?!`).+?(?<!`)\\k<ticks>(?!`)", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("\\]\\(<?(?<target>[^)\\s>]+)>?(\\s+\"[^\"]*\")?\\)")]
    private static partial Regex Inline();

    [GeneratedRegex("^ {0,3}\\[[^\\]]+\\]:\\s*<?(?<target>[^\\s>]+)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("\\s(href|src)=\"(?<target>[^\"]+)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("^#{1,6} +(?<text>.+?) *#* *\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("\\s(id|name)=\"(?<id>[^\"]+)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("\\[(?<text>[^\\]]*)\\]\\([^)]*\\)")]
    private static partial Regex Link();

    [GeneratedRegex("[^\\p{L}\\p{N}\\p{M}_ -]")]
    private static partial Regex NotInSlug();
}
