using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Keras's convolutions and pooling of one dimension, over the steps and over windows, against plain loops.</summary>
public class KerasWindowTests
{
    private const int Rows = 9;
    private const int Channels = 4;
    private const int Steps = 12;

    public static TheoryData<string, int, int, int, int> Convolutions
    {
        get
        {
            TheoryData<string, int, int, int, int> data = [];
            foreach (string padding in new[] { "valid", "same", "causal" })
            {
                foreach ((int kernel, int stride, int dilation) in new[] { (1, 1, 1), (3, 1, 1), (3, 2, 1), (2, 1, 3), (4, 3, 1), (2, 2, 1) })
                {
                    data.Add(padding, kernel, stride, dilation, 1);
                    data.Add(padding, kernel, stride, dilation, 2);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolutions_over_a_window_agree(string padding, int kernel, int stride, int dilation, int groups)
    {
        (int[], float[])[] arrays = WrittenKeras.Random([kernel, Channels / groups, 6], [6]);
        Network network = Window(
            [("it", arrays)],
            WrittenKeras.Layer(
                "Conv1D", "it", ("filters", "6"), ("kernel_size", $"[{kernel}]"), ("strides", $"[{stride}]"), ("padding", $"\"{padding}\""),
                ("dilation_rate", $"[{dilation}]"), ("groups", $"{groups}"),
                ("activation", "\"relu\"")));
        AssertRow(network, x => Map(Convolved(x, arrays[0].Item2, arrays[1].Item2, kernel, stride, dilation, groups, 6, padding), value => Math.Max(0, value)));
        Assert.Equal(["convolution"], network.Layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void Channels_by_themselves_agree()
    {
        (int[], float[])[] depthwise = WrittenKeras.Random([3, Channels, 2], [2 * Channels]);
        (int[], float[])[] separable = WrittenKeras.Random([3, Channels, 2], [1, 2 * Channels, 5], [5]);
        Network each = Window(
            [("it", depthwise)], WrittenKeras.Layer("DepthwiseConv1D", "it", ("kernel_size", "3"), ("depth_multiplier", "2"), ("padding", "\"same\"")));
        AssertRow(each, x => Depthwise(x, depthwise[0].Item2, depthwise[1].Item2));
        Network both = Window(
            [("it", separable)],
                WrittenKeras.Layer("SeparableConv1D", "it", ("filters", "5"), ("kernel_size", "[3]"), ("depth_multiplier", "2"), ("padding", "\"same\""),
                ("activation", "\"tanh\"")));
        AssertRow(
            both,
            x => Map(Convolved(Depthwise(x, separable[0].Item2, new float[8]), separable[1].Item2, separable[2].Item2, 1, 1, 1, 1, 5, "valid"), Math.Tanh));
    }

    [Theory]
    [InlineData("MaxPooling1D", 2, null, "valid")]
    [InlineData("AveragePooling1D", 3, 2, "valid")]
    [InlineData("MaxPooling1D", 2, 2, "same")]
    [InlineData("AveragePooling1D", 2, 2, "same")]
    public void Pooling_over_a_window_agrees(string kind, int size, int? stride, string padding)
    {
        Network network = Window(
            [], WrittenKeras.Layer(
                kind, "it", ("pool_size", $"[{size}]"), ("strides", stride is int number ? $"[{number}]" : "null"), ("padding", $"\"{padding}\"")));
        AssertRow(network, x => [.. Windows(x.Length, size, stride ?? size, 1, padding).Select(window =>
        {
            double[][] rows = [.. window.Where(place => place >= 0 && place < x.Length).Select(place => x[place])];
            return Enumerable.Range(0, Channels).Select(i => kind == "MaxPooling1D" ? rows.Max(row => row[i]) : rows.Average(row => row[i])).ToArray();
        })]);
    }

    [Fact]
    public void A_classifier_of_windows_agrees()
    {
        // Each kind of layer that reads positions, up to one row of values.
        (string, (int[], float[])[])[] arrays =
        [
            ("conv", WrittenKeras.Random([3, Channels, 6], [6])), ("norm", [.. WrittenKeras.Random([6], [6], [6]), ([6], [0.5f, 1f, 2f, 1f, 1f, 3f])]),
            ("dense", WrittenKeras.Random([6, 5], [5])),
            ("rows", WrittenKeras.Random([5], [5])), ("prelu", WrittenKeras.Random([1, 5])), ("fc", WrittenKeras.Random([20, 3], [3])),
        ];
        Network network = Window(
            arrays,
            WrittenKeras.Layer("ZeroPadding1D", "zeros", ("padding", "[2, 1]")),
            WrittenKeras.Layer("Conv1D", "conv", ("filters", "6"), ("kernel_size", "[3]"), ("padding", "\"valid\"")),
            WrittenKeras.Layer("BatchNormalization", "norm", ("axis", "-1"), ("epsilon", "0.001")),
            WrittenKeras.Layer("Activation", "act", ("activation", "\"relu\"")),
            WrittenKeras.Layer("Dense", "dense", ("units", "5"), ("activation", "\"tanh\"")),
            WrittenKeras.Layer("LayerNormalization", "rows", ("axis", "-1"), ("epsilon", "0.01")),
            WrittenKeras.Layer("PReLU", "prelu", ("shared_axes", "[1]")),
            WrittenKeras.Layer("MaxPooling1D", "pool", ("pool_size", "[3]"), ("strides", "[2]")),
            WrittenKeras.Layer("Permute", "turn", ("dims", "[2, 1]")),
            WrittenKeras.Layer("Reshape", "four", ("target_shape", "[-1, 5]")),
            WrittenKeras.Layer("Flatten", "flat"),
            WrittenKeras.Layer("Dense", "fc", ("units", "3"), ("activation", "\"softmax\"")));
        float[] Of(string layer, int index) => arrays.First(one => one.Item1 == layer).Item2[index].Item2;
        AssertRow(network, x =>
        {
            double[][] padded = [.. Enumerable.Range(0, 2).Select(_ => new double[Channels]), .. x, new double[Channels]];
            double[][] y = Convolved(padded, Of("conv", 0), Of("conv", 1), 3, 1, 1, 1, 6, "valid");
            y = [
                .. y.Select(row => row.Select(
                    (value, i) => Math.Max(0, ((value - Of("norm", 2)[i]) / Math.Sqrt(Of("norm", 3)[i] + 0.001) * Of("norm", 0)[i]) + Of("norm", 1)[i]))
                    .ToArray())];
            y = Map(Convolved(y, Of("dense", 0), Of("dense", 1), 1, 1, 1, 1, 5, "valid"), Math.Tanh);
            y = [.. y.Select(row =>
            {
                double mean = row.Average();
                double deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + 0.01);
                return row.Select((value, i) => ((value - mean) / deviation * Of("rows", 0)[i]) + Of("rows", 1)[i])
                    .Select((value, i) => value > 0 ? value : value * Of("prelu", 0)[i]).ToArray();
            })];
            y = [.. Windows(y.Length, 3, 2, 1, "valid").Select(window => Enumerable.Range(0, 5).Select(i => window.Max(place => y[place][i])).ToArray())];
            double[] turned = [.. Enumerable.Range(0, 5).SelectMany(i => y.Select(row => row[i]))];
            double[] logits = Convolved([turned], Of("fc", 0), Of("fc", 1), 1, 1, 1, 1, 3, "valid")[0];
            double sum = logits.Sum(Math.Exp);
            return [[.. logits.Select(value => Math.Exp(value) / sum)]];
        });
    }

    [Theory]
    [InlineData("GlobalMaxPooling1D"), InlineData("GlobalAveragePooling1D")]
    public void Branches_over_windows_come_together(string pool)
    {
        (string, (int[], float[])[])[] arrays = [("a", WrittenKeras.Random([3, Channels, 5], [5])), ("b", WrittenKeras.Random([1, Channels, 3], [3]))];
        string Node(params string[] read) => $"[[{string.Join(", ", read.Select(name => $"[\"{name}\", 0, 0, {{}}]"))}]]";
        Network network = WrittenKeras.Import(
            WrittenKeras.Functional(
                "[[\"pool\", 0, 0]]",
                WrittenKeras.Node("InputLayer", "input", $"\"batch_shape\": [null, {Rows}, {Channels}]", "[]"),
                WrittenKeras.Node("Conv1D", "a", "\"filters\": 5, \"kernel_size\": [3], \"padding\": \"same\"", Node("input")),
                WrittenKeras.Node("Conv1D", "b", "\"filters\": 3, \"kernel_size\": [1]", Node("input")),
                WrittenKeras.Node("Concatenate", "beside", "\"axis\": -1", Node("a", "b")),
                WrittenKeras.Node("Concatenate", "behind", "\"axis\": 1", Node("beside", "beside")),
                WrittenKeras.Node(pool, "pool", "", Node("behind"))),
            arrays.ToDictionary(one => one.Item1, one => one.Item2)).Network;
        AssertRow(network, x =>
        {
            double[][] a = Convolved(x, arrays[0].Item2[0].Item2, arrays[0].Item2[1].Item2, 3, 1, 1, 1, 5, "same");
            double[][] b = Convolved(x, arrays[1].Item2[0].Item2, arrays[1].Item2[1].Item2, 1, 1, 1, 1, 3, "valid");
            double[][] both = [.. a.Zip(b, (one, other) => (double[])[.. one, .. other])];
            return [[.. Enumerable.Range(0, 8).Select(i => pool == "GlobalMaxPooling1D" ? both.Max(row => row[i]) : both.Average(row => row[i]))]];
        });
    }

    [Theory]
    [InlineData("causal", 3, 2, 1, 0), InlineData("valid", 3, 1, 2, 2), InlineData("valid", 2, 4, 1, 4), InlineData("same", 1, 1, 1, 0)]
    public void Convolutions_over_steps_before_a_cell_agree(string padding, int kernel, int dilation, int groups, int zeros)
    {
        (string, (int[], float[])[])[] arrays =
        [
            ("conv", WrittenKeras.Random([kernel, Channels / groups, 6], [6])), ("gru", WrittenKeras.Random([6, 9], [3, 9], [2, 9]))
        ];
        string[] layers =
        [
            .. zeros > 0 ? new[] { WrittenKeras.Layer("ZeroPadding1D", "zeros", ("padding", $"[{zeros}, 0]")) } : [],
            WrittenKeras.Layer(
                "Conv1D", "conv", ("filters", "6"), ("kernel_size", $"[{kernel}]"), ("padding", $"\"{padding}\""), ("dilation_rate", $"[{dilation}]"),
                ("groups", $"{groups}"), ("activation", "\"relu\"")),
            WrittenKeras.Layer("GRU", "gru", ("units", "3"), ("reset_after", "true"), ("return_sequences", "true")),
        ];
        Network network = Import(arrays, WrittenKeras.Sequential($"[null, {Steps}, {Channels}]", layers));
        Network cell = Import(arrays[1..], WrittenKeras.Sequential("[null, null, 6]", layers[^1]));
        float[] x = Networks.RandomInput(Steps * Channels, 1);
        double[][] convolved = Map(
            Convolved([.. Enumerable.Range(0, zeros).Select(_ => new double[Channels]), .. RowsOf(x)], arrays[0].Item2[0].Item2, arrays[0].Item2[1].Item2,
                kernel, 1, dilation, groups, 6, padding), value => Math.Max(0, value));
        AssertNear(new Interpreter(cell).Run([.. convolved.SelectMany(row => row).Select(value => (float)value)]), new Interpreter(network).Run(x));
        Assert.Equal(kernel == 1 ? ["dense", "gru"] : ["delay", groups == 1 ? "dense" : "convolution", "gru"], network.Layers.Select(layer => layer.Kind));
    }

    [Theory]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [3], \"padding\": \"same\"", "reads 1 later step ('padding' same)")]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [3]", "gives 2 steps fewer than it reads ('padding' valid)")]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [3], \"padding\": \"causal\", \"strides\": [2]", "advances by 2 steps at a time")]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [3, 3]", "'kernel_size' is an array; one number")]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [3], \"padding\": \"full\"", "'padding' is 'full'; 'valid', 'same', 'causal' was expected")]
    [InlineData("Conv1D", "\"filters\": 6, \"kernel_size\": [32767], \"dilation_rate\": [2]", "at most 32767 were expected")]
    [InlineData("MaxPooling1D", "\"pool_size\": [2]", "joins neighbouring steps into fewer")]
    [InlineData("ZeroPadding1D", "\"padding\": [2, 0]", "put a convolution after it")]
    [InlineData("Conv2D", "\"filters\": 6, \"kernel_size\": [3, 3]", "it needs positions on two axes, but the layer before gives one axis")]
    public void What_no_stream_can_give_is_refused(string kind, string config, string words)
    {
        string layer = $"{{\"class_name\": \"{kind}\", \"config\": {{\"name\": \"it\", {config}}}}}";

        // Behind a recurrent layer there is a row for each step.
        string first = WrittenKeras.Layer("GRU", "first", ("units", $"{Channels}"), ("reset_after", "true"), ("return_sequences", "true"));
        string model = WrittenKeras.Sequential(
            $"[null, null, {Channels}]", first, layer, WrittenKeras.Layer("GRU", "gru", ("units", "3"), ("reset_after", "true")));
        const int Gates = 3 * Channels;
        ImportException error = Assert.Throws<ImportException>(() => Import(
            [
                ("first", WrittenKeras.Random([Channels, Gates], [Channels, Gates], [2, Gates])), ("it", WrittenKeras.Random([3, Channels, 6], [6])),
                ("gru", WrittenKeras.Random([6, 9], [3, 9], [2, 9])),
            ],
            model));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static Network Window((string Name, (int[], float[])[] Arrays)[] arrays, params string[] layers) =>
        Import(arrays, WrittenKeras.Sequential($"[null, {Rows}, {Channels}]", layers));

    private static Network Import((string Name, (int[], float[])[] Arrays)[] arrays, string model) =>
        WrittenKeras.Import(model, arrays.ToDictionary(one => one.Name, one => one.Arrays)).Network;

    private static double[][] RowsOf(float[] x) => [.. x.Chunk(Channels).Select(row => row.Select(value => (double)value).ToArray())];

    private static double[][] Map(double[][] rows, Func<double, double> function) => [.. rows.Select(row => row.Select(function).ToArray())];

    // Two windows, one after the other, each by itself.
    private static void AssertRow(Network network, Func<double[][], double[][]> expected)
    {
        Assert.Equal(Rows * Channels, network.InputSize);
        float[] x = Networks.RandomInput(2 * Rows * Channels, 7);
        float[] both = [.. x.Chunk(Rows * Channels).SelectMany(window => expected(RowsOf(window)).SelectMany(row => row)).Select(value => (float)value)];
        AssertNear(both, new Interpreter(network).Run(x));
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
    }

    // The places that each window covers, some of them beside the edges, as Keras's documentation of padding has it.
    private static int[][] Windows(int count, int kernel, int stride, int dilation, string padding)
    {
        int extent = ((kernel - 1) * dilation) + 1;
        int windows = padding switch { "same" => (count + stride - 1) / stride, "causal" => ((count - 1) / stride) + 1, _ => ((count - extent) / stride) + 1 };
        int first = padding switch { "same" => -Math.Max(0, ((windows - 1) * stride) + extent - count) / 2, "causal" => 1 - extent, _ => 0 };
        return
        [
            .. Enumerable.Range(0, windows).Select(window => Enumerable.Range(0, kernel).Select(tap => first + (window * stride) + (tap * dilation)).ToArray())
        ];
    }

    private static double[][] Convolved(double[][] x, float[] kernel, float[] bias, int size, int stride, int dilation, int groups, int filters, string padding)
    {
        int inputs = x[0].Length / groups;
        return [.. Windows(x.Length, size, stride, dilation, padding).Select(window => Enumerable.Range(0, filters).Select(filter =>
        {
            double sum = bias[filter];
            for (int tap = 0; tap < size; tap++)
            {
                for (int i = 0; i < inputs && window[tap] >= 0 && window[tap] < x.Length; i++)
                {
                    sum += x[window[tap]][(filter / (filters / groups) * inputs) + i] * kernel[(((tap * inputs) + i) * filters) + filter];
                }
            }

            return sum;
        }).ToArray())];
    }

    // Kernel of 3, two outputs for each channel, zeros beside the edges.
    private static double[][] Depthwise(double[][] x, float[] kernel, float[] bias) =>
        [.. Windows(x.Length, 3, 1, 1, "same").Select(window => Enumerable.Range(0, 2 * Channels).Select(output =>
        bias[output] + Enumerable.Range(0, 3).Where(tap => window[tap] >= 0 && window[tap] < x.Length).Sum(
            tap => x[window[tap]][output / 2] * kernel[(((tap * Channels) + (output / 2)) * 2) + (output % 2)])).ToArray())];
}
