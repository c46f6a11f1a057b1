extern alias generator;

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TinyRnn.Generator.Tests;

/// <summary>The generator's README has a section for every diagnostic, under its title.</summary>
public class ReadmeTests
{
    [Fact]
    public void Every_diagnostic_has_its_section()
    {
        Type diagnostics = typeof(generator::TinyRnn.Generator.TinyRnnGenerator).Assembly.GetType("TinyRnn.Generator.Diagnostics", throwOnError: true)!;
        IEnumerable<string> expected = diagnostics.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .Select(descriptor => $"### {descriptor.Id}: {descriptor.Title}")
            .Order(StringComparer.Ordinal);
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "generator", "TinyRnn.Generator", "README.md"));
        Assert.Equal(expected, Regex.Matches(readme, "^### .*$", RegexOptions.Multiline).Select(match => match.Value.TrimEnd('\r')));
    }
}
