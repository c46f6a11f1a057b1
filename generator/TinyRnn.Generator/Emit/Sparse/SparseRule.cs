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
    private const double MostKeptCodes = 0.45;

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

    private static double MostKept(UnitTiles tiles, PanelElement element) =>
        element.Type == TensorType.I8 ? MostKeptCodes : tiles.IsFar ? MostKeptFar : MostKeptNear;
}
