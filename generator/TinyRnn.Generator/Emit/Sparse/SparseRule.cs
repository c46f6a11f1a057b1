using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>Decides whether zero blocks of a matrix are skipped; the generator's README has the measurements that the rule is based on.</summary>
internal static class SparseRule
{
    // With fewer blocks, the dense kernel has finished before the loop over the kept ones is under way.
    private const int FewestBlocks = 256;

    // A dense kernel waits for the weights of a large matrix, but not for those of a small one, which stay in the first-level cache.
    private const double MostKeptNear = 0.5;
    private const double MostKeptFar = 0.6;

    // Combining four scattered quantised values takes as many instructions as the product itself.
    private const double MostKeptInt8 = 0.45;

    // In narrower vectors a block takes so many multiply-adds that finding its input costs little. Longer lists gain less, because their weights come
    // from the second-level cache, and the runtime would compile them for too long before the first step.
    private const int MostUnrolled = 1_300;
    private const int NarrowestUnrolled = 256;

    /// <summary>For tests, on this thread only: true to skip every zero block, false to skip none, null for the rule.</summary>
    [field: ThreadStatic]
    public static bool? Forced { get; set; }

    /// <summary>Whether it is faster to read only the kept blocks.</summary>
    /// <param name="tiles">The layout of the dense matrix.</param>
    /// <param name="element">The type of its weights.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="kept">The number of blocks that are not zero.</param>
    public static bool Pays(UnitTiles tiles, PanelElement element, long blocks, long kept) =>
        kept < blocks && (Forced ?? (blocks >= FewestBlocks && kept <= MostKept(tiles, element) * blocks));

    /// <summary>Whether the kept blocks are listed one by one in the code of a width, rather than read in loops.</summary>
    /// <param name="form">The vector width.</param>
    /// <param name="blocks">The kept blocks.</param>
    public static bool Unrolls(VectorForm form, SparseBlocks blocks) =>
        form.Width >= NarrowestUnrolled
        && blocks.Runs.Sum(run => run.VectorsIn(form) * run.Groups.Sum(group => group.Lanes.Sum(lane => lane.Count))) <= MostUnrolled;

    private static double MostKept(UnitTiles tiles, PanelElement element) =>
        element.Type == TensorType.I8 ? MostKeptInt8 : tiles.IsFar ? MostKeptFar : MostKeptNear;
}
