namespace TinyRnn.Bench;

/// <summary>A table in Markdown.</summary>
/// <param name="title">A sentence above it, which ends with a colon; null for none.</param>
/// <param name="columns">Names of the columns. Numbers stand on the right; a column whose name begins with '&lt;' has words, on the left.</param>
internal sealed class MarkdownTable(string? title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns", nameof(cells));
        }

        _rows.Add(cells);
    }

    public void Write(TextWriter writer)
    {
        if (title is not null)
        {
            writer.WriteLine(title);
            writer.WriteLine();
        }

        writer.WriteLine(Line(columns.Select(column => column.TrimStart('<'))));
        writer.WriteLine("|" + string.Concat(columns.Select(column => column.StartsWith('<') ? "---|" : "--:|")));
        foreach (string[] row in _rows)
        {
            writer.WriteLine(Line(row));
        }
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
