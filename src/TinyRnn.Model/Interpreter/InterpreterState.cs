namespace TinyRnn.Model;

/// <summary>What an interpreted network remembers between steps, and its working memory.</summary>
public sealed class InterpreterState
{
    internal InterpreterState(IReadOnlyList<Layer> layers)
    {
        Hidden = [.. layers.Select(layer => new float[layer.StateSize])];
        Outputs = [.. layers.Select(layer => new float[layer.OutputSize])];
    }

    internal float[][] Hidden { get; }

    internal float[][] Outputs { get; }

    /// <summary>The hidden state of a layer, by its index; empty for a layer without memory.</summary>
    public Span<float> GetHidden(int layer) => Hidden[layer];

    /// <summary>Goes back to the initial state.</summary>
    public void Reset()
    {
        foreach (float[] hidden in Hidden)
        {
            Array.Clear(hidden);
        }
    }
}
