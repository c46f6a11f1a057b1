using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>The position of a pass, as expressions of the generated code: its first unit and its first row in the order of the tiles.</summary>
internal sealed class PassPlace
{
    private readonly Pass _pass;
    private readonly Place _unit;
    private readonly Place _row;
    private readonly Func<int, string> _weights;

    private PassPlace(Pass pass, Place unit, Place row, Func<int, string> weights)
    {
        _pass = pass;
        _unit = unit;
        _row = row;
        _weights = weights;
    }

    public Pass Pass => _pass;

    /// <summary>A pass at a known unit.</summary>
    public static PassPlace Constant(Pass pass, int unit) =>
        new(pass, new Place("", unit), new Place("", unit * pass.Gates), columns => new Place("", unit * pass.Gates * columns).At("weights"));

    /// <summary>A pass at the unit in the variable <c>unit</c>.</summary>
    public static PassPlace Variable(CodeWriter writer, Pass pass)
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

        return new PassPlace(
            pass, new Place("unit"), new Place(pass.Gates > 1 ? "at" : "unit"), columns => $"__Unsafe.Add(ref weights, {Offset(pass.Gates * columns)})");
    }

    /// <summary>The unit of a vector.</summary>
    public Place Unit(int vector) => _unit.Plus(vector * _pass.Lanes);

    /// <summary>The row of a gate's vector, in the order of the tiles.</summary>
    public Place Row(int gate, int vector) => _row.Plus((gate * _pass.Run.Size) + (vector * _pass.Lanes));

    /// <summary>The first weight.</summary>
    public string WeightsAt(int columns) => _weights(columns);

    /// <summary>A load.</summary>
    public string Load(string name, Place place, int constant = 0) => $"{_pass.Vector}.LoadUnsafe({place.Arguments(name, constant)})";

    /// <summary>A store of a value.</summary>
    public string Store(string value, string name, Place place, int constant = 0) => $"{_pass.Vector}.StoreUnsafe({value}, {place.Arguments(name, constant)});";
}
