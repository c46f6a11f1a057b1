namespace TinyRnn.Model;

/// <summary>How a network is quantised.</summary>
public sealed class QuantizationOptions
{
    /// <summary>The element type of matrices: <see cref="TensorType.BF16"/> or <see cref="TensorType.I8"/>.</summary>
    public required TensorType Type { get; init; }

    /// <summary>
    /// Sequences like those that the network will read, for calibration and errors. If there are none, the network's test vectors are used, provided
    /// that its metadata says that they are data (<c>"probes": "data"</c>); otherwise random sequences, which give errors but no ranges.
    /// </summary>
    public IReadOnlyList<ModelSequence> Data { get; init; } = [];

    /// <summary>
    /// A layer stays F32 if quantising it alone changes the outputs by more than this: the root mean square of the change, divided by the outputs'
    /// standard deviation.
    /// </summary>
    public double LayerBound { get; init; } = 0.05;
}
