namespace TinyRnn.Training;

/// <summary>How weights are initialised.</summary>
public enum WeightInitialization
{
    /// <summary>
    /// As in PyTorch: weights and biases uniform in [-1/sqrt(n), 1/sqrt(n)], where n is the hidden size for <c>nn.RNN</c> and the
    /// number of inputs for <c>nn.Linear</c>.
    /// </summary>
    Uniform,

    /// <summary>As in d2l.ai's networks from scratch: matrices 0.01 times standard normal, biases 0.</summary>
    SmallNormal,
}
