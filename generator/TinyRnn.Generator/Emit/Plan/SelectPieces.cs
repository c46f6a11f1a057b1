using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>The selected values of a row as pieces of that row.</summary>
internal static class SelectPieces
{
    /// <summary>With more pieces the values are copied, because a kernel has separate code for each piece.</summary>
    public const int Most = 4;

    /// <summary>The pieces, in the order in which they are selected.</summary>
    public static IReadOnlyList<(int Offset, int Columns)> Of(IEnumerable<int> offsets)
    {
        List<(int Offset, int Columns)> pieces = [];
        foreach (int offset in offsets)
        {
            InputRow.AddPiece(pieces, offset, 1);
        }

        return pieces;
    }
}
