using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Sparse;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>Makes the panel of a tensor according to its type.</summary>
internal static class PanelFactory
{
    /// <summary>The layout of a tensor's panel.</summary>
    /// <param name="tensor">The weights.</param>
    /// <param name="units">Units.</param>
    /// <param name="gates">Rows for each unit.</param>
    /// <param name="input">The row that the weights are multiplied with.</param>
    /// <param name="alternates">Whether the weights are read forward and backward in turn.</param>
    public static UnitTiles Tiles(Tensor tensor, int units, int gates, InputRow input, bool alternates = false) =>
        new(units, gates, PanelElement.Of(tensor).WordsOf(input), alternates, PanelElement.Of(tensor));

    /// <summary>The panel, without its zero blocks if that is faster.</summary>
    /// <param name="name">Name of the data.</param>
    /// <param name="summary">A description of the weights.</param>
    /// <param name="tiles">The layout.</param>
    /// <param name="tensor">The weights.</param>
    /// <param name="input">The row that the weights are multiplied with.</param>
    /// <param name="rowOf">The row of the tensor for a gate and a unit; below 0 for none.</param>
    /// <param name="firstColumn">The column of the tensor that belongs to the first value.</param>
    /// <param name="at">The weight of a row and a column, if it is not the tensor's own.</param>
    /// <param name="apart">The gate whose sums start from a separate bias, or -1.</param>
    public static Panel Create(
        string name, string summary, UnitTiles tiles, Tensor tensor, InputRow input, Func<int, int, int> rowOf, int firstColumn = 0,
        Func<int, int, double>? at = null, int apart = -1)
    {
        Panel panel = Dense(name, summary, tiles, tensor, input, rowOf, firstColumn, at);
        panel.Sparse = SparseBlocks.Of(panel, input, apart, (gate, unit) => rowOf(gate, unit) >= 0);
        return panel;
    }

    private static Panel Dense(
        string name, string summary, UnitTiles tiles, Tensor tensor, InputRow input, Func<int, int, int> rowOf, int firstColumn, Func<int, int, double>? at)
    {
        if (PanelElement.Of(tensor).IsPacked)
        {
            return new PackedPanel(name, summary, tiles, tensor, input, rowOf, firstColumn);
        }

        int columns = tensor.Shape[1];
        at ??= (row, column) => tensor.Values[(row * columns) + firstColumn + column];
        return new Panel(name, summary, tiles, (gate, unit, column) => rowOf(gate, unit) is int row and >= 0 ? at(row, column) : 0);
    }
}
