using System.Globalization;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Nam;

/// <summary>A file of Neural Amp Modeler with random weights, and what its player makes of samples, in double precision.</summary>
/// <param name="inputs">Values a step.</param>
/// <param name="units">Units of each layer.</param>
/// <param name="depth">Number of layers.</param>
/// <param name="outputs">Outputs of the head.</param>
/// <param name="hasState">Whether the initial states are other than zero.</param>
internal sealed class WrittenNam(int inputs, int units, int depth, int outputs = 1, bool hasState = true)
{
    private readonly float[] _weights = Random(inputs, units, depth, outputs, hasState);

    /// <summary>Takes the weights of a real file in place of random ones.</summary>
    public WrittenNam(int inputs, int units, int depth, float[] weights)
        : this(inputs, units, depth) => _weights = weights;

    /// <summary>Number of weights.</summary>
    public int Count => _weights.Length;

    /// <summary>The file.</summary>
    public string Json => $$"""
        {"version": "0.5.4", "metadata": {"name": "Twin, clean", "loudness": -18.5, "training": null}, "architecture": "LSTM",
         "config": {"input_size": {{inputs}}, "hidden_size": {{units}}, "num_layers": {{depth}}{{Channels}}},
         "weights": [{{string.Join(", ", _weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}}],
         "sample_rate": 44100}
        """;

    // Older files have no such fields.
    private string Channels => outputs == 1 ? "" : FormattableString.Invariant($", \"in_channels\": {inputs}, \"out_channels\": {outputs}");

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Json);

    /// <summary>
    /// The outputs for some samples, from the state in the file on: the weights are taken from the list in the order in which the player takes them.
    /// </summary>
    public float[] Run(float[] samples)
    {
        (float[] Matrix, float[] Bias, double[] State, double[] Cell)[] layers = new (float[], float[], double[], double[])[depth];
        int next = 0;
        for (int layer = 0; layer < depth; layer++)
        {
            int width = (layer == 0 ? inputs : units) + units;
            layers[layer] = (Next(4 * units * width), Next(4 * units), [.. Next(units)], [.. Next(units)]);
        }

        float[] head = Next(outputs * units);
        float[] bias = Next(outputs);
        Assert.Equal(_weights.Length, next);
        List<float> results = [];
        foreach (float[] row in samples.Chunk(inputs))
        {
            double[] x = [.. row];
            foreach ((float[] matrix, float[] offsets, double[] h, double[] c) in layers)
            {
                double[] both = [.. x, .. h];
                double[] sums = [.. offsets.Select((offset, r) => offset + both.Select((value, i) => value * matrix[(r * both.Length) + i]).Sum())];
                for (int i = 0; i < units; i++)
                {
                    c[i] = (Torch.Sigmoid(sums[units + i]) * c[i]) + (Torch.Sigmoid(sums[i]) * Math.Tanh(sums[(2 * units) + i]));
                    h[i] = Torch.Sigmoid(sums[(3 * units) + i]) * Math.Tanh(c[i]);
                }

                x = [.. h];
            }

            results.AddRange(bias.Select((offset, o) => (float)(offset + x.Select((value, i) => value * head[(o * units) + i]).Sum())));
        }

        return [.. results];

        float[] Next(int count) => _weights[next..(next += count)];
    }

    private static float[] Random(int inputs, int units, int depth, int outputs, bool hasState)
    {
        Random random = new((inputs * 1000) + (units * 10) + depth);
        float[] Some(int count, double bound) => [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextDouble() * 2) - 1) * bound))];
        List<float> weights = [];
        for (int layer = 0; layer < depth; layer++)
        {
            int width = (layer == 0 ? inputs : units) + units;
            weights.AddRange(Some(4 * units * width, 1.5 / Math.Sqrt(width)));
            weights.AddRange(Some(4 * units, 1));
            weights.AddRange(Some(2 * units, hasState ? 0.9 : 0));
        }

        return [.. weights, .. Some(outputs * units, 1), .. Some(outputs, 0.5)];
    }
}
