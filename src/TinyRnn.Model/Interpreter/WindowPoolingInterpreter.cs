namespace TinyRnn.Model;

/// <summary>The mean or the maximum of each channel in each window of a step's values.</summary>
internal sealed class WindowPoolingInterpreter(WindowPoolingLayer layer) : LayerInterpreter
{
    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int channels = layer.Window.Channels;
        for (int position = 0; position < layer.Window.Positions; position++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                output[(position * channels) + channel] = Pool(input.Values, position, channel);
            }
        }
    }

    private float Pool(ReadOnlySpan<float> input, int position, int channel)
    {
        double sum = 0;
        float max = float.NegativeInfinity;
        int count = 0;
        for (int tap = 0; tap < layer.Window.Taps; tap++)
        {
            int from = layer.Window.PositionOf(position, tap);
            if (from >= 0)
            {
                float value = input[(from * layer.Window.Channels) + channel];
                sum += value;
                max = Math.Max(max, value);
                count++;
            }
        }

        return layer.Mode switch
        {
            WindowPoolingMode.Mean => (float)(sum / count),
            WindowPoolingMode.MeanWithPadding => (float)(sum / layer.Window.Taps),
            WindowPoolingMode.Max => max,
            _ => throw new NotSupportedException($"the interpreter does not know the pooling {layer.Mode}"),
        };
    }
}
