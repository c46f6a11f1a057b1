using System.Globalization;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Nam;

/// <summary>Neural Amp Modeler's ConvNets and filters, against plain loops in double precision over silence and then the whole sequence.</summary>
public class NamConvNetTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(4, "Tanh", false, 1, 2, 4, 8)]
    [InlineData(3, "ReLU", true, 1, 2, 4)]
    [InlineData(5, "Hardtanh", true, 7)]
    [InlineData(2, "LeakyReLU", false, 3, 1)]
    public void Convnets_give_what_their_formulas_do(int channels, string activation, bool isNormalized, params int[] dilations)
    {
        float[] weights = Weights(channels, isNormalized, dilations.Length);
        float[] x = Networks.RandomInput(Steps, 2);
        string sizes =
            $"\"channels\": {channels}, \"dilations\": [{string.Join(", ", dilations)}], \"batchnorm\": {(isNormalized ? "true" : "false")}, "
                + $"\"activation\": \"{activation}\"";
        ImportResult result = ModelImporters.Import(Source("ConvNet", sizes, weights));
        int reach = dilations.Sum() + 1;
        double[] expected = Run(weights, [.. new float[reach], .. x], channels, activation, isNormalized, dilations)[reach..];
        ImportCase.AssertAll(new ImportCase(activation, result.Network, x, [], [.. expected.Select(value => (float)value)]));
        Assert.Contains(result.Notes, note => note.Contains($"players run {reach} samples of it", StringComparison.Ordinal));
        Assert.True(result.Network.IsStreaming);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(17, true)]
    public void Filters_are_impulse_responses(int taps, bool hasBias)
    {
        float[] weights = Networks.RandomInput(taps + (hasBias ? 1 : 0), 4);
        float[] x = Networks.RandomInput(Steps, 2);
        Network network = ModelImporters.Import(Source("Linear", $"\"receptive_field\": {taps}, \"bias\": {(hasBias ? "true" : "false")}", weights)).Network;
        float[] expected =
        [
            .. Enumerable.Range(0, Steps).Select(
                t => (float)(Enumerable.Range(0, Math.Min(t + 1, taps)).Sum(lag => (double)weights[lag] * x[t - lag]) + (hasBias ? weights[taps] : 0)))
        ];
        ImportCase.AssertAll(new ImportCase("filter", network, x, [], expected));

        // The answer to one sample is the list itself.
        float[] impulse = new float[taps + 2];
        impulse[0] = 1;
        float[] response = new Interpreter(network).Run(impulse);
        Assert.All(Enumerable.Range(0, taps), i => Assert.Equal(weights[i] + (hasBias ? weights[taps] : 0), response[i], 1e-6f));
    }

    [Theory]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [1], \"batchnorm\": false, "
        + "\"activation\": \"Tanh\"", "'weights' has 3 numbers; 1 convolution of 2 channels, have 9")]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [1], \"batchnorm\": true, "
        + "\"activation\": \"Tanh\"", "1 convolution of 2 channels with normalization, have 16")]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [], \"batchnorm\": false, \"activation\": \"Tanh\"", "'dilations' is empty or, with a kernel of 2")]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [1], \"batchnorm\": false, \"activation\": \"Snake\"", "the activation 'Snake' is not supported")]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [1], \"batchnorm\": false, \"activation\": \"Tanh\", "
        + "\"groups\": 2", "'groups' is 2; 1 was expected")]
    [InlineData("ConvNet", "\"channels\": 2, \"dilations\": [1], \"batchnorm\": false, \"activation\": \"Tanh\", "
        + "\"head\": 2", "'config' has the field 'head', which a ConvNet does not have")]
    [InlineData("Linear", "\"receptive_field\": 0, \"bias\": false", "'receptive_field' is 0")]
    [InlineData("Linear", "\"receptive_field\": 4, \"bias\": false", "'weights' has 3 numbers; a filter over 4 samples, have 4")]
    [InlineData("Linear", "\"receptive_field\": 3, \"bias\": false, \"in_channels\": 2", "'in_channels' is 2; 1 was expected")]
    public void What_does_not_fit_is_one_sentence(string architecture, string sizes, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<ImportException>(() => ModelImporters.Import(Source(architecture, sizes, [1, 2, 3]))).Message, StringComparison.Ordinal);

    private static ImportSource Source(string architecture, string sizes, float[] weights) => new("amplifier.nam", Encoding.UTF8.GetBytes(
        $"{{\"version\": \"0.5.4\", \"architecture\": \"{architecture}\", \"config\": {{{sizes}}}, \"weights\": "
            + $"[{string.Join(", ", weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}]}}"));

    // The variances are above 0, and so is what is added to them.
    private static float[] Weights(int channels, bool isNormalized, int blocks)
    {
        List<float> weights = [];
        int inputs = 1;
        for (int i = 0; i < blocks; i++)
        {
            weights.AddRange(Networks.RandomInput(channels * inputs * 2, i + 1));
            weights.AddRange(Networks.RandomInput(channels, i + 11));
            if (isNormalized)
            {
                weights.AddRange(Networks.RandomInput(channels, i + 21).Select(value => 0.5f + Math.Abs(value)));
                weights.AddRange(Networks.RandomInput(channels, i + 31));
                weights.AddRange(Networks.RandomInput(channels, i + 41));
                weights.Add(0.001f);
            }

            inputs = channels;
        }

        return [.. weights, .. Networks.RandomInput(channels + 1, 51)];
    }

    private static double[] Run(float[] weights, float[] samples, int channels, string activation, bool isNormalized, int[] dilations)
    {
        int next = 0;
        double[][] x = [.. samples.Select(sample => new double[] { sample })];
        foreach (int dilation in dilations)
        {
            int inputs = x[0].Length;
            float[] kernel = Next(channels * inputs * 2);
            float[] first = Next(channels);
            float[] variance = isNormalized ? Next(channels) : [];
            float[] gain = isNormalized ? Next(channels) : [];
            float[] shift = isNormalized ? Next(channels) : [];
            float epsilon = isNormalized ? Next(1)[0] : 0;
            double[][] before = x;
            x = [.. Enumerable.Range(0, before.Length).Select(t => Enumerable.Range(0, channels).Select(row =>
            {
                double sum = 0;
                for (int i = 0; i < inputs; i++)
                {
                    sum += (
                        t >= dilation ? kernel[((row * inputs) + i) * 2] * before[t - dilation][i] : 0)
                        + (kernel[(((row * inputs) + i) * 2) + 1] * before[t][i]);
                }

                return Active(isNormalized ? ((sum - first[row]) / Math.Sqrt(variance[row] + epsilon) * gain[row]) + shift[row] : sum + first[row]);
            }).ToArray())];
        }

        float[] head = Next(channels);
        float bias = Next(1)[0];
        Assert.Equal(weights.Length, next);
        return [.. x.Select(row => bias + row.Select((value, i) => value * head[i]).Sum())];

        double Active(double value) => activation switch
        {
            "Tanh" => Math.Tanh(value),
            "ReLU" => Math.Max(0, value),
            "LeakyReLU" => value > 0 ? value : 0.01 * value,
            _ => Math.Clamp(value, -1, 1),
        };

        float[] Next(int count)
        {
            next += count;
            return weights[(next - count)..next];
        }
    }
}
