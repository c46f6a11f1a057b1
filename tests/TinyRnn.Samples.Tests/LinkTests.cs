using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests;

/// <summary>Every relative link of every page leads to a file that is there, and to a heading that it has.</summary>
public class LinkTests
{
    private const string Page = "src/README.md";

    public static TheoryData<string> Pages => [.. PageLinks.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        Assert.Empty(PageLinks.Targets(text).Select(target => PageLinks.Problem(page, target)).OfType<string>());
    }

    [Theory]
    [InlineData("[a](GLOSSARY.md)", null)]
    [InlineData("[a](GLOSSARY.md#files)", null)]
    [InlineData("[a](#test)", null)]
    [InlineData("[a](https://example.org/nowhere)", null)]
    [InlineData("`[a](nowhere.md)`", null)]
    [InlineData("```\n[a](nowhere.md)\n```\n", null)]
    [InlineData("[a](nowhere.md)", "src/README.md: there is no 'nowhere.md'")]
    [InlineData("[a](glossary.md)", "src/README.md: there is no 'glossary.md'")]
    [InlineData("![a](nowhere.svg \"title\")", "src/README.md: there is no 'nowhere.svg'")]
    [InlineData("[a]: nowhere.md", "src/README.md: there is no 'nowhere.md'")]
    [InlineData("<img src=\"nowhere.svg\">", "src/README.md: there is no 'nowhere.svg'")]
    [InlineData("[a](GLOSSARY.md#nothing)", "src/README.md: there is no heading 'nothing' in 'GLOSSARY.md'")]
    [InlineData("[a](#nothing)", "src/README.md: there is no heading 'nothing' in 'src/README.md'")]
    [InlineData("[a](../../outside.md)", "src/README.md: there is no '../../outside.md'")]
    public void A_link_that_leads_nowhere_is_found(string markdown, string? problem) =>
        Assert.Equal(problem, PageLinks.Targets(markdown).Select(target => PageLinks.Problem(Page, target)).SingleOrDefault());

    [Fact]
    public void Headings_have_the_anchors_of_GitHub() => Assert.Equal(
        ["a-word", "c-and-net_x-100-", "twice", "twice-1", "with-code", "a-link", "here"],
        PageLinks.Anchors("# A word\n## C# and .NET_x: 100 %\n## Twice\n## Twice\n```\n# no heading\n```\n"
            + "### With `code`\n# [A link](x.md)\n<a id=\"here\"></a>\n"));

    [Fact]
    public void The_gallery_shows_every_sample()
    {
        string[] shown = [.. PageLinks.Targets(File.ReadAllText(Path.Combine(Repository.Root, "src", "Site", "gallery.md")))
            .Where(target => target.StartsWith("../../samples/", StringComparison.Ordinal) && target.EndsWith("/README.md", StringComparison.Ordinal))
            .Select(target => target.Split('/')[3])];
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "README.md", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))
                .Where(sample => sample is not "samples" and not "bin" and not "obj")
                .Order(StringComparer.Ordinal),
            shown.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_site_has_every_page_in_a_list()
    {
        string site = Path.Combine(Repository.Root, "src", "Site");
        IEnumerable<string> listed = Directory.EnumerateFiles(site, "toc.yml", SearchOption.AllDirectories)
            .Where(list => !list.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(list => File.ReadLines(list)
                .Where(line => line.Contains("href: ", StringComparison.Ordinal) && line.EndsWith(".md", StringComparison.Ordinal))
                .Select(line => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(list)!, line.Split("href: ")[1]))))
            .Append(Path.Combine(site, "index.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
        Assert.Equal(
            PageLinks.Pages.Where(page => !page.StartsWith('.') && !page.Contains("/AnalyzerReleases.", StringComparison.Ordinal)),
            listed.Order(StringComparer.Ordinal));
    }
}
