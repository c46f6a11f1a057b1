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
