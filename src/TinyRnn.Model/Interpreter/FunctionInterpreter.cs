namespace TinyRnn.Model;

/// <summary>y_i = f(x_i).</summary>
internal sealed class FunctionInterpreter(FunctionLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            float x = input.Values[i];
            output[i] = layer.Function switch
            {
                Function.Abs => Math.Abs(x),
                Function.Sqrt => (float)Math.Sqrt(x),
                Function.Square => x * x,
                Function.Reciprocal => 1f / x,
                Function.Exp => (float)Math.Exp(x),
                Function.Log => (float)Math.Log(x),
                Function.Clip => x < layer.Low ? layer.Low : x > layer.High ? layer.High : x,
                _ => throw new NotSupportedException($"the interpreter does not know the function {layer.Function}"),
            };
        }
    }
}
