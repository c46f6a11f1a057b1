namespace TinyRnn.Model;

/// <summary>How the elements of a tensor are stored.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32, little-endian.</summary>
    F32,

    /// <summary>bfloat16: the upper half of a binary32, little-endian. Products are fp32.</summary>
    BF16,

    /// <summary>Signed 8-bit codes with a scale a row; what the matrix is multiplied with is coded too, in 7 bits.</summary>
    I8,
}

/// <summary>What the types are.</summary>
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
