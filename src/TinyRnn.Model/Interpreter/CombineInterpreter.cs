namespace TinyRnn.Model;

/// <summary>Sums, products and other combinations of rows that lie one after another.</summary>
internal sealed class CombineInterpreter(CombineLayer layer) : LayerInterpreter
{
    private readonly Func<double, double, double> _value = CombineOperations.Of(layer.Operation).Value;

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
                output[i] = term == 0 ? value : (float)_value(output[i], value);
            }
        }
    }
}
