namespace TinyRnn.Model;

/// <summary>y_i = x_i if x_i is above 0, else a_i * x_i.</summary>
internal sealed class PreluInterpreter(PreluLayer layer, Network network) : LayerInterpreter
{
    private readonly float[] _weight = network.Tensors[layer.Weight].Values;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            float x = input.Values[i];
            output[i] = x > 0f ? x : _weight[i] * x;
        }
    }
}
