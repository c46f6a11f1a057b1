namespace TinyRnn.Generator.Emit.Panels;

/// <summary>How a kernel of one vector width goes through a run of tiles: the units, and for several streams the rows, whose sums it keeps in registers.</summary>
internal sealed class Pass
{
    private Pass(TileRun run, int gates, int width, int vectors, int rows)
    {
        Run = run;
        Gates = gates;
        Lanes = LanesOf(run, width);
        Vectors = vectors;
        Rows = rows;
    }

    public TileRun Run { get; }

    public int Gates { get; }

    /// <summary>Floats of a vector; less than the width holds where the tile is smaller.</summary>
    public int Lanes { get; }

    /// <summary>Vectors of units.</summary>
    public int Vectors { get; }

    /// <summary>Rows of input, each with sums of its own.</summary>
    public int Rows { get; }

    /// <summary>The vector type's name.</summary>
    public string Vector => $"Vector{Lanes * 32}";

    /// <summary>Units of a pass.</summary>
    public int Units => Lanes * Vectors;

    /// <summary>Passes through the run.</summary>
    public int Count => Run.Size * Run.Count / Units;

    /// <summary>One row of input, as many units as there are registers for.</summary>
    public static Pass OfOneRow(TileRun run, int gates, int width)
    {
        int sums = gates * run.Chains;
        int vectors = 1;
        while (sums * vectors * 2 <= RegistersOf(width) && LanesOf(run, width) * vectors * 2 <= run.Size)
        {
            vectors *= 2;
        }

        return new Pass(run, gates, width, vectors, 1);
    }

    /// <summary>Several rows of input, one vector of units.</summary>
    public static Pass OfRows(TileRun run, int gates, int width, int rows) => new(run, gates, width, 1, rows);

    /// <summary>How many rows of input have room; 1 where several have none.</summary>
    public static int RowsOf(UnitTiles tiles, int width)
    {
        int sums = tiles.Runs.Max(run => tiles.Gates * run.Chains);
        int rows = 8;
        while (rows > 1 && sums * rows > RegistersOf(width))
        {
            rows /= 2;
        }

        return rows;
    }

    private static int LanesOf(TileRun run, int width) => Math.Min(run.Size, width / 32);

    // Of 32 or 16 registers, what is left beside a weight, an input and what an activation needs.
    private static int RegistersOf(int width) => width == 512 ? 24 : 12;
}
