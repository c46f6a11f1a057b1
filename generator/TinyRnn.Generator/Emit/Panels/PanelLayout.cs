namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// How the rows of a matrix are cut into tiles. A tile's weights lie input by input, its rows side by side, so that
/// kernels of every vector width read the same bytes in the same order. Rows are padded with zeros to whole tiles.
/// </summary>
internal sealed class PanelLayout
{
    private static readonly int[] Sizes = [64, 32, 16, 8, 4];

    public PanelLayout(int rows)
    {
        Rows = rows;
        List<PanelTile> tiles = [];
        int start = 0;
        while (start < rows)
        {
            int left = rows - start;

            // The largest tile that is filled for seven eighths, so that padding costs little; at the end four rows.
            int size = Sizes.FirstOrDefault(candidate => left >= candidate - (candidate / 8));
            size = size == 0 ? Sizes[Sizes.Length - 1] : size;
            tiles.Add(new PanelTile(start, size));
            start += size;
        }

        Tiles = tiles;
        PaddedRows = start;
    }

    public int Rows { get; }

    public int PaddedRows { get; }

    public IReadOnlyList<PanelTile> Tiles { get; }

    public int LargestTile => Tiles[0].Size;
}

/// <summary>A run of rows that a kernel keeps in registers.</summary>
internal readonly record struct PanelTile(int Start, int Size);
