using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>
/// Weights in bfloat16 or int8, packed in the order of floats: tile by tile, word by word, gate by gate, unit by unit.
/// </summary>
internal sealed class PackedPanel : Panel
{
    private readonly Tensor _tensor;
    private readonly InputRow _input;
    private readonly Func<int, int, int> _rowOf;
    private readonly int _firstColumn;

    /// <param name="name">Name of the data.</param>
    /// <param name="summary">A description of the weights.</param>
    /// <param name="tiles">The layout, in words.</param>
    /// <param name="tensor">The weights.</param>
    /// <param name="input">The row that they are multiplied with.</param>
    /// <param name="rowOf">The row of the tensor for a gate and a unit; below 0 for none.</param>
    /// <param name="firstColumn">The column of the tensor that belongs to the first value.</param>
    public PackedPanel(string name, string summary, UnitTiles tiles, Tensor tensor, InputRow input, Func<int, int, int> rowOf, int firstColumn)
        : base(name, summary, tiles, (_, _, _) => throw new NotSupportedException("a packed panel has no floats"))
    {
        _tensor = tensor;
        _input = input;
        _rowOf = rowOf;
        _firstColumn = firstColumn;
        Element = PanelElement.Of(tensor);
        if (tensor.Type != TensorType.I8)
        {
            return;
        }

        (int Gate, int Unit)[] rows = [.. tiles.Rows];
        Scales = new FloatTable(name + "Scale", $"{summary} The scale of each sum.", 1, rows.Length, (_, index) =>
            rows[index].Unit < tiles.Units && rowOf(rows[index].Gate, rows[index].Unit) is int row and >= 0 ? tensor.StepOf(row) : 0);
    }

    public override PanelElement Element { get; }

    /// <summary>The factor of each row's sum; null if it is 1.</summary>
    public FloatTable? Scales { get; }

    /// <summary>The range of the values that quantised weights are multiplied with.</summary>
    public QuantizationRange Range => _tensor.InputRange!;

    public override IEnumerable<uint> Words()
    {
        foreach ((int start, int size) in Tiles.Tiles)
        {
            for (int word = 0; word < Tiles.Columns; word++)
            {
                for (int gate = 0; gate < Tiles.Gates; gate++)
                {
                    for (int unit = start; unit < start + size; unit++)
                    {
                        yield return unit < Tiles.Units && _rowOf(gate, unit) is int row and >= 0 ? WordOf(row, word) : 0;
                    }
                }
            }
        }
    }

    public override uint BitsAt(int gate, int unit, int position) =>
        unit < Tiles.Units && _rowOf(gate, unit) is int row and >= 0 && _input.ColumnAt(position) is int column and >= 0 ? BitsOf(row, column) : 0;

    private uint BitsOf(int row, int column) => _tensor.BitsOf((row * _tensor.Shape[1]) + _firstColumn + column);

    private uint WordOf(int row, int word)
    {
        uint result = 0;
        int bits = 32 / Element.Columns;
        for (int i = 0; i < Element.Columns; i++)
        {
            int column = _input.ColumnAt((word * Element.Columns) + i);
            if (column >= 0)
            {
                result |= BitsOf(row, column) << (i * bits);
            }
        }

        return result;
    }
}
