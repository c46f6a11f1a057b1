namespace TinyRnn.Model;

/// <summary>A named array of weights.</summary>
public sealed class Tensor
{
    /// <summary>Makes a tensor over an array, which is not copied.</summary>
    /// <exception cref="ArgumentException">
    /// The array's length is not the product of the shape, or the type cannot hold a value. Quantised values go to <see cref="OfQuantized"/>.
    /// </exception>
    public Tensor(string name, int[] shape, float[] values, TensorType type = TensorType.F32)
        : this(name, shape, values, type, [], [], null)
    {
        if (type == TensorType.I8)
        {
            throw new ArgumentException($"tensor '{name}' of 8-bit quantised values needs a scale for each row", nameof(type));
        }

        if (type == TensorType.BF16 && !Array.TrueForAll(values, BFloat16.IsExact))
        {
            throw new ArgumentException($"tensor '{name}' holds values that are not exact in bfloat16", nameof(values));
        }
    }

    private Tensor(string name, int[] shape, float[] values, TensorType type, sbyte[] quantized, float[] scales, QuantizationRange? inputRange)
    {
        TensorSpec spec = new(name, shape);
        if (spec.Length != values.Length)
        {
            throw new ArgumentException(
                $"tensor '{name}' of shape [{string.Join(", ", shape.Select(size => $"{size}"))}] needs {spec.Length} values, not {values.Length}",
                nameof(values));
        }

        Name = name;
        Shape = shape;
        Values = values;
        Type = type;
        QuantizedValues = quantized;
        Scales = scales;
        InputRange = inputRange;
    }

    /// <summary>Full name, such as <c>rnn.weight_hh</c>.</summary>
    public string Name { get; }

    /// <summary>Sizes, the slowest-varying first; a matrix is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How the elements are stored in the file.</summary>
    public TensorType Type { get; }

    /// <summary>The elements, row-major; for quantised values, each value times the scale of its row.</summary>
    public float[] Values { get; }

    /// <summary>The 8-bit quantised values, row-major; else empty.</summary>
    public sbyte[] QuantizedValues { get; }

    /// <summary>The scale of each row of quantised values; else empty.</summary>
    public float[] Scales { get; }

    /// <summary>The range of the values that quantised values are multiplied with; null if they are looked up, or if there are none.</summary>
    public QuantizationRange? InputRange { get; }

    /// <summary>Size of the elements and the scales, in bytes.</summary>
    public long Bytes => Type switch
    {
        TensorType.I8 => QuantizedValues.LongLength + (Scales.LongLength * sizeof(float)),
        TensorType.BF16 => Values.LongLength * sizeof(ushort),
        _ => Values.LongLength * sizeof(float),
    };

    /// <summary>Makes a matrix of 8-bit quantised values over arrays, which are not copied.</summary>
    /// <param name="name">Full name.</param>
    /// <param name="shape">Rows and columns.</param>
    /// <param name="quantized">The quantised values, row-major.</param>
    /// <param name="scales">The scale of each row, finite and above 0.</param>
    /// <param name="inputRange">The range of the values that the matrix is multiplied with; null if its columns are looked up.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, a scale is not above 0, or the range is not a range.</exception>
    public static Tensor OfQuantized(string name, int[] shape, sbyte[] quantized, float[] scales, QuantizationRange? inputRange)
    {
        if (shape.Length != 2 || scales.Length != shape[0] || quantized.LongLength != (long)shape[0] * shape[1])
        {
            throw new ArgumentException(
                $"tensor '{name}' of 8-bit quantised values needs two sizes, a value for each element and a scale for each row", nameof(quantized));
        }

        if (Array.Exists(scales, scale => !(scale > 0) || float.IsInfinity(scale)))
        {
            throw new ArgumentException($"the scales of tensor '{name}' must be finite and above 0", nameof(scales));
        }

        if (inputRange is { IsValid: false })
        {
            throw new ArgumentException($"the input range of tensor '{name}' must be finite and go from a lower to a higher value", nameof(inputRange));
        }

        float[] values = new float[quantized.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = quantized[i] * scales[i / shape[1]];
        }

        return new Tensor(name, shape, values, TensorType.I8, quantized, scales, inputRange);
    }
}
