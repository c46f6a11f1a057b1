using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Lanes of a run of tiles that start alike, in groups that are summed up side by side. Of one group all lanes have as many words as the longest.
/// </summary>
/// <param name="run">The tiles.</param>
/// <param name="block">Units of a block.</param>
/// <param name="lanes">The lanes, from long to short.</param>
internal sealed class SparseRun(TileRun run, int block, IReadOnlyList<SparseLane> lanes)
{
    /// <summary>Lanes of a group: enough sums to hide the latency of a multiply-add, few enough for the registers.</summary>
    public const int LanesOfGroup = 4;

    public TileRun Run => run;

    public int Block => block;

    public SparseStart Start => lanes[0].Start;

    /// <summary>Groups with all lanes.</summary>
    public int WholeGroups => lanes.Count / LanesOfGroup;

    /// <summary>Lanes of the group behind them.</summary>
    public int LanesLeft => lanes.Count % LanesOfGroup;

    /// <summary>The groups, in the order of the data.</summary>
    public IEnumerable<IReadOnlyList<SparseLane>> Groups
    {
        get
        {
            for (int first = 0; first < lanes.Count; first += LanesOfGroup)
            {
                yield return [.. lanes.Skip(first).Take(LanesOfGroup)];
            }
        }
    }

    /// <summary>Words of a group's lanes.</summary>
    public static int CountOf(IReadOnlyList<SparseLane> group) => group.Max(lane => lane.Count);
}
