using TinyRnn.Generator.Emit.Quantized;

namespace TinyRnn.Generator.Emit.Panels;

/// <summary>The weights of one input of a layer, packed tile by tile.</summary>
/// <param name="name">Name of the data.</param>
/// <param name="summary">What they are.</param>
/// <param name="tiles">The layout.</param>
/// <param name="at">The weight of a gate, a unit and an input.</param>
internal class Panel(string name, string summary, UnitTiles tiles, Func<int, int, int, double> at) : FloatData(name, summary)
{
    public UnitTiles Tiles { get; } = tiles;

    /// <summary>What lies in a word.</summary>
    public virtual PanelElement Element => PanelElement.Float;

    public override long Length => (long)Tiles.PaddedRows * Tiles.Columns;

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
