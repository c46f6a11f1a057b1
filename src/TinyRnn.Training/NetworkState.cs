using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The state of every layer of a network, for a number of sequences.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class NetworkState<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] _layers;

    /// <summary>Makes a state of zeros, from which most networks start.</summary>
    public NetworkState(TrainableNetwork<T> network, int sequences)
    {
        Sequences = sequences;
        _layers = [.. network.Layers.Select(layer => new T[checked(sequences * layer.Description.StateSize)])];
    }

    /// <summary>Number of sequences.</summary>
    public int Sequences { get; }

    /// <summary>
    /// The state of a layer, [sequences, stateSize]; empty for a layer without memory. That of a recurrent layer holds h, then an LSTM's
    /// c, of the forward direction, then those of the reverse one.
    /// </summary>
    public Span<T> this[int layer] => _layers[layer];

    void ICheckpointed.Transfer(CheckpointTransfer transfer) => transfer.Values(_layers);
}
