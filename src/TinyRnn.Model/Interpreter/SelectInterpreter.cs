namespace TinyRnn.Model;

/// <summary>y_i = x_(index i).</summary>
internal sealed class SelectInterpreter(SelectLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input.Values[layer.Indices[i]];
        }
    }
}
