namespace TinyRnn.Model;

/// <summary>y = phi(W x + b) at each window of a step's values.</summary>
internal sealed class ConvolutionInterpreter(ConvolutionLayer layer, Network network) : LayerInterpreter
{
    private readonly WeightMatrix _weight = new(network.Tensors[layer.Weight]);
    private readonly float[]? _bias = layer.Bias ? network.Tensors[layer.BiasName].Values : null;
    private readonly float[] _values = new float[layer.Columns];

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int outputs = layer.OutputChannels / layer.Groups;
        for (int position = 0; position < layer.Window.Positions; position++)
        {
            Span<float> result = output.Slice(position * layer.OutputChannels, layer.OutputChannels);
            Bias.Start(result, _bias);
            for (int group = 0; group < layer.Groups; group++)
            {
                Gather(input.Values, position, group);
                _weight.Add(new LayerInput(_values), result.Slice(group * outputs, outputs), group * outputs);
            }
        }

        layer.Activation.Apply(output);
    }

    private void Gather(ReadOnlySpan<float> input, int position, int group)
    {
        int channels = layer.Window.Channels / layer.Groups;
        for (int tap = 0; tap < layer.Window.Taps; tap++)
        {
            Span<float> values = _values.AsSpan(tap * channels, channels);
            int from = layer.Window.PositionOf(position, tap);
            if (from < 0)
            {
                values.Clear();
            }
            else
            {
                input.Slice((from * layer.Window.Channels) + (group * channels), channels).CopyTo(values);
            }
        }
    }
}
