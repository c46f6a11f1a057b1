namespace TinyRnn.Model;

/// <summary>
/// The blocks of a matrix that are zero as a whole or not: 16 consecutive rows of one group, such as the units of one gate, in one column. The
/// last block of a group is lower where the group's rows are no multiple of 16. Blocks are numbered band by band from the top, and within a
/// band from the left.
/// </summary>
internal sealed class BlockGrid
{
    /// <summary>Rows of a block: the floats of the widest vectors.</summary>
    public const int Height = 16;

    private readonly int _bandsOfGroup;

    /// <param name="rows">Rows of the matrix, a multiple of <paramref name="groupRows"/>.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="groupRows">Rows of each group.</param>
    public BlockGrid(int rows, int columns, int groupRows)
    {
        Rows = rows;
        Columns = columns;
        GroupRows = groupRows;
        _bandsOfGroup = (groupRows + Height - 1) / Height;
        Bands = rows / groupRows * _bandsOfGroup;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Rows of each group.</summary>
    public int GroupRows { get; }

    /// <summary>Rows of blocks.</summary>
    public int Bands { get; }

    /// <summary>Number of blocks.</summary>
    public long Count => (long)Bands * Columns;

    /// <summary>The first row of a band.</summary>
    public int FirstRow(int band) => (band / _bandsOfGroup * GroupRows) + (band % _bandsOfGroup * Height);

    /// <summary>The number of rows of a band: 16, or what is left of the group.</summary>
    public int RowsOf(int band) => Math.Min(Height, GroupRows - (band % _bandsOfGroup * Height));
}
