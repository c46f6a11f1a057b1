namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// How a kernel of one vector width goes through a run of tiles: the units, and for several streams the rows, whose sums it keeps in registers at
/// once.
/// </summary>
internal sealed class Pass
{
    // The number of independent sums that hides the latency of an addition in the form without fused multiply-add.
    private const int PlainSums = 6;

    private Pass(TileRun run, int gates, VectorForm form, int vectors, int rows)
    {
        Accumulators = form.IsFused ? run.Accumulators : AccumulatorsOf(run, gates, form);
        AccumulatorsAtOnce = 1;
        while (AccumulatorsAtOnce < Accumulators && gates * run.Sums * vectors * rows * AccumulatorsAtOnce * 2 <= RegistersOf(form, run))
        {
            AccumulatorsAtOnce *= 2;
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

    /// <summary>Accumulators of each row's sum.</summary>
    public int Accumulators { get; }

    /// <summary>How many accumulators of a sum are in registers at once.</summary>
    public int AccumulatorsAtOnce { get; }

    /// <summary>Floats in a vector; fewer than the width allows if the tile is smaller.</summary>
    public int Lanes { get; }

    /// <summary>Whether a multiply-add is one instruction.</summary>
    public bool IsFused { get; }

    /// <summary>Vectors of units in a pass.</summary>
    public int Vectors { get; }

    /// <summary>Rows of input in a pass, each with its own sums.</summary>
    public int Rows { get; }

    /// <summary>The vector class; followed by the name of an element it is the vector type.</summary>
    public string Vector => Aliases.VectorOf(Lanes * 32);

    /// <summary>Units in a pass.</summary>
    public int Units => Lanes * Vectors;

    /// <summary>Number of passes through the run.</summary>
    public int Count => Run.Size * Run.Count / Units;

    /// <summary>A statement that adds a product to a sum.</summary>
    public string MultiplyAdd(string left, string right, string sum) => IsFused
        ? $"{sum} = {Vector}.MultiplyAddEstimate({left}, {right}, {sum});"
        : $"{sum} += {left} * {right};";

    /// <summary>One row of input, with as many units as there are registers for.</summary>
    public static Pass OfOneRow(TileRun run, int gates, VectorForm form)
    {
        return new Pass(run, gates, form, VectorsOf(run, gates, form), 1);
    }

    /// <summary>Several rows of input, one vector of units.</summary>
    public static Pass OfRows(TileRun run, int gates, VectorForm form, int rows) => new(run, gates, form, 1, rows);

    /// <summary>How many rows of input fit into the registers; 1 if several do not fit.</summary>
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
        int accumulators = form.IsFused && !(form.Width < 512 && gates == 1) ? run.Accumulators : 1;
        int vectors = 1;
        while (gates * run.Sums * accumulators * vectors * 2 <= RegistersOf(form, run) && LanesOf(run, form) * vectors * 2 <= run.Size)
        {
            vectors *= 2;
        }

        return vectors;
    }

    // The form without fused multiply-add gives other bits in any case, so it has only as many accumulators as hide the latency.
    private static int AccumulatorsOf(TileRun run, int gates, VectorForm form)
    {
        int accumulators = 1;
        while (accumulators < run.Accumulators && gates * run.Sums * VectorsOf(run, gates, form) * accumulators < PlainSums)
        {
            accumulators *= 2;
        }

        return accumulators;
    }

    private static int LanesOf(TileRun run, VectorForm form) => Math.Min(run.Size, form.Lanes);

    // Of 16 or 32 registers, those that a weight, an input and an activation leave; packed weights need some to be unpacked.
    private static int RegistersOf(VectorForm form, TileRun run) => form.Width == 512 ? 24 : run.IsPacked ? 8 : 12;
}
