using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The position of a pass, as expressions of the generated code: its first unit and its first row in the order of the tiles.</summary>
internal sealed class PassPosition
{
    private readonly Pass _pass;
    private readonly FloatOffset _unit;
    private readonly FloatOffset _row;
    private readonly Func<int, string> _weights;

    private PassPosition(Pass pass, FloatOffset unit, FloatOffset row, Func<int, string> weights)
    {
        _pass = pass;
        _unit = unit;
        _row = row;
        _weights = weights;
    }

    public Pass Pass => _pass;

    /// <summary>A pass at a known unit.</summary>
    public static PassPosition Constant(Pass pass, int unit) =>
        new(pass, new FloatOffset("", unit), new FloatOffset("", unit * pass.Gates), columns => new FloatOffset("", unit * pass.Gates * columns).At("weights"));

    /// <summary>A pass at the unit in the variable <c>unit</c>.</summary>
    public static PassPosition Variable(CodeWriter writer, Pass pass)
    {
        bool isWhole = pass.Units == pass.Run.Size;
        int size = pass.Run.Size;
        // Within a tile the units lie side by side; the distance from gate to gate, input to input and tile to tile is a whole tile.
        string Offset(int floatsOfUnit) => isWhole || floatsOfUnit == 1
            ? $"unit * {floatsOfUnit}"
            : $"((unit / {size}) * {size * floatsOfUnit}) + (unit % {size})";
        if (pass.Gates > 1)
        {
            writer.Write($"__UIntPtr at = {Offset(pass.Gates)};");
        }

        return new PassPosition(
            pass, new FloatOffset("unit"), new FloatOffset(pass.Gates > 1 ? "at" : "unit"),
            columns => $"__Unsafe.Add(ref weights, {Offset(pass.Gates * columns)})");
    }

    /// <summary>The unit of a vector.</summary>
    public FloatOffset Unit(int vector) => _unit.Plus(vector * _pass.Lanes);

    /// <summary>The row of a gate's vector, in the order of the tiles.</summary>
    public FloatOffset Row(int gate, int vector) => _row.Plus((gate * _pass.Run.Size) + (vector * _pass.Lanes));

    /// <summary>The first weight.</summary>
    public string WeightsAt(int columns) => _weights(columns);

    /// <summary>A load.</summary>
    public string Load(string name, FloatOffset offset, int constant = 0) => $"{_pass.Vector}.LoadUnsafe({offset.Arguments(name, constant)})";

    /// <summary>A store of a value.</summary>
    public string Store(string value, string name, FloatOffset offset, int constant = 0) =>
        $"{_pass.Vector}.StoreUnsafe({value}, {offset.Arguments(name, constant)});";
}
