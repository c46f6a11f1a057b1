using System.Globalization;
using System.Text;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>RTNeural's JSON and what audio effects add to it.</summary>
public class RtNeuralTests
{
    private const int Units = 4;
    private const int Inputs = 2;

    // Of convolutions of features.
    private const int Filters = 2;
    private const int Positions = 5;
    private const int Outputs = 3;

    /// <summary>A GRU that reads a sample and a knob, with a recorded run of it without gains at knob 0.</summary>
    public static string Gru(double gain, int skip)
    {
        (float[] kernel, float[] recurrent, float[] bias, float[] dense) = Arrays();
        string weights = $"{Matrix(kernel, 3 * Units)}, {Matrix(recurrent, 3 * Units)}, {Matrix(bias, 3 * Units)}";
        float[] batch = [.. Samples(8).Where((_, i) => i % Inputs == 0)];
        double[] run = Run([.. batch.SelectMany(value => new[] { value, 0f })], 1, 1, skip);
        return $$"""
            {"in_shape": [null, null, {{Inputs}}], "in_skip": {{skip}}, "in_gain": {{Text(gain)}}, "out_gain": {{Text(-2 * gain)}},
             "layers": [
              {"type": "gru", "activation": "", "shape": [null, null, {{Units}}], "weights": [{{weights}}]},
              {"type": "dense", "activation": "", "shape": [null, null, 1], "weights": [{{Matrix(dense, 1)}}, [0.25]]}],
             "input_batch": {{Vector(batch)}}, "output_batch": {{Vector(run.Select(value => (float)value))}}}
            """;
    }

    /// <summary>A causal convolution of features with filters, and their normalisation.</summary>
    public static string Features(int steps, int kernel, int dilation, int stride, string padding)
    {
        (float[] weight, float[] bias, float[] mean, float[] variance) = FeatureArrays(steps, kernel);
        string taps = string.Join(", ", weight.Chunk(kernel * Filters * Outputs).Select(
            step => $"[{string.Join(", ", step.Chunk(Filters * Outputs).Select(tap => Matrix(tap, Outputs)))}]"));
        int count = Places(kernel, stride, padding).Count;
        string shape = $"[null, null, {count}, {Outputs}]";
        return $$"""
            {"in_shape": [null, null, {{Positions}}, {{Filters}}], "layers": [
             {"type": "conv2d", "activation": "tanh", "shape": {{shape}}, "num_filters_in": {{Filters}}, "num_features_in": {{Positions}},
              "num_filters_out": {{Outputs}}, "kernel_size_time": {{steps}}, "kernel_size_feature": {{kernel}}, "dilation": {{dilation}},
              "strides": {{stride}}, "padding": "{{padding}}", "weights": [[{{taps}}], {{Vector(bias)}}]},
             {"type": "batchnorm2d", "activation": "", "shape": {{shape}}, "num_filters_in": {{Outputs}}, "num_features_in": {{count}}, "epsilon": 0.01,
              "weights": [{{Vector(mean)}}, {{Vector(variance)}}]}]}
            """;
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(6, 0)]
    [InlineData(-4, 1)]
    public void Gains_skip_and_knobs(double gain, int skip)
    {
        ImportResult result = Import(Gru(gain, skip));
        float[] sequence = Samples(10);
        double factor = Math.Pow(10, gain / 20);
        ImportCase.AssertAll(
            new ImportCase($"{gain} dB, skip {skip}", result.Network, sequence, [],
                [.. Run(sequence, factor, 1 / factor / factor, skip).Select(value => (float)value)]));
        if (gain == 0)
        {
            Assert.Equal(8, Assert.Single(result.Network.TestVectors).Output.Length);
        }
    }

    [Theory]
    [InlineData(3, 1, 1), InlineData(2, 4, 1), InlineData(3, 2, 2), InlineData(1, 1, 1)]
    public void Convolutions_are_causal(int kernel, int dilation, int groups)
    {
        const int Outputs = 4;
        const int Steps = 12;
        int inputs = Inputs / groups;
        float[] weight = Networks.RandomInput(kernel * inputs * Outputs, 1);
        float[] bias = Networks.RandomInput(Outputs, 2);
        string taps = string.Join(", ", weight.Chunk(inputs * Outputs).Select(tap => Matrix(tap, Outputs)));
        string json = $$"""
            {"in_shape": [null, null, {{Inputs}}], "layers": [
             {"type": "conv1d", "activation": "tanh", "shape": [null, null, {{Outputs}}], "kernel_size": [{{kernel}}], "dilation": [{{dilation}}],
              "groups": {{groups}}, "weights": [[{{taps}}], {{Vector(bias)}}]}]}
            """;
        float[] x = Networks.RandomInput(Steps * Inputs, 3);
        double[] expected =
        [
            .. from step in Enumerable.Range(0, Steps)
               from output in Enumerable.Range(0, Outputs)
               select Math.Tanh(bias[output] + (from tap in Enumerable.Range(0, kernel)
                                                from i in Enumerable.Range(0, inputs)
                                                let at = step - ((kernel - 1 - tap) * dilation)
                                                where at >= 0
                                                select (double)x[(at * Inputs) + (output / (Outputs / groups) * inputs) + i] * weight[
                                                    (((tap * inputs) + i) * Outputs) + output]).Sum()),
        ];
        ImportCase.AssertAll(new ImportCase("conv1d", Import(json).Network, x, [], [.. expected.Select(value => (float)value)]));
        Fails(
            json.Replace($"\"kernel_size\": [{kernel}]", "\"kernel_size\": [0]", StringComparison.Ordinal),
            "'kernel_size' is an array; a number from 1 to 32767");
        Fails(json.Replace($"\"groups\": {groups}", "\"groups\": 3", StringComparison.Ordinal), "groups that divide 2 inputs and 4 outputs");
    }

    [Theory]
    [InlineData(3, 2, 1, 1, "valid"), InlineData(2, 3, 2, 1, "same"), InlineData(1, 3, 1, 2, "same"), InlineData(3, 1, 3, 2, "valid"),
        InlineData(1, 4, 1, 3, "same")]
    public void Convolutions_of_features_are_causal(int steps, int kernel, int dilation, int stride, string padding)
    {
        const int Steps = 11;
        (int count, int before) = Places(kernel, stride, padding);
        (float[] weight, float[] bias, float[] mean, float[] variance) = FeatureArrays(steps, kernel);
        string json = Features(steps, kernel, dilation, stride, padding);
        float[] x = Networks.RandomInput(Steps * Positions * Filters, 4);
        double[] expected =
        [
            .. from step in Enumerable.Range(0, Steps)
               from feature in Enumerable.Range(0, count)
               from output in Enumerable.Range(0, Outputs)
               let sum = (from row in Enumerable.Range(0, steps)
                          from tap in Enumerable.Range(0, kernel)
                          from filter in Enumerable.Range(0, Filters)
                          let at = step - ((steps - 1 - row) * dilation)
                          let place = (feature * stride) - before + tap
                          where at >= 0 && place >= 0 && place < Positions
                          select (double)x[(((at * Positions) + place) * Filters) + filter] * weight[
                              (((((row * kernel) + tap) * Filters) + filter) * Outputs) + output]).Sum()
               select (Math.Tanh(bias[output] + sum) - mean[output]) / Math.Sqrt(variance[output] + 0.01),
        ];
        ImportCase.AssertAll(new ImportCase("conv2d", Import(json).Network, x, [], [.. expected.Select(value => (float)value)]));
        Fails(json.Replace("\"num_features_in\": 5", "\"num_features_in\": 4", StringComparison.Ordinal), "2 filters of 4 features");
        Fails(json.Replace($"\"{padding}\"", "\"causal\"", StringComparison.Ordinal), "the padding 'valid' or 'same'");
        Fails(json.Replace($"\"num_filters_out\": {Outputs}", "\"num_filters_out\": 4", StringComparison.Ordinal),
            $"{count} features of 4 filters, but 'shape' has");
        Fails(json.Replace($"\"kernel_size_feature\": {kernel}", "\"kernel_size_feature\": 40000", StringComparison.Ordinal),
            "'kernel_size_feature' is a number");
        Fails(json.Replace($"[null, null, {Positions}, {Filters}]", "[null, null, 0, 2]", StringComparison.Ordinal),
            "two whole numbers whose product is from 1");
    }

    [Fact]
    public void Recorded_run_that_the_weights_do_not_give_is_an_error() =>
        Fails(Gru(0, 0).Replace("[0.25]", "[0.26]", StringComparison.Ordinal), "recorded run 1");

    [Fact]
    public void Functions_of_a_gru_are_those_that_the_file_names()
    {
        string json = Gru(0, 0)
            .Replace(
                "\"type\": \"gru\", \"activation\": \"\"", "\"type\": \"gru\", \"activation\": \"softsign\", \"recurrent_activation\": \"hard_sigmoid\"",
                StringComparison.Ordinal);
        Fails(json, "recorded run 1");
        json = json[..json.IndexOf(",\n \"input_batch\"", StringComparison.Ordinal)] + "}";
        float[] sequence = Samples(10);
        double[] expected = Run(sequence, 1, 1, 0, a => Math.Clamp((0.2 * a) + 0.5, 0, 1), a => a / (1 + Math.Abs(a)));
        ImportCase.AssertAll(new ImportCase("functions", Import(json).Network, sequence, [], [.. expected.Select(value => (float)value)]));
    }

    [Fact]
    public void All_layers_without_memory()
    {
        const string Json = """
            {"in_shape": [null, 2], "layers": [
             {"type": "batchnorm", "shape": [null, 2], "activation": "", "epsilon": 0.01, "weights": [[1.5, 0.5], [0.1, -0.2], [0.3, 0.4], [0.8, 1.2]]},
             {"type": "dense", "shape": [null, 3], "activation": "elu", "weights": [[[0.5, -0.25, 1.0], [0.75, 0.5, -1.0]], [0.1, 0.2, 0.3]]},
             {"type": "prelu", "shape": [null, 3], "activation": "", "weights": [[0.3, 0.3, 0.3]]},
             {"type": "time-distributed-dense", "shape": [null, 2], "activation": "", "weights": [[[0.5, 1.0], [0.25, -0.5], [1.0, 0.5]]]},
             {"type": "activation", "shape": [null, 2], "activation": "softmax", "weights": []}]}
            """;
        float[] x = [0.5f, -1.5f, 2f, 0.25f];
        List<float> expected = [];
        for (int t = 0; t < 2; t++)
        {
            double[] a =
            [
                .. new[] { (1.5, 0.1, 0.3, 0.8), (0.5, -0.2, 0.4, 1.2) }.Select(
                    (p, i) => ((x[(2 * t) + i] - p.Item3) / Math.Sqrt(p.Item4 + 0.01) * p.Item1) + p.Item2)
            ];
            double[] b = [(a[0] * 0.5) + (a[1] * 0.75) + 0.1, (a[0] * -0.25) + (a[1] * 0.5) + 0.2, a[0] - a[1] + 0.3];
            b = [.. b.Select(value => value > 0 ? value : 0.3 * (Math.Exp(value) - 1))];
            double[] c = [(b[0] * 0.5) + (b[1] * 0.25) + b[2], b[0] - (b[1] * 0.5) + (b[2] * 0.5)];
            double sum = c.Sum(Math.Exp);
            expected.AddRange(c.Select(value => (float)(Math.Exp(value) / sum)));
        }

        ImportCase.AssertAll(new ImportCase("layers without memory", Import(Json).Network, x, [], [.. expected]));
    }

    [Fact]
    public void Slopes_of_each_value()
    {
        string Json(string slopes) => $$"""
            {"in_shape": [null, 3], "layers": [
             {"type": "batchnorm", "shape": [null, 3], "activation": "", "epsilon": 0.5,
              "weights": [[1.5, 0.5, 2.0], [0.1, -0.2, 0.3], [0.3, 0.4, 0.5], [0.5, 1.5, 3.5]]},
             {"type": "prelu", "shape": [null, 3], "activation": "", "weights": [{{slopes}}]}]}
            """;
        float[] x = [0.5f, -1.5f, -2f, -0.25f, 4f, 0.75f];
        double[] slopes = [0.3, -0.25, 2];
        (double Gamma, double Beta, double Mean, double Variance)[] norm = [(1.5, 0.1, 0.3, 0.5), (0.5, -0.2, 0.4, 1.5), (2, 0.3, 0.5, 3.5)];
        double[] normal =
        [
            .. x.Select((value, i) => (norm[i % 3].Gamma * (value - norm[i % 3].Mean) / Math.Sqrt(norm[i % 3].Variance + 0.5)) + norm[i % 3].Beta)
        ];
        float[] expected = [.. normal.Select((value, i) => (float)(value > 0 ? value : value * slopes[i % 3]))];
        Network network = Import(Json("[0.3, -0.25, 2]")).Network;
        Assert.Contains(network.Layers, layer => layer is PreluLayer);
        ImportCase.AssertAll(
            new ImportCase("a slope each", network, x, [], expected),
            new ImportCase("a slope each, as Keras shapes them", Import(Json("[[0.3, -0.25, 2]]")).Network, x, [], expected),
            new ImportCase("one slope", Import(Json("[0.5]")).Network, x, [], [.. normal.Select(value => (float)(value > 0 ? value : value * 0.5))]));
        Fails(Json("[0.3, 0.2]"), "a prelu has 2 slopes; one for each of the 3 values, or one for all, was expected");
    }

    [Fact]
    public void Errors_say_line_and_column()
    {
        Fails(
            Gru(0, 0).Replace("[null, null, 4]", "[null, null, 5]", StringComparison.Ordinal), "line 3, column ", "an array of 15 was expected, not one of 12");
        Fails(Gru(0, 0).Replace("\"gru\"", "\"conv3d\"", StringComparison.Ordinal), "'conv3d'", "dense");
        Fails(Gru(0, 0).Replace("\"in_shape\"", "\"shape\"", StringComparison.Ordinal), "'in_shape' is missing");
        Fails(
            """{"model_data": {"unit_type": "GRU", "hidden_size": 3}, "state_dict": {"rec.weight_ih_l0": [[1], [2]], "rec.weight_hh_l0": [[1, 2], [3, 4]]}}""",
            "'unit_type' is 'GRU'", "RNN");
        Fails("""{"class_name": "Sequential", "config": {}}""", "Keras model without weights");
        Fails("""{"tinyrnn": 1}""", "already");
        Fails("{\"a\": [[1, 2], [3]]}", "'a'");
        Fails("""{"rnn.weight_ih_l0": [[1, 2], [3]], "rnn.weight_hh_l0": [[1, 2], [3, 4]]}""", "line 1, column ", "an array of 2 was expected, not one of 1");
    }

    private static ImportResult Import(string json) => ModelImporters.Import(new ImportSource("model.json", Encoding.UTF8.GetBytes(json)));

    private static void Fails(string json, params string[] words) =>
        ImportAssert.Fails(new ImportSource("model.json", Encoding.UTF8.GetBytes(json)), ImportOptions.None, words);

    private static (float[] Kernel, float[] Recurrent, float[] Bias, float[] Dense) Arrays()
    {
        Random random = new(3);
        float[] Next(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
        return (Next(Inputs * 3 * Units), Next(Units * 3 * Units), Next(2 * 3 * Units), Next(Units));
    }

    private static float[] Samples(int steps) => [.. Enumerable.Range(1, steps * Inputs).Select(i => MathF.Sin(i))];

    // Keras's GRU, gates z, r, h, with the reset gate behind the product.
    private static double[] Run(
        float[] sequence, double inGain, double outGain, int skip, Func<double, double>? gate = null, Func<double, double>? candidate = null)
    {
        gate ??= Torch.Sigmoid;
        candidate ??= Math.Tanh;
        (float[] kernel, float[] recurrent, float[] bias, float[] dense) = Arrays();
        double[] h = new double[Units];
        List<double> outputs = [];
        foreach (float[] row in sequence.Chunk(Inputs))
        {
            double[] x = [row[0] * inGain, row[1]];
            double A(int column) => x.Select((value, i) => value * kernel[(i * 3 * Units) + column]).Sum() + bias[column];
            double B(int column) => h.Select((value, i) => value * recurrent[(i * 3 * Units) + column]).Sum() + bias[(3 * Units) + column];
            h = [.. Enumerable.Range(0, Units).Select(i =>
            {
                double z = gate(A(i) + B(i));
                double r = gate(A(Units + i) + B(Units + i));
                return (z * h[i]) + ((1 - z) * candidate(A((2 * Units) + i) + (r * B((2 * Units) + i))));
            })];
            outputs.Add((h.Select((value, i) => value * dense[i]).Sum() + 0.25 + (skip * x[0])) * outGain);
        }

        return [.. outputs];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Vector(IEnumerable<float> values) =>
        "[" + string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "]";

    private static string Matrix(float[] values, int columns) => "[" + string.Join(", ", values.Chunk(columns).Select(Vector)) + "]";

    private static (float[] Weight, float[] Bias, float[] Mean, float[] Variance) FeatureArrays(int steps, int kernel) => (
        Networks.RandomInput(steps * kernel * Filters * Outputs, 1), Networks.RandomInput(Outputs, 2), Networks.RandomInput(Outputs, 3), [0.5f, 1f, 2f]);

    // As TensorFlow counts and pads.
    private static (int Count, int Before) Places(int kernel, int stride, string padding)
    {
        int count = padding == "same" ? (Positions + stride - 1) / stride : ((Positions - kernel) / stride) + 1;
        return (count, padding == "same" ? Math.Max(0, ((count - 1) * stride) + kernel - Positions) / 2 : 0);
    }
}
