using System.Globalization;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Nam;

/// <summary>Neural Amp Modeler's WaveNets, against plain loops over silence and then the whole sequence, as players run them.</summary>
public class NamWaveNetTests
{
    private const int Steps = 80;

    private static readonly Block[] Two = [new(1, 8, 4, 3, [1, 2, 4], "Tanh", false, false), new(8, 4, 1, 3, [8, 1], "ReLU", false, true)];

    public static TheoryData<string> Shapes => ["standard", "gated", "one layer", "other functions"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_are_those_of_the_formulas(string shape)
    {
        Block[] blocks = shape switch
        {
            "standard" => Two,
            "gated" => [new(1, 6, 5, 2, [1, 3], "Tanh", true, false), new(6, 5, 1, 3, [2], "Hardtanh", true, true)],
            "one layer" => [new(1, 4, 2, 1, [1], "Sigmoid", false, true)],
            _ => [new(1, 4, 4, 4, [1, 2], "Hardtanh", false, false), new(4, 4, 1, 2, [5, 1], "LeakyReLU", false, true)],
        };
        float[] weights = Networks.RandomInput(Count(blocks), 1);
        float[] x = Networks.RandomInput(Steps, 2);
        ImportResult result = ModelImporters.Import(Source(Json(blocks, weights)));
        int reach = blocks.Sum(block => (block.Kernel - 1) * block.Dilations.Sum());
        double[] expected = Run(blocks, weights, [.. new float[reach], .. x])[reach..];
        ImportCase.AssertAll(new ImportCase(shape, result.Network, x, [], [.. expected.Select(value => (float)value)]));
        Assert.Contains(result.Notes, note => note.Contains($"players run {reach} samples of it", StringComparison.Ordinal));
    }

    [Fact]
    public void Silence_changes_nothing_from_the_first_sample_on()
    {
        Network network = ModelImporters.Import(Source(Json(Two, Networks.RandomInput(Count(Two), 1)))).Network;
        float[] outputs = new Interpreter(network).Run(new float[Steps]);
        Assert.NotEqual(0f, outputs[0]);
        Assert.All(outputs, output => Assert.Equal(outputs[0], output, 1e-6f));
    }

    [Theory]
    [InlineData("\"channels\": 8", "\"channels\": 7", "array 1 reads 8 inputs and 1 conditions with 4 channels; 7 inputs, 1 conditions and 4 channels")]
    [InlineData("\"head_size\": 4", "\"head_size\": 5", "1 conditions and 5 channels, the outputs of the head before, were expected")]
    [InlineData("\"kernel_size\": 3", "\"kernel_size\": 2", "'weights' has", "2 arrays of 3 and 2 layers of 8 and 4 channels")]
    [InlineData("\"dilations\": [1, 2, 4]", "\"dilations\": []", "'dilations' is empty or, with a kernel of 3")]
    [InlineData("\"dilations\": [1, 2, 4]", "\"dilations\": [1, 2, 0]", "a dilation must be a whole number from 1 to 32767")]
    [InlineData("\"dilations\": [1, 2, 4]", "\"dilations\": [1, 2, 32767]", "reaches back more than 32767 samples")]
    [InlineData("\"Tanh\"", "\"Snake\"", "the activation 'Snake' is not supported; Tanh, ReLU")]
    [InlineData("\"gated\": false", "\"gated\": false, \"bottleneck\": 4", "'config' has the field 'bottleneck', which an array of a WaveNet does not have")]
    [InlineData("\"head_scale\": 0.02", "\"head_scale\": 0.02, \"head\": {\"channels\": 4}", "'config' has the field 'head'")]
    [InlineData("\"layers\"", "\"rows\"", "'config' has the field 'rows'")]
    public void What_does_not_fit_is_one_sentence(string before, string after, params string[] words)
    {
        string json = Json(Two, Networks.RandomInput(Count(Two), 1));
        int at = json.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, json);
        ImportAssert.Fails(Source(json[..at] + after + json[(at + before.Length)..]), ImportOptions.None, words);
    }

    private static ImportSource Source(string json) => new("amp.nam", Encoding.UTF8.GetBytes(json));

    private static string Json(Block[] blocks, float[] weights) => $$"""
        {"version": "0.5.4", "architecture": "WaveNet",
         "config": {"layers": [{{string.Join(", ", blocks.Select(block => block.Json))}}], "head": null, "head_scale": 0.02},
         "weights": [{{string.Join(", ", weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}}], "sample_rate": 48000}
        """;

    private static int Count(Block[] blocks) => 1 + blocks.Sum(block =>
        (block.Channels * block.Inputs)
            + (block.Dilations.Length * ((block.Rows * ((block.Channels * block.Kernel) + 2)) + (block.Channels * (block.Channels + 1))))
        + (block.Head * (block.Channels + (block.HasBias ? 1 : 0))));

    // Time by time, each array over the whole sequence: the weights are taken from the list in the order in which the player takes them.
    private static double[] Run(Block[] blocks, float[] weights, float[] samples)
    {
        int next = 0;
        double[][] condition = [.. samples.Select(sample => new double[] { sample })];
        double[][] x = condition;
        double[][]? head = null;
        foreach (Block block in blocks)
        {
            (int channels, int rows) = (block.Channels, block.Rows);
            x = Each(x, Take(channels * block.Inputs), channels, []);
            double[][] sum = head ?? [.. samples.Select(_ => new double[channels])];
            foreach (int dilation in block.Dilations)
            {
                float[] kernel = Take(rows * channels * block.Kernel);
                float[] bias = Take(rows);
                float[] mixin = Take(rows);
                double[][] before = x;
                double[][] z = [.. Enumerable.Range(0, samples.Length).Select(t => Enumerable.Range(0, rows).Select(row =>
                {
                    double value = bias[row] + (mixin[row] * condition[t][0]);
                    for (int tap = 0; tap < block.Kernel; tap++)
                    {
                        int at = t - ((block.Kernel - 1 - tap) * dilation);
                        value += at < 0 ? 0 : Enumerable.Range(0, channels).Sum(i => before[at][i] * kernel[(((row * channels) + i) * block.Kernel) + tap]);
                    }

                    return value;
                }).ToArray())];
                double[][] active = [
                    .. z.Select(row => Enumerable.Range(0, channels).Select(
                        i => Function(block.Function, row[i]) * (block.IsGated ? 1 / (1 + Math.Exp(-row[channels + i])) : 1)).ToArray())];
                sum = [.. sum.Zip(active, (a, b) => a.Zip(b, (one, other) => one + other).ToArray())];
                double[][] mixed = Each(active, Take(channels * channels), channels, Take(channels));
                x = [.. x.Zip(mixed, (a, b) => a.Zip(b, (one, other) => one + other).ToArray())];
            }

            float[] matrix = Take(block.Head * channels);
            head = Each(sum, matrix, block.Head, block.HasBias ? Take(block.Head) : []);
        }

        float scale = Take(1)[0];
        Assert.Equal(weights.Length, next);
        return [.. head!.SelectMany(row => row).Select(value => value * scale)];

        float[] Take(int count) => weights[next..(next += count)];
    }

    private static double[][] Each(double[][] rows, float[] matrix, int outputs, float[] bias) =>
        [
            .. rows.Select(
                row => Enumerable.Range(0, outputs).Select(
                    output => (bias.Length > 0 ? bias[output] : 0) + row.Select((value, i) => value * matrix[(output * row.Length) + i]).Sum()).ToArray())
        ];

    private static double Function(string name, double value) => name switch
    {
        "Tanh" => Math.Tanh(value),
        "ReLU" => Math.Max(0, value),
        "Sigmoid" => 1 / (1 + Math.Exp(-value)),
        "LeakyReLU" => value > 0 ? value : 0.01f * value,
        _ => Math.Clamp(value, -1, 1),
    };

    private sealed record Block(int Inputs, int Channels, int Head, int Kernel, int[] Dilations, string Function, bool IsGated, bool HasBias)
    {
        public int Rows => IsGated ? 2 * Channels : Channels;

        public string Json => $$"""
            {"input_size": {{Inputs}}, "condition_size": 1, "head_size": {{Head}}, "channels": {{Channels}}, "kernel_size": {{Kernel}},
             "dilations": [{{string.Join(", ", Dilations)}}], "activation": "{{Function}}", "gated": {{(IsGated ? "true" : "false")}},
             "head_bias": {{(HasBias ? "true" : "false")}}}
            """;
    }
}
