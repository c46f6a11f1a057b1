using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>When the zero blocks of a matrix are left out: the README of the generator has the figures that this was made of.</summary>
internal static class SparseRule
{
    // Fewer blocks are done before the loop over the kept ones is under way.
    private const int FewestBlocks = 256;

    // Of large matrices a dense kernel waits for the weights; of small ones, which stay in the first level of cache, it does not.
    private const double MostKeptNear = 0.5;
    private const double MostKeptFar = 0.6;

    // Four codes that lie apart take as many instructions to put together as the product itself.
    private const double MostKeptCodes = 0.45;

    /// <summary>For tests, on this thread alone: true to leave out every zero block, false to leave out none, null for the rule.</summary>
    [field: ThreadStatic]
    public static bool? Forced { get; set; }

    /// <summary>Whether reading the kept blocks alone is faster.</summary>
    /// <param name="tiles">The layout of the dense matrix.</param>
    /// <param name="element">Its numbers.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="kept">Those of them that are not zero.</param>
    public static bool Pays(UnitTiles tiles, PanelElement element, long blocks, long kept) =>
        kept < blocks && (Forced ?? (blocks >= FewestBlocks && kept <= MostKept(tiles, element) * blocks));

    private static double MostKept(UnitTiles tiles, PanelElement element) =>
        element.Type == TensorType.I8 ? MostKeptCodes : tiles.IsFar ? MostKeptFar : MostKeptNear;
}
