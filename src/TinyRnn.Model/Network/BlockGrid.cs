namespace TinyRnn.Model;

/// <summary>
/// The blocks of a matrix, each of which is either zero as a whole or not. A block is 16 consecutive rows of one group, such as the units of one
/// gate, in one column. The last block of a group has fewer rows if the group's rows are not a multiple of 16. Blocks are numbered band by band from
/// the top, and from left to right within a band.
/// </summary>
internal sealed class BlockGrid
{
    /// <summary>Rows of a block: as many as the widest vectors have floats.</summary>
    public const int Height = 16;

    private readonly int _bandsOfGroup;

    /// <param name="rows">Rows of the matrix, a multiple of <paramref name="groupRows"/>.</param>
    /// <param name="columns">Columns of the matrix.</param>
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

    /// <summary>Number of bands, the rows of blocks.</summary>
    public int Bands { get; }

    /// <summary>Number of blocks.</summary>
    public long Count => (long)Bands * Columns;

    /// <summary>The first matrix row of a band.</summary>
    public int FirstRow(int band) => (band / _bandsOfGroup * GroupRows) + (band % _bandsOfGroup * Height);

    /// <summary>The number of matrix rows of a band: 16, or the rest of the group.</summary>
    public int RowsOf(int band) => Math.Min(Height, GroupRows - (band % _bandsOfGroup * Height));
}
