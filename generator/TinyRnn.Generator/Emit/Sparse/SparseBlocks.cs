using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// The blocks of a panel that are not zero. Their weights lie group by group, word by word, lane by lane, unit by unit. Their indices are 16-bit
/// numbers; each group has the number of words, the targets of its lanes, the offsets of the inputs and the number of words again, for kernels that
/// read from the end. Kernels of all widths read the same data.
/// </summary>
internal sealed class SparseBlocks
{
    private const int WidestBlock = 16;
    private const int FloatsOfTarget = 4;

    // Sums and quantised values lie on the stack, which is small in threads of small devices.
    private const int MostOnStack = 16_384;

    private SparseBlocks(Panel panel, InputRow input, IReadOnlyList<SparseRun> runs, long blocks, long kept, long skipped)
    {
        Runs = runs;
        Blocks = blocks;
        Kept = kept;
        SkippedMultiplyAdds = skipped;
        Weights = new BlockData(this, panel);
        Indices = new IndexData(this, panel, input);
        Accumulators = panel.Element.Type == TensorType.I8 ? 1 : panel.Tiles.Runs.Max(run => run.Accumulators);
    }

    public IReadOnlyList<SparseRun> Runs { get; }

    /// <summary>Number of blocks of the matrix; a block is 16, 8 or 4 units of a gate and one input.</summary>
    public long Blocks { get; }

    /// <summary>Number of blocks that are not zero.</summary>
    public long Kept { get; }

    /// <summary>Multiply-adds with the weights of the other blocks, without padding.</summary>
    public long SkippedMultiplyAdds { get; }

    /// <summary>Accumulators of a row's sum; the first accumulators of all rows come before the second ones.</summary>
    public int Accumulators { get; }

    public WeightData Weights { get; }

    public WeightData Indices { get; }

    /// <summary>The kept blocks; null if the dense kernel is faster or the offsets do not fit.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="input">The row that it is multiplied with.</param>
    /// <param name="apart">The gate whose sums start from a separate bias, or -1.</param>
    /// <param name="isRow">Whether a gate and a unit are a row of the matrix, and not padding.</param>
    public static SparseBlocks? Of(Panel panel, InputRow input, int apart, Func<int, int, bool> isRow)
    {
        UnitTiles tiles = panel.Tiles;
        int extent = PanelElement.ExtentOf(input);
        int most = panel.Element.Type == TensorType.I8 ? MostOnStack : ushort.MaxValue;
        if (tiles.Columns == 0 || extent > most || tiles.Runs.Max(run => run.Accumulators) * tiles.PaddedRows > MostOnStack)
        {
            return null;
        }

        int inputs = panel.Element.IsPacked ? extent : tiles.Columns;
        long blocks = 0;
        long kept = 0;
        long skipped = 0;
        List<SparseRun> runs = [];
        foreach (TileRun run in tiles.Runs)
        {
            int block = Math.Min(WidestBlock, run.Size);
            List<SparseLane> lanes = [];
            for (int tile = run.Start; tile < run.End; tile += run.Size)
            {
                for (int gate = 0; gate < tiles.Gates; gate++)
                {
                    for (int first = 0; first < run.Size; first += block)
                    {
                        IEnumerable<int> units = Enumerable.Range(tile + first, block);
                        bool[] isKept = [.. Enumerable.Range(0, inputs).Select(position => units.Any(unit => !panel.IsZero(gate, unit, position)))];
                        blocks += inputs;
                        int keptHere = isKept.Count(value => value);
                        kept += keptHere;
                        skipped += (long)(input.Columns - keptHere) * units.Count(unit => unit < tiles.Units && isRow(gate, unit));
                        lanes.AddRange(LanesOf(
                            panel.Element, run, isKept, gate == apart ? SparseStart.Apart : SparseStart.Input, gate, tile + first,
                            (tile * tiles.Gates) + (gate * run.Size) + first, tiles.PaddedRows));
                    }
                }
            }

            runs.Add(new SparseRun(run, block, lanes));
        }

        return SparseRule.Pays(tiles, panel.Element, blocks, kept) ? new SparseBlocks(panel, input, runs, blocks, kept, skipped) : null;
    }

    // An input goes into the same accumulator as in the dense kernel; in words of two numbers it also keeps its place in the word. Integers may be
    // added in any order, so any four kept inputs can form a word.
    private static IEnumerable<SparseLane> LanesOf(PanelElement element, TileRun run, bool[] isKept, SparseStart start, int gate, int unit, int row, int rows)
    {
        int numbers = element.Columns;
        bool isWhole = element.Type == TensorType.I8;
        int accumulators = isWhole ? 1 : run.Accumulators;
        for (int accumulator = 0; accumulator < accumulators; accumulator++)
        {
            List<int>[] lists = [.. Enumerable.Range(0, numbers).Select(_ => new List<int>())];
            int seen = 0;
            for (int position = 0; position < isKept.Length; position++)
            {
                if (isKept[position] && (isWhole || position / numbers % accumulators == accumulator))
                {
                    lists[isWhole ? seen++ % numbers : position % numbers].Add(position);
                }
            }

            yield return new SparseLane(
                accumulator > 0 || element.IsPacked ? SparseStart.Zero : start, gate, unit, ((accumulator * rows) + row) / FloatsOfTarget, lists);
        }
    }

    private IEnumerable<(SparseRun Run, SparseGroup Group)> Groups => Runs.SelectMany(run => run.Groups.Select(group => (run, group)));

    /// <summary>The weights.</summary>
    private sealed class BlockData(SparseBlocks blocks, Panel panel) : WeightData(panel.Name, panel.Summary + " Without its zero blocks.")
    {
        public override long Length { get; } = blocks.Groups.Sum(group => (long)group.Group.Weights(group.Run.Block));

        public override IEnumerable<uint> Words()
        {
            int bits = 32 / panel.Element.Columns;
            foreach ((SparseRun run, SparseGroup group) in blocks.Groups)
            {
                IReadOnlyList<IReadOnlyList<int[]>> words = group.Words;
                for (int word = 0; word < group.Count; word++)
                {
                    for (int lane = 0; lane < group.Lanes.Count; lane++)
                    {
                        for (int unit = 0; unit < run.Block; unit++)
                        {
                            uint result = 0;
                            for (int number = 0; number < panel.Element.Columns; number++)
                            {
                                int position = words[lane][word][number];
                                result |= position < 0 ? 0 : panel.BitsAt(group.Lanes[lane].Gate, group.Lanes[lane].Unit + unit, position) << (number * bits);
                            }

                            yield return result;
                        }
                    }
                }
            }
        }
    }

    /// <summary>The indices, two in each word.</summary>
    private sealed class IndexData(SparseBlocks blocks, Panel panel, InputRow input)
        : WeightData(panel.Name + "Indices", panel.Summary + " Where the blocks belong, two indices in a word.")
    {
        public override long Length { get; } = (blocks.Groups.Sum(group => (long)group.Group.Indices(panel.Element.Columns)) + 1) / 2;

        public override IEnumerable<uint> Words()
        {
            uint low = 0;
            bool isLow = true;
            foreach (int index in blocks.Groups.SelectMany(group => IndicesOf(group.Group)))
            {
                if (isLow)
                {
                    low = (uint)index;
                }
                else
                {
                    yield return low | ((uint)index << 16);
                }

                isLow = !isLow;
            }

            if (!isLow)
            {
                yield return low;
            }
        }

        private IEnumerable<int> IndicesOf(SparseGroup group)
        {
            yield return group.Count;
            foreach (SparseLane lane in group.Lanes)
            {
                yield return lane.Target;
            }

            IReadOnlyList<IReadOnlyList<int[]>> words = group.Words;
            for (int word = 0; word < group.Count; word++)
            {
                foreach (int position in words.SelectMany(lane => lane[word]))
                {
                    int read = position < 0 ? -1 - position : position;
                    yield return panel.Element.IsPacked ? read : input.OffsetOf(read);
                }
            }

            yield return group.Count;
        }
    }
}
