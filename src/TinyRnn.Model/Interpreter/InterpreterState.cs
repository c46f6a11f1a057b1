namespace TinyRnn.Model;

/// <summary>What an interpreted network remembers between steps, and its working memory.</summary>
public sealed class InterpreterState
{
    private readonly IReadOnlyList<float[]> _initial;

    /// <param name="layers">The layers of the network.</param>
    /// <param name="initial">The state of each layer before the first step.</param>
    /// <param name="steps">The number of steps that run at once.</param>
    internal InterpreterState(IReadOnlyList<Layer> layers, IReadOnlyList<float[]> initial, int steps)
    {
        _initial = initial;
        Hidden = [.. initial.Select(state => state.ToArray())];
        Outputs = [.. layers.Select(layer => new float[steps * layer.OutputSize])];
    }

    internal float[][] Hidden { get; }

    internal float[][] Outputs { get; }

    /// <summary>
    /// The state of the layer with this index. A recurrent layer has the hidden state, then an LSTM's cell state. A pooling layer has the pooled
    /// values so far, then the number of steps. A layer without memory has none.
    /// </summary>
    public Span<float> GetHidden(int layer) => Hidden[layer];

    /// <summary>Returns to the initial state: zero, or the state that the network holds.</summary>
    public void Reset()
    {
        for (int i = 0; i < Hidden.Length; i++)
        {
            _initial[i].CopyTo(Hidden[i], 0);
        }
    }
}
