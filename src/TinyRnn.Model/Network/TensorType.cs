namespace TinyRnn.Model;

/// <summary>How the elements of a tensor are stored.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32, little-endian.</summary>
    F32,

    /// <summary>bfloat16: the upper half of a binary32, little-endian. Products are computed in single precision.</summary>
    BF16,

    /// <summary>Signed 8-bit quantised values with a scale for each row; the values that the matrix is multiplied with are quantised too, to 7
    /// bits.</summary>
    I8,
}

/// <summary>Properties of the types.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes of an element.</summary>
    public static int Bytes(this TensorType type) => type switch
    {
        TensorType.F32 => sizeof(float),
        TensorType.BF16 => sizeof(ushort),
        _ => sizeof(sbyte),
    };
}
