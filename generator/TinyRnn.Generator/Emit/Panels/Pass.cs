namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// How a kernel of one vector width goes through a run of tiles: the units, and for several streams the rows, whose sums it keeps in registers.
/// </summary>
internal sealed class Pass
{
    // Independent sums of the form without fused multiply-adds that hide the latency of an addition.
    private const int PlainSums = 6;

    private Pass(TileRun run, int gates, VectorForm form, int vectors, int rows)
    {
        Chains = form.IsFused ? run.Chains : ChainsOf(run, gates, form);
        ChainsAtOnce = 1;
        while (ChainsAtOnce < Chains && gates * run.Sums * vectors * rows * ChainsAtOnce * 2 <= RegistersOf(form, run))
        {
            ChainsAtOnce *= 2;
        }

        Run = run;
        Gates = gates;
        Lanes = LanesOf(run, form);
        IsFused = form.IsFused;
        Vectors = vectors;
        Rows = rows;
    }

    public TileRun Run { get; }

    public int Gates { get; }

    /// <summary>Partial sums of each row.</summary>
    public int Chains { get; }

    /// <summary>How many of them are added up side by side.</summary>
    public int ChainsAtOnce { get; }

    /// <summary>Floats of a vector; less than the width holds where the tile is smaller.</summary>
    public int Lanes { get; }

    /// <summary>Whether multiply-adds are one instruction.</summary>
    public bool IsFused { get; }

    /// <summary>Vectors of units.</summary>
    public int Vectors { get; }

    /// <summary>Rows of input, each with sums of its own.</summary>
    public int Rows { get; }

    /// <summary>The vector type's name; with the name of a type behind it, the vector of that type.</summary>
    public string Vector => Aliases.VectorOf(Lanes * 32);

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
        return new Pass(run, gates, form, VectorsOf(run, gates, form), 1);
    }

    /// <summary>Several rows of input, one vector of units.</summary>
    public static Pass OfRows(TileRun run, int gates, VectorForm form, int rows) => new(run, gates, form, 1, rows);

    /// <summary>How many rows of input have room; 1 where several have none.</summary>
    public static int RowsOf(UnitTiles tiles, VectorForm form)
    {
        int rows = 8;
        while (rows > 1 && tiles.Gates * tiles.Runs[0].Sums * rows > RegistersOf(form, tiles.Runs[0]))
        {
            rows /= 2;
        }

        return rows;
    }

    private static int VectorsOf(TileRun run, int gates, VectorForm form)
    {
        int chains = form.IsFused && !(form.Width < 512 && gates == 1) ? run.Chains : 1;
        int vectors = 1;
        while (gates * run.Sums * chains * vectors * 2 <= RegistersOf(form, run) && LanesOf(run, form) * vectors * 2 <= run.Size)
        {
            vectors *= 2;
        }

        return vectors;
    }

    // The form without fused multiply-adds has bits of its own, and as few chains as hide the latency.
    private static int ChainsOf(TileRun run, int gates, VectorForm form)
    {
        int chains = 1;
        while (chains < run.Chains && gates * run.Sums * VectorsOf(run, gates, form) * chains < PlainSums)
        {
            chains *= 2;
        }

        return chains;
    }

    private static int LanesOf(TileRun run, VectorForm form) => Math.Min(run.Size, form.Lanes);

    // Of 32 or 16 registers, what is left beside a weight, an input and what an activation needs; small numbers need some to become large.
    private static int RegistersOf(VectorForm form, TileRun run) => form.Width == 512 ? 24 : run.IsPacked ? 8 : 12;
}
