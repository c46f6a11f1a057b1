using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The state of every layer of a network for a number of sequences, to go on from.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class NetworkState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] _layers;

    /// <summary>Makes a zero state.</summary>
    public NetworkState(TrainableNetwork<T> network, int sequences)
    {
        Sequences = sequences;
        _layers = [.. network.Layers.Select(layer => new T[checked(sequences * layer.Description.StateSize)])];
    }

    /// <summary>Number of sequences.</summary>
    public int Sequences { get; }

    /// <summary>The state of a layer, [sequences, stateSize]; empty for a layer without memory.</summary>
    public Span<T> this[int layer] => _layers[layer];

    /// <summary>Back to zero.</summary>
    public void Reset()
    {
        foreach (T[] layer in _layers)
        {
            layer.AsSpan().Clear();
        }
    }
}
