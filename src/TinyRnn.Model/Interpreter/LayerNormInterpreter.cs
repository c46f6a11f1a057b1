namespace TinyRnn.Model;

/// <summary>y_i = a_i * (x_i - m) / sqrt(v + epsilon) + b_i in each group of a step's values.</summary>
internal sealed class LayerNormInterpreter(LayerNormLayer layer, Network network) : LayerInterpreter
{
    private readonly float[]? _weight = layer.IsAffine ? network.Tensors[layer.Weight].Values : null;
    private readonly float[]? _bias = layer.IsAffine ? network.Tensors[layer.BiasName].Values : null;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int size = layer.InputSize / layer.Groups;
        for (int first = 0; first < layer.InputSize; first += size)
        {
            ReadOnlySpan<float> values = input.Values.Slice(first, size);
            double mean = 0;
            foreach (float value in values)
            {
                mean += value;
            }

            mean /= size;
            double variance = 0;
            foreach (float value in values)
            {
                variance += (value - mean) * (value - mean);
            }

            double factor = 1 / Math.Sqrt((variance / size) + layer.Epsilon);
            for (int i = 0; i < size; i++)
            {
                output[first + i] = (float)(((values[i] - mean) * factor * (_weight?[first + i] ?? 1f)) + (_bias?[first + i] ?? 0f));
            }
        }
    }
}
