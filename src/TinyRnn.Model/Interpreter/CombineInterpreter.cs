namespace TinyRnn.Model;

/// <summary>Sums, products and the like of rows that lie one behind the other.</summary>
internal sealed class CombineInterpreter(CombineLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int start = 0;
        for (int term = 0; term < layer.Terms.Count; term++)
        {
            ReadOnlySpan<float> values = input.Values.Slice(start, layer.Terms[term]);
            start += values.Length;
            for (int i = 0; i < output.Length; i++)
            {
                float value = values[values.Length == 1 ? 0 : i];
                output[i] = term == 0 ? value : Combine(output[i], value);
            }
        }
    }

    private float Combine(float a, float b) => layer.Operation switch
    {
        CombineOperation.Add => a + b,
        CombineOperation.Subtract => a - b,
        CombineOperation.Multiply => a * b,
        CombineOperation.Divide => a / b,
        CombineOperation.Minimum => Math.Min(a, b),
        CombineOperation.Maximum => Math.Max(a, b),
        CombineOperation.Magnitude => (float)Math.Sqrt(((double)a * a) + ((double)b * b)),
        _ => throw new NotSupportedException($"the interpreter does not know the operation {layer.Operation}"),
    };
}
