using System.Buffers.Binary;

namespace VoiceActivity.Audio;

/// <summary>The formats of samples, all little-endian.</summary>
internal enum SampleForm
{
    /// <summary>8 bits, 128 for silence.</summary>
    UInt8,

    /// <summary>16 bits.</summary>
    Int16,

    /// <summary>24 bits, packed.</summary>
    Int24,

    /// <summary>32 bits.</summary>
    Int32,

    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,
}

/// <summary>Sizes and values of samples.</summary>
internal static class SampleForms
{
    /// <summary>Bytes of one sample.</summary>
    public static int Size(this SampleForm form) => form switch
    {
        SampleForm.UInt8 => 1,
        SampleForm.Int16 => 2,
        SampleForm.Int24 => 3,
        SampleForm.Float64 => 8,
        _ => 4,
    };

    /// <summary>Reads the first sample of bytes. Whole numbers are scaled to -1 to 1.</summary>
    public static float Read(this SampleForm form, ReadOnlySpan<byte> bytes) => form switch
    {
        SampleForm.UInt8 => (bytes[0] - 128) / 128f,
        SampleForm.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        SampleForm.Int24 => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648f,
        SampleForm.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
        SampleForm.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };
}
