using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Generator.Emit.Sparse;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>The weights of one input of a layer, packed tile by tile.</summary>
/// <param name="name">Name of the data.</param>
/// <param name="summary">A description of the weights.</param>
/// <param name="tiles">The layout.</param>
/// <param name="at">Gives the weight of a gate, a unit and an input.</param>
internal class Panel(string name, string summary, UnitTiles tiles, Func<int, int, int, double> at) : FloatData(name, summary)
{
    public UnitTiles Tiles { get; } = tiles;

    /// <summary>How weights lie in a word.</summary>
    public virtual PanelElement Element => PanelElement.Float;

    /// <summary>The blocks that are not zero, if the others are skipped; else null.</summary>
    public SparseBlocks? Sparse { get; set; }

    public override long Length => (long)Tiles.PaddedRows * Tiles.Columns;

    /// <summary>The bits of a weight.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="unit">The unit; units after the last one are padding.</param>
    /// <param name="position">The input or, for packed elements, the offset of the input in its row.</param>
    public virtual uint BitsAt(int gate, int unit, int position) => unit < Tiles.Units ? Literals.BitsOf((float)at(gate, unit, position)) : 0;

    /// <summary>Whether a weight is zero, of either sign.</summary>
    public bool IsZero(int gate, int unit, int position) => Element.IsZero(BitsAt(gate, unit, position));

    protected override IEnumerable<float> Values()
    {
        foreach ((int start, int size) in Tiles.Tiles)
        {
            for (int column = 0; column < Tiles.Columns; column++)
            {
                for (int gate = 0; gate < Tiles.Gates; gate++)
                {
                    for (int unit = start; unit < start + size; unit++)
                    {
                        yield return unit < Tiles.Units ? (float)at(gate, unit, column) : 0f;
                    }
                }
            }
        }
    }
}
