using TinyRnn.Generator.Emit.Quantized;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>
/// How the units of a matrix (rows, or for a gated cell groups of one row for each gate) are cut into tiles. A tile's weights lie input by input,
/// gate by gate, unit by unit, so that kernels of every vector width read the same bytes in the same order. Units are padded with zeros to whole
/// tiles.
/// </summary>
internal sealed class UnitTiles
{
    // The part of a 32 KB first-level cache that the state and the input leave, and a size that mostly fits the second level.
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

        // Large tiles share one load of an input among many sums. If weights are read forward and backward in turn, small tiles let a step find more
        // of the weights that the step before it read last.
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

            // The largest tile that is at least seven eighths full, so that padding costs little; for the last units, tiles of four.
            int size = Sizes.FirstOrDefault(candidate => candidate <= largest && left >= candidate - (candidate / 8));
            size = size == 0 ? Sizes[Sizes.Length - 1] : size;
            int count = Math.Max(1, left / size);
            runs.Add(new TileRun(start, size, count, AccumulatorsOf(size, alternates, element.Values), element.Values, element.IsPacked));
            start += count * size;
        }

        Runs = runs;
        Padded = start;
    }

    /// <summary>At least the padded number of units for a matrix with one row for each unit; the exact number also depends on the columns.</summary>
    public static int MostPadded(int units) => Math.Max(new UnitTiles(units, 1, 1).Padded, new UnitTiles(units, 1, NearBytes).Padded);

    /// <summary>Units without padding.</summary>
    public int Units { get; }

    /// <summary>Units with padding, a multiple of 4.</summary>
    public int Padded { get; }

    /// <summary>Rows for each unit.</summary>
    public int Gates { get; }

    /// <summary>Inputs.</summary>
    public int Columns { get; }

    /// <summary>Whether the weights are too large for the first-level cache.</summary>
    public bool IsStreamed { get; }

    /// <summary>Whether the weights are so large that the sums wait for memory and not for each other.</summary>
    public bool IsFar { get; }

    /// <summary>The tiles, grouped by size, from large to small.</summary>
    public IReadOnlyList<TileRun> Runs { get; }

    /// <summary>Rows, padding included.</summary>
    public int PaddedRows => Padded * Gates;

    public int LargestTile => Runs[0].Size;

    /// <summary>The gate and unit of each row, in the order of the tiles; units from <see cref="Units"/> on are padding.</summary>
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

    // Independent sums hide the latency of a multiply-add: eight of the widest vectors, or four if the processor waits for memory anyway.
    private int AccumulatorsOf(int size, bool alternates, int sumsOfRow)
    {
        int sums = Gates * sumsOfRow * Math.Max(1, size / WidestVector);
        int wanted = (alternates ? IsFar : IsStreamed) && size >= WidestVector ? 4 : 8;
        int accumulators = 1;
        while (accumulators < 4 && sums * accumulators < wanted && Columns >= 4 * accumulators)
        {
            accumulators *= 2;
        }

        return accumulators;
    }
}

/// <summary>Consecutive tiles of one size.</summary>
/// <param name="Start">First unit.</param>
/// <param name="Size">Units of a tile.</param>
/// <param name="Count">Number of tiles.</param>
/// <param name="Accumulators">
/// Accumulators of each row's sum: input k goes into accumulator k modulo this number, and in the end they are added in pairs. The number is the same
/// at every vector width, which is why every width gives the same bits.
/// </param>
/// <param name="Sums">Registers of each accumulator: one, or one for each number if a word holds two.</param>
/// <param name="IsPacked">Whether a word of weights holds several numbers.</param>
internal readonly record struct TileRun(int Start, int Size, int Count, int Accumulators, int Sums, bool IsPacked)
{
    public int End => Start + (Size * Count);
}
