namespace TinyRnn.Model;

/// <summary>What an interpreted network remembers between steps, and its working memory.</summary>
public sealed class InterpreterState
{
    private readonly IReadOnlyList<float[]> _initial;

    /// <param name="layers">The layers of the network.</param>
    /// <param name="initial">The state of each before the first step.</param>
    /// <param name="steps">Steps that are run at once.</param>
    internal InterpreterState(IReadOnlyList<Layer> layers, IReadOnlyList<float[]> initial, int steps)
    {
        _initial = initial;
        Hidden = [.. initial.Select(state => state.ToArray())];
        Outputs = [.. layers.Select(layer => new float[steps * layer.OutputSize])];
    }

    internal float[][] Hidden { get; }

    internal float[][] Outputs { get; }

    /// <summary>
    /// The state of a layer, by its index: of a recurrent layer the hidden state, then an LSTM's cell state; of a pooling
    /// layer what is pooled so far, then the number of steps; empty for a layer without memory.
    /// </summary>
    public Span<float> GetHidden(int layer) => Hidden[layer];

    /// <summary>Goes back to the initial state: zero, or what the network holds.</summary>
    public void Reset()
    {
        for (int i = 0; i < Hidden.Length; i++)
        {
            _initial[i].CopyTo(Hidden[i], 0);
        }
    }
}
