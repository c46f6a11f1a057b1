namespace TinyRnn.Generator.Emit.Panels;

/// <summary>How a kernel of one vector width goes through a run of tiles: the units, and for several streams the rows, whose sums it keeps in registers.</summary>
internal sealed class Pass
{
    private Pass(TileRun run, int gates, VectorForm form, int vectors, int rows)
    {
        Run = run;
        Gates = gates;
        Lanes = LanesOf(run, form);
        IsFused = form.IsFused;
        Vectors = vectors;
        Rows = rows;
    }

    public TileRun Run { get; }

    public int Gates { get; }

    /// <summary>Floats of a vector; less than the width holds where the tile is smaller.</summary>
    public int Lanes { get; }

    /// <summary>Whether multiply-adds are one instruction.</summary>
    public bool IsFused { get; }

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

    /// <summary>A statement that adds a product to a sum.</summary>
    public string MultiplyAdd(string left, string right, string sum) => IsFused
        ? $"{sum} = {Vector}.MultiplyAddEstimate({left}, {right}, {sum});"
        : $"{sum} += {left} * {right};";

    /// <summary>One row of input, as many units as there are registers for.</summary>
    public static Pass OfOneRow(TileRun run, int gates, VectorForm form)
    {
        int sums = gates * run.Chains;
        int vectors = 1;
        while (sums * vectors * 2 <= RegistersOf(form) && LanesOf(run, form) * vectors * 2 <= run.Size)
        {
            vectors *= 2;
        }

        return new Pass(run, gates, form, vectors, 1);
    }

    /// <summary>Several rows of input, one vector of units.</summary>
    public static Pass OfRows(TileRun run, int gates, VectorForm form, int rows) => new(run, gates, form, 1, rows);

    /// <summary>How many rows of input have room; 1 where several have none.</summary>
    public static int RowsOf(UnitTiles tiles, VectorForm form)
    {
        int sums = tiles.Runs.Max(run => tiles.Gates * run.Chains);
        int rows = 8;
        while (rows > 1 && sums * rows > RegistersOf(form))
        {
            rows /= 2;
        }

        return rows;
    }

    private static int LanesOf(TileRun run, VectorForm form) => Math.Min(run.Size, form.Lanes);

    // Of 32 or 16 registers, what is left beside a weight, an input and what an activation needs.
    private static int RegistersOf(VectorForm form) => form.Width == 512 ? 24 : 12;
}
