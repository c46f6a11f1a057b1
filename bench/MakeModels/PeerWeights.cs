using TinyRnn.Model;

/// <summary>
/// The weights of the C peers: a linear congruential generator from seed 12345, scaled by 1/sqrt(H), in PyTorch's layout and
/// the order weight_ih, weight_hh, bias_ih, bias_hh, dense weight, dense bias.
/// </summary>
internal static class PeerWeights
{
    private static readonly int[] HiddenSizes = [8, 16, 32, 64, 128, 256];

    public static IEnumerable<(int Hidden, int Input, int Output)> Sizes =>
        HiddenSizes.SelectMany(hidden => new[] { (hidden, 1, 1), (hidden, 64, 64) });

    public static Network Rnn(int hidden, int input, int output)
    {
        Layer[] layers = [new RnnLayer("rnn", input, hidden), new DenseLayer("fc", hidden, output)];
        return new Network(
            FormattableString.Invariant($"rnn {input} -> {hidden} -> {output}"), NetworkTask.Raw, new VectorInput(input), layers, OutputSteps.Every, Tensors(layers, hidden));
    }

    private static List<Tensor> Tensors(IEnumerable<Layer> layers, int hidden)
    {
        uint seed = 12345;
        float scale = 1f / MathF.Sqrt(hidden);
        List<Tensor> tensors = [];
        foreach (TensorSpec spec in layers.SelectMany(layer => layer.Tensors))
        {
            float[] values = new float[spec.Length];
            for (int i = 0; i < values.Length; i++)
            {
                seed = unchecked((seed * 1664525) + 1013904223);
                values[i] = (float)(((seed >> 8) * (2.0 / 16777216.0)) - 1.0) * scale;
            }

            tensors.Add(new Tensor(spec.Name, [.. spec.Shape], values));
        }

        return tensors;
    }
}
