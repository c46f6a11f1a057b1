using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>The table of operators in the documentation is the importer's own.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_table_lists_the_operators_and_attributes_that_are_read()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "src", "TinyRnn.Interop", "Onnx", "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(
                line => string.Join('|', line.Split('|')[1..3].Select(cell => cell.Trim())))];
        string[] expected = [.. OperatorTable.Operators.Select(pair => $"`{pair.Key}`|{Attributes(pair.Value.Attributes)}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));

        static string Attributes(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(name => $"`{name}`"));
    }
}
