using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>How the weights of a panel lie in its 32-bit words: one float, two bfloat16 or four 8-bit quantised values of neighbouring
/// inputs.</summary>
/// <param name="Type">The type of the tensor.</param>
/// <param name="Columns">Inputs in a word.</param>
/// <param name="Sum">Element of the vectors that sum.</param>
internal sealed record PanelElement(TensorType Type, int Columns, string Sum)
{
    public static PanelElement Float { get; } = new(TensorType.F32, 1, "float");

    private static readonly PanelElement Brain = new(TensorType.BF16, 2, "float");
    private static readonly PanelElement Int8 = new(TensorType.I8, 4, "int");

    public bool IsPacked => Columns > 1;

    /// <summary>Floats of input that a word is multiplied with; four quantised values count as one number.</summary>
    public int Values => Type == TensorType.BF16 ? 2 : 1;

    /// <summary>Whether the bits of a number are zero, of either sign.</summary>
    public bool IsZero(uint bits) => Type switch
    {
        TensorType.F32 => bits << 1 == 0,
        TensorType.BF16 => (bits & 0x7FFF) == 0,
        _ => bits == 0,
    };

    public static PanelElement Of(Tensor tensor) => tensor.Type switch
    {
        TensorType.F32 => Float,
        TensorType.BF16 => Brain,
        TensorType.I8 => Int8,
        _ => throw new NotSupportedException($"the generator does not know tensors of type {tensor.Type}"),
    };

    /// <summary>Words in a row of weights: for floats, one for each column; for packed elements, enough for all floats up to the last
    /// column.</summary>
    public int WordsOf(InputRow input) => IsPacked ? (ExtentOf(input) + Columns - 1) / Columns : input.Columns;

    /// <summary>Floats in a row from its first to its last column.</summary>
    public static int ExtentOf(InputRow input) => input.Pieces.Max(piece => piece.Offset + piece.Columns);
}
