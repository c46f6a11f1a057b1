using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>How the weights of a panel lie in its 32-bit words: one float, two bfloat16 or four 8-bit codes of neighbouring inputs.</summary>
/// <param name="Type">The type of the tensor.</param>
/// <param name="Columns">Inputs in a word.</param>
/// <param name="Sum">Element of the vectors that sum up.</param>
internal sealed record PanelElement(TensorType Type, int Columns, string Sum)
{
    public static PanelElement Float { get; } = new(TensorType.F32, 1, "float");

    private static readonly PanelElement Brain = new(TensorType.BF16, 2, "float");
    private static readonly PanelElement Codes = new(TensorType.I8, 4, "int");

    public bool IsPacked => Columns > 1;

    /// <summary>Floats of input that a word is multiplied with; codes are one number.</summary>
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
        TensorType.I8 => Codes,
        _ => throw new NotSupportedException($"the generator does not know tensors of type {tensor.Type}"),
    };

    /// <summary>Words of a row of weights: of floats for the columns that count, of smaller numbers for all floats up to the last one.</summary>
    public int WordsOf(InputRow input) => IsPacked ? (ExtentOf(input) + Columns - 1) / Columns : input.Columns;

    /// <summary>Floats of a row from the first to the last one that counts.</summary>
    public static int ExtentOf(InputRow input) => input.Pieces.Max(piece => piece.Offset + piece.Columns);
}
