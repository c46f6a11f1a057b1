namespace TinyRnn.Model;

/// <summary>y_i = f(x_i).</summary>
internal sealed class FunctionInterpreter(FunctionLayer layer) : LayerInterpreter
{
    private readonly FunctionValue _value = Functions.Of(layer.Function).Value;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (float)_value(input.Values[i], layer);
        }
    }
}
