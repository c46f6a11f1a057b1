using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>f(x).</summary>
internal sealed class FunctionFormula(FunctionLayer layer) : ElementwiseFormula
{
    public override string Of(IReadOnlyList<string> operands, string vector)
    {
        string x = operands[0];
        return layer.Function switch
        {
            Function.Abs => $"{vector}.Abs({x})",
            Function.Sqrt => $"{vector}.Sqrt({x})",
            Function.Square => $"{x} * {x}",
            Function.Reciprocal => $"{vector}Float.One / {x}",
            Function.Exp => $"global::TinyRnn.VectorMath.Exp({x})",
            Function.Log => $"global::TinyRnn.VectorMath.Log({x})",
            Function.Clip => $"global::TinyRnn.VectorMath.Clip({x}, {Literals.Of(layer.Low)}, {Literals.Of(layer.High)})",
            Function.Power => Power(x, vector),
            _ => throw new NotSupportedException($"the generator does not know the function {layer.Function}"),
        };
    }

    // Of a whole exponent the power is that of the value without its sign; an odd one gives the sign back.
    private string Power(string x, string vector)
    {
        double exponent = layer.Exponent;
        string e = Literals.Of(layer.Exponent);
        return Math.Floor(exponent) != exponent ? $"global::TinyRnn.VectorMath.Power({x}, {e})"
            : exponent % 2 == 0 ? $"global::TinyRnn.VectorMath.Power({vector}.Abs({x}), {e})"
            : $"{vector}.CopySign(global::TinyRnn.VectorMath.Power({vector}.Abs({x}), {e}), {x})";
    }
}
