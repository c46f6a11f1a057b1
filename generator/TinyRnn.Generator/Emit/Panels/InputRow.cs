namespace TinyRnn.Generator.Emit.Panels;

/// <summary>Where the values of a row lie: the columns of a weight matrix in pieces, each at an offset from the row's first float.</summary>
internal class InputRow
{
    public InputRow(int stride, bool isPadded, params (int Offset, int Columns)[] pieces)
    {
        Stride = stride;
        IsPadded = isPadded;
        Pieces = pieces;
    }

    /// <summary>Floats from one row to the next.</summary>
    public virtual int Stride { get; }

    /// <summary>Whether the floats between and after the pieces exist, so that vectors may be read across them.</summary>
    public bool IsPadded { get; }

    public IReadOnlyList<(int Offset, int Columns)> Pieces { get; }

    public int Columns => Pieces.Sum(piece => piece.Columns);

    /// <summary>Whether the values lie in one piece.</summary>
    public bool IsFlat => Pieces.Count == 1;

    /// <summary>The first value of a row in one piece.</summary>
    public string FirstOf(string row) => new FloatOffset("", Pieces[0].Offset).At(row);

    /// <summary>A row that the caller gives.</summary>
    public static InputRow Plain(int size) => new(size, false, (0, size));

    /// <summary>A row that a layer wrote, with padding.</summary>
    public static InputRow Padded(int size, int padded) => new(padded, true, (0, size));

    /// <summary>Adds columns to the pieces; columns directly after the last piece extend it.</summary>
    public static void AddPiece(List<(int Offset, int Columns)> pieces, int offset, int columns)
    {
        if (pieces.Count > 0 && pieces[pieces.Count - 1] is (int start, int before) && start + before == offset)
        {
            pieces[pieces.Count - 1] = (start, before + columns);
        }
        else
        {
            pieces.Add((offset, columns));
        }
    }

    /// <summary>Where a column lies.</summary>
    public int OffsetOf(int column)
    {
        foreach ((int offset, int columns) in Pieces)
        {
            if (column < columns)
            {
                return offset + column;
            }

            column -= columns;
        }

        throw new ArgumentOutOfRangeException(nameof(column));
    }

    /// <summary>The column at an offset; -1 between and after the pieces.</summary>
    public int ColumnAt(int offset)
    {
        int before = 0;
        foreach ((int start, int columns) in Pieces)
        {
            if (offset >= start && offset < start + columns)
            {
                return before + offset - start;
            }

            before += columns;
        }

        return -1;
    }
}
