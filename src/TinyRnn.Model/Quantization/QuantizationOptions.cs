namespace TinyRnn.Model;

/// <summary>How a network is quantised.</summary>
public sealed class QuantizationOptions
{
    /// <summary>The element type of matrices: <see cref="TensorType.BF16"/> or <see cref="TensorType.I8"/>.</summary>
    public required TensorType Type { get; init; }

    /// <summary>
    /// Sequences like those that the network will read, for ranges and errors. Where there are none the network's test vectors are taken if its metadata
    /// say that they are data (<c>"probes": "data"</c>), and else random sequences, which tell errors but no ranges.
    /// </summary>
    public IReadOnlyList<ModelSequence> Data { get; init; } = [];

    /// <summary>
    /// A layer stays F32 where its quantisation alone changes the outputs by more than this, as root mean square divided by the
    /// outputs' standard deviation.
    /// </summary>
    public double LayerBound { get; init; } = 0.05;
}
