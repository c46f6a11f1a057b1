using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// The lanes of a run of tiles, in groups that are summed side by side: first the full groups, which a loop goes through, then the rest.
/// </summary>
internal sealed class SparseRun
{
    /// <summary>Lanes in a full group: enough sums to hide the latency of a multiply-add, few enough for the registers.</summary>
    public const int LanesOfGroup = 4;

    /// <param name="run">The tiles.</param>
    /// <param name="block">Units of a block.</param>
    /// <param name="lanes">The lanes.</param>
    public SparseRun(TileRun run, int block, IEnumerable<SparseLane> lanes)
    {
        Run = run;
        Block = block;
        List<SparseGroup> whole = [];
        List<SparseGroup> left = [];

        // A group holds lanes of similar length with the same kind of start value; empty lanes are never grouped with lanes that read inputs.
        IEnumerable<IGrouping<(SparseStart Start, bool IsEmpty), SparseLane>> kinds = lanes.GroupBy(lane => (lane.Start, lane.Count == 0));
        foreach (IGrouping<(SparseStart Start, bool IsEmpty), SparseLane> alike in kinds.OrderBy(kind => kind.Key))
        {
            SparseLane[] sorted = [.. alike.OrderByDescending(lane => lane.Count)];
            for (int first = 0; first < sorted.Length; first += LanesOfGroup)
            {
                SparseGroup group = new(alike.Key.Start, [.. sorted.Skip(first).Take(LanesOfGroup)]);
                (group.Lanes.Count == LanesOfGroup ? whole : left).Add(group);
            }
        }

        Whole = whole;
        Left = left;
    }

    public TileRun Run { get; }

    /// <summary>Units of a block.</summary>
    public int Block { get; }

    /// <summary>Units in a vector.</summary>
    public int WidthIn(VectorForm form) => Math.Min(Block, form.Lanes);

    /// <summary>Vectors of a block.</summary>
    public int VectorsIn(VectorForm form) => Block / WidthIn(form);

    /// <summary>Groups with all lanes, sorted by kind of start value.</summary>
    public IReadOnlyList<SparseGroup> Whole { get; }

    /// <summary>Groups with fewer lanes.</summary>
    public IReadOnlyList<SparseGroup> Left { get; }

    /// <summary>All groups, in the order of the data.</summary>
    public IEnumerable<SparseGroup> Groups => Whole.Concat(Left);
}

/// <summary>Lanes that are summed side by side; the longest determines the number of words.</summary>
/// <param name="Start">The start value of the sums.</param>
/// <param name="Lanes">The lanes.</param>
internal sealed record SparseGroup(SparseStart Start, IReadOnlyList<SparseLane> Lanes)
{
    /// <summary>Words in each lane.</summary>
    public int Count { get; } = Lanes.Max(lane => lane.Count);

    /// <summary>The inputs of each word, lane by lane.</summary>
    public IReadOnlyList<IReadOnlyList<int[]>> Words => [.. Lanes.Select(lane => lane.Words(Count))];

    /// <summary>Words of weights.</summary>
    /// <param name="block">Units of a block.</param>
    public int Weights(int block) => Count * Lanes.Count * block;

    /// <summary>16-bit indices: the number of words at both ends, targets, and inputs.</summary>
    /// <param name="numbers">Numbers in a word.</param>
    public int Indices(int numbers) => 2 + Lanes.Count + (Count * Lanes.Count * numbers);
}
