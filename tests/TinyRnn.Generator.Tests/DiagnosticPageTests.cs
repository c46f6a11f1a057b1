extern alias generator;

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TinyRnn.Generator.Tests;

/// <summary>Every diagnostic has a page under its title, with the same three parts; those of the generator lead to it.</summary>
public class DiagnosticPageTests
{
    private const string Folder = "generator/diagnostics";

    public static TheoryData<string> Ids => [.. Descriptors.Select(descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors =>
        typeof(generator::TinyRnn.Generator.TinyRnnGenerator).Assembly.GetType("TinyRnn.Generator.Diagnostics", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(member => member.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>What the targets of the package report.</summary>
    private static IReadOnlyList<string> BuildIds { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "TinyRnn", "buildTransitive"))
            .SelectMany(targets => Regex.Matches(File.ReadAllText(targets), "TRNN1[0-9][0-9]").Select(match => match.Value))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_has_a_page_and_leads_to_it(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(descriptor => descriptor.Id == id);
        string page = File.ReadAllText(PathOf(id));
        Assert.Equal(
            [$"# {id}: {descriptor.Title}", "## Example", "## What to do"],
            Regex.Matches(page, "^#+ .*$", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\r')));
        Assert.EndsWith($"{Folder}/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Matches($"(?m)^> {MessagePattern(descriptor)}\r?$", page);
    }

    [Fact]
    public void What_the_build_reports_has_a_page()
    {
        Assert.NotEmpty(BuildIds);
        Assert.All(BuildIds, id => Assert.Matches($"^# {id}: .*\n(.*\n)*## Example\r?\n(.*\n)*## What to do\r?\n", File.ReadAllText(PathOf(id))));
    }

    [Fact]
    public void The_list_has_every_page_and_no_other()
    {
        IEnumerable<string> rows = Descriptors.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |")
            .Concat(BuildIds.Select(id => $"| [{id}]({id}.md) | {File.ReadLines(PathOf(id)).First()[$"# {id}: ".Length..]} |"));
        string list = File.ReadAllText(PathOf("README"));
        Assert.Equal(rows, Regex.Matches(list, "^\\| \\[TRNN.*$", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\r')));
        Assert.Equal(
            Ids.Select(row => row.Data).Concat(BuildIds).Append("README").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder)).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, "generator/diagnostics/TRNN001.md")]
    [InlineData("file:///home/me/TinyRnn", "generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn.git", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn/", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    public void A_link_begins_with_the_address_of_the_repository(string? repository, string link) =>
        Assert.Equal(link, generator::TinyRnn.Generator.Emit.DiagnosticPage.LinkOf("TRNN001", repository));

    private static string PathOf(string page) => Path.Combine(Repository.Root, Folder, page + ".md");

    /// <summary>The message of a diagnostic with anything in its places; the page shows one.</summary>
    private static string MessagePattern(DiagnosticDescriptor descriptor) =>
        Regex.Replace(Regex.Escape(descriptor.MessageFormat.ToString()), "\\\\\\{[0-9]}", ".*");
}
