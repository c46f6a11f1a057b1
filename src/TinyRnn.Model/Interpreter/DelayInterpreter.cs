namespace TinyRnn.Model;

/// <summary>Rows of earlier steps. The state is these rows, the newest first.</summary>
internal sealed class DelayInterpreter(DelayLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int size = layer.InputSize;
        for (int i = 0; i < layer.Lags.Count; i++)
        {
            Span<float> part = output.Slice(i * size, size);
            if (layer.Lags[i] == 0)
            {
                input.CopyTo(part);
            }
            else
            {
                state.Slice((layer.Lags[i] - 1) * size, size).CopyTo(part);
            }
        }

        state[..^size].CopyTo(state[size..]);
        input.CopyTo(state[..size]);
    }
}
