namespace TinyRnn.Tool.Cards;

/// <summary>A table of a model card.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A text for each column.</param>
/// <param name="HasTotal">Whether the last row is the sum of the others.</param>
internal sealed record CardTable(IReadOnlyList<CardColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool HasTotal = false);

/// <summary>A column of a table.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Class">How it looks.</param>
internal sealed record CardColumn(string Name, string Class = "")
{
    /// <summary>A column of numbers, at the right.</summary>
    public static CardColumn Number(string name) => new(name, "number");

    /// <summary>A column of longer texts.</summary>
    public static CardColumn What(string name) => new(name, "what");
}
