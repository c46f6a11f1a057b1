namespace TinyRnn.Model;

/// <summary>The mean, the sum or the maximum of each group of a step's values.</summary>
internal sealed class ReduceInterpreter(ReduceLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int size = layer.InputSize / layer.Groups;
        for (int group = 0; group < output.Length; group++)
        {
            ReadOnlySpan<float> values = input.Values.Slice(group * size, size);
            double sum = 0;
            float max = float.NegativeInfinity;
            foreach (float value in values)
            {
                sum += value;
                max = Math.Max(max, value);
            }

            output[group] = layer.Mode switch
            {
                ReduceMode.Mean => (float)(sum / size),
                ReduceMode.Sum => (float)sum,
                ReduceMode.Max => max,
                _ => throw new NotSupportedException($"the interpreter does not know the reduction {layer.Mode}"),
            };
        }
    }
}
