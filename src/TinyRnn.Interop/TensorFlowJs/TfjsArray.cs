using System.Buffers.Binary;

namespace TinyRnn.Interop.TensorFlowJs;

/// <summary>An array that a manifest of weights lists.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Type">The type of the elements in the file.</param>
/// <param name="Quantization">How quantised values are converted; null if the elements are not quantised.</param>
/// <param name="Group">The group of files that contains it.</param>
/// <param name="Offset">Offset of its first byte in that group.</param>
internal sealed record TfjsArray(string Name, int[] Shape, int Count, TfjsType Type, TfjsQuantization? Quantization, int Group, int Offset)
{
    /// <summary>Number of bytes.</summary>
    public int Length => Count * Type.Bytes;

    /// <summary>Whether the elements are numbers of a network, not counts or flags.</summary>
    public bool IsFloat => Quantization is not null || Type.Name is "float32" or "float16";

    /// <summary>Decodes the numbers from the file's bytes.</summary>
    public float[] Decode(ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes[(i * Type.Bytes)..];
            values[i] = Type.Name switch
            {
                "float32" => BinaryPrimitives.ReadSingleLittleEndian(element),
                "float16" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                "uint16" => Quantization!.Value(BinaryPrimitives.ReadUInt16LittleEndian(element)),
                _ => Quantization!.Value(element[0]),
            };
        }

        return values;
    }
}

/// <summary>A type of elements.</summary>
/// <param name="Name">Its name in a manifest.</param>
/// <param name="Bytes">Bytes of an element.</param>
internal sealed record TfjsType(string Name, int Bytes)
{
    /// <summary>All types whose length is known.</summary>
    public static IReadOnlyDictionary<string, TfjsType> All { get; } = new TfjsType[]
    {
        new("float32", 4), new("float16", 2), new("int32", 4), new("bool", 1), new("uint8", 1), new("uint16", 2), new("complex64", 8),
    }.ToDictionary(type => type.Name);
}

/// <summary>What quantised values stand for: scale * q + min, in double precision and then rounded, as TensorFlow.js computes it.</summary>
/// <param name="Scale">The difference between two neighbouring quantised values.</param>
/// <param name="Min">The value that 0 stands for.</param>
internal sealed record TfjsQuantization(double Scale, double Min)
{
    /// <summary>The value that a quantised value stands for.</summary>
    public float Value(int code) => (float)((code * Scale) + Min);
}
