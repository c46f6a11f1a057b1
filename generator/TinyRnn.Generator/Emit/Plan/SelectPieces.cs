using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>What is selected of a row as pieces that lie in it.</summary>
internal static class SelectPieces
{
    /// <summary>More are copied, because a kernel has code for each.</summary>
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
