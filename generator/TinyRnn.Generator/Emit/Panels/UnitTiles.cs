using TinyRnn.Generator.Emit.Quantized;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// How the units of a matrix (rows, or for a gated cell groups of one row a gate) are cut into tiles. A tile's weights lie
/// input by input, gate by gate, unit by unit, so that kernels of every vector width read the same bytes in the same order.
/// Units are padded with zeros to whole tiles.
/// </summary>
internal sealed class UnitTiles
{
    // What is left of a first-level cache of 32 KB beside state and input, and what is mostly in the second level.
    public const int ResidentBytes = 24 * 1024;
    private const int NearBytes = 128 * 1024;

    private const int WidestVector = 16;
    private static readonly int[] Sizes = [128, 64, 32, 16, 8, 4];

    public UnitTiles(int units, int gates, int columns, bool alternates = false, PanelElement? element = null)
    {
        element ??= PanelElement.Float;
        Units = units;
        Gates = gates;
        Columns = columns;
        long bytes = (long)units * gates * columns * sizeof(float);
        IsStreamed = bytes > ResidentBytes;
        IsFar = bytes > NearBytes;

        // Large tiles share one load of an input among many sums. Of weights that are read forward and backward in turn, small
        // ones let a step find more of what the step before it read last.
        int largest = gates switch
        {
            1 when alternates => IsStreamed ? 32 : 64,
            1 => IsFar ? 128 : 64,
            4 => IsStreamed ? 16 : 32,
            _ => 32,
        };
        List<TileRun> runs = [];
        int start = 0;
        while (start < units)
        {
            int left = units - start;

            // The largest tile that is filled for seven eighths, so that padding costs little; at the end four units.
            int size = Sizes.FirstOrDefault(candidate => candidate <= largest && left >= candidate - (candidate / 8));
            size = size == 0 ? Sizes[Sizes.Length - 1] : size;
            int count = Math.Max(1, left / size);
            runs.Add(new TileRun(start, size, count, ChainsOf(size, alternates, element.Values), element.Values, element.IsPacked));
            start += count * size;
        }

        Runs = runs;
        Padded = start;
    }

    /// <summary>Units with padding of a matrix of one row a unit, or more than that: how they are cut depends on the columns too.</summary>
    public static int MostPadded(int units) => Math.Max(new UnitTiles(units, 1, 1).Padded, new UnitTiles(units, 1, NearBytes).Padded);

    /// <summary>Units that count.</summary>
    public int Units { get; }

    /// <summary>Units with padding, a multiple of 4.</summary>
    public int Padded { get; }

    /// <summary>Rows a unit.</summary>
    public int Gates { get; }

    /// <summary>Inputs.</summary>
    public int Columns { get; }

    /// <summary>Whether the weights are too large for the first level of cache.</summary>
    public bool IsStreamed { get; }

    /// <summary>Whether they are so large that the sums wait for the weights and not for each other.</summary>
    public bool IsFar { get; }

    /// <summary>The tiles, those of one size together, from large to small.</summary>
    public IReadOnlyList<TileRun> Runs { get; }

    /// <summary>Rows with padding.</summary>
    public int PaddedRows => Padded * Gates;

    public int LargestTile => Runs[0].Size;

    /// <summary>Which gate of which unit each row is, in the order of the tiles; units from <see cref="Units"/> on are padding.</summary>
    public IEnumerable<(int Gate, int Unit)> Rows
    {
        get
        {
            foreach ((int start, int size) in Tiles)
            {
                for (int gate = 0; gate < Gates; gate++)
                {
                    for (int unit = start; unit < start + size; unit++)
                    {
                        yield return (gate, unit);
                    }
                }
            }
        }
    }

    /// <summary>Every tile: its first unit and its size.</summary>
    public IEnumerable<(int Start, int Size)> Tiles =>
        Runs.SelectMany(run => Enumerable.Range(0, run.Count).Select(i => (run.Start + (i * run.Size), run.Size)));

    // Independent sums hide the latency of a multiply-add: eight of the widest vectors, or four where the processor
    // waits for memory anyway.
    private int ChainsOf(int size, bool alternates, int sumsOfRow)
    {
        int sums = Gates * sumsOfRow * Math.Max(1, size / WidestVector);
        int wanted = (alternates ? IsFar : IsStreamed) && size >= WidestVector ? 4 : 8;
        int chains = 1;
        while (chains < 4 && sums * chains < wanted && Columns >= 4 * chains)
        {
            chains *= 2;
        }

        return chains;
    }
}

/// <summary>Some tiles of one size.</summary>
/// <param name="Start">First unit.</param>
/// <param name="Size">Units of a tile.</param>
/// <param name="Count">Number of tiles.</param>
/// <param name="Chains">
/// Partial sums of each row: input k goes into sum k modulo this number, and at the end they are added in pairs. The same at every
/// vector width, which is what gives every width the same bits.
/// </param>
/// <param name="Sums">Sums that each chain is made of: one, or for words of two numbers one a number.</param>
/// <param name="IsPacked">Whether a word of weights is several numbers.</param>
internal readonly record struct TileRun(int Start, int Size, int Count, int Chains, int Sums, bool IsPacked)
{
    public int End => Start + (Size * Count);
}
