extern alias generator;

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TinyRnn.Generator.Tests;

/// <summary>Every diagnostic has a page under its title, with the same three parts, and leads to it.</summary>
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

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_has_a_page_and_leads_to_it(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(descriptor => descriptor.Id == id);
        string path = $"{Folder}/{id}.md";
        string page = File.ReadAllText(Path.Combine(Repository.Root, path));
        Assert.Equal(
            [$"# {id}: {descriptor.Title}", "## Example", "## What to do"],
            Regex.Matches(page, "^#+ .*$", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\r')));
        Assert.EndsWith(path, descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Matches($"(?m)^> {MessagePattern(descriptor)}\r?$", page);
    }

    [Fact]
    public void The_list_has_every_page_and_no_other()
    {
        IEnumerable<string> expected = Descriptors.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |");
        string list = File.ReadAllText(Path.Combine(Repository.Root, Folder, "README.md"));
        Assert.Equal(expected, Regex.Matches(list, "^\\| \\[TRNN.*$", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\r')));
        Assert.Equal(
            Ids.Select(row => row.Data + ".md").Append("README.md").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, "generator/diagnostics/TRNN001.md")]
    [InlineData("file:///home/me/TinyRnn", "generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn.git", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    [InlineData("https://example.org/me/TinyRnn/", "https://example.org/me/TinyRnn/blob/main/generator/diagnostics/TRNN001.md")]
    public void A_link_begins_with_the_address_of_the_repository(string? repository, string link) =>
        Assert.Equal(link, generator::TinyRnn.Generator.Emit.DiagnosticPage.LinkOf("TRNN001", repository));

    /// <summary>The message of a diagnostic with anything in its places; the page shows one.</summary>
    private static string MessagePattern(DiagnosticDescriptor descriptor) =>
        Regex.Replace(Regex.Escape(descriptor.MessageFormat.ToString()), "\\\\\\{[0-9]}", ".*");
}
