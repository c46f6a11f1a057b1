namespace TinyRnn.Interop.Tests.Keras;

/// <summary>
/// Convolutions and pooling in front of a recurrent layer that give fewer rows than they read, or read later ones: the network over frames gives what plain
/// loops over
/// all rows do.
/// </summary>
public class KerasFrameTests
{
    private const int Channels = 3;
    private const int Filters = 5;
    private const int Units = 4;

    public static TheoryData<string, int, int, int, int?, int> Forms
    {
        get
        {
            TheoryData<string, int, int, int, int?, int> data = [];
            foreach (string padding in new[] { "valid", "causal", "same" })
            {
                // Kernel, stride, dilation; pool, rows.
                data.Add(padding, 3, 1, 1, 2, 20);
                data.Add(padding, 3, 1, 1, 3, 19);
                data.Add(padding, 2, 1, 2, 2, 17);
                data.Add(padding, 4, 1, 1, null, 11);
            }

            data.Add("valid", 3, 2, 1, null, 20);
            data.Add("valid", 5, 2, 1, 2, 31);
            data.Add("causal", 3, 3, 1, null, 20);
            data.Add("causal", 2, 2, 1, 2, 23);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Frames_give_what_rows_give(string padding, int kernel, int stride, int dilation, int? pool, int rows)
    {
        bool isPlain = padding == "causal" && stride == 1 && pool is null;
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = new()
        {
            ["conv"] = WrittenKeras.Random([kernel, Channels, Filters], [Filters]),
            ["norm"] = WrittenKeras.Random([Filters], [Filters]),
            ["cell"] = WrittenKeras.Random([Filters, Units], [Units, Units], [Units]),
        };
        string conv = WrittenKeras.Layer(
            "Conv1D", "conv", ("filters", $"{Filters}"), ("kernel_size", $"[{kernel}]"), ("strides", $"[{stride}]"), ("padding", $"\"{padding}\""),
                ("dilation_rate", $"[{dilation}]"), ("activation", "\"relu\""));
        string norm = WrittenKeras.Layer("LayerNormalization", "norm", ("axis", "[-1]"), ("epsilon", "0.001"));
        string pooling = WrittenKeras.Layer("MaxPooling1D", "pool", ("pool_size", $"[{pool ?? 1}]"), ("strides", $"[{pool ?? 1}]"), ("padding", "\"valid\""));
        string cell = WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"), ("activation", "\"tanh\""));
        string[] layers = pool is null ? [conv, norm, cell] : [conv, norm, pooling, cell];
        ImportResult result = WrittenKeras.Import(WrittenKeras.Sequential($"[null, {rows}, {Channels}]", layers), arrays);
        float[] input = Networks.RandomInput(rows * Channels, 5);
        float[] actual = new Interpreter(result.Network).Run(isPlain ? input : Frames(result, input, padding, kernel, dilation));
        double[][] x = [.. Enumerable.Range(0, rows).Select(t => Array.ConvertAll(input[(t * Channels)..((t + 1) * Channels)], value => (double)value))];
        double[] expected = Recurrent(Pooled(Normalized(Convolved(x, arrays["conv"], padding, stride, dilation), arrays["norm"]), pool ?? 1), arrays["cell"]);
        Assert.Equal(OutputSteps.Last, result.Network.OutputSteps);
        Assert.True(result.Network.IsStreaming);
        for (int i = 0; i < Units; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void The_published_form_tells_its_frames()
    {
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = new()
        {
            ["a"] = WrittenKeras.Random([3, 2, 4], [4]),
            ["b"] = WrittenKeras.Random([3, 4, 4], [4]),
            ["cell"] = WrittenKeras.Random([4, 8], [2, 8], [8]),
            ["head"] = WrittenKeras.Random([2, 1], [1]),
        };
        ImportResult result = WrittenKeras.Import(
            WrittenKeras.Sequential(
                "[null, 60, 2]",
                WrittenKeras.Layer("Conv1D", "a", ("filters", "4"), ("kernel_size", "[3]"), ("activation", "\"relu\"")),
                WrittenKeras.Layer("Dropout", "drop", ("rate", "0.2")),
                WrittenKeras.Layer("Conv1D", "b", ("filters", "4"), ("kernel_size", "[3]"), ("activation", "\"relu\"")),
                WrittenKeras.Layer("MaxPooling1D", "pool", ("pool_size", "2")),
                WrittenKeras.Layer("LSTM", "cell", ("units", "2")),
                WrittenKeras.Layer("Dense", "head", ("units", "1"))),
            arrays);
        Assert.Contains(
            "layers after 'input' join rows, so a step is a frame of 6 rows of 2 values, row after row, and the next frame begins 2 rows later; the file's "
                + "60 rows are 28 steps", result.Notes);
        Assert.Equal((12, 1), (result.Network.InputSize, result.Network.OutputSize));
        Assert.Equal(["convolution", "convolution", "window-pooling", "lstm", "dense"], result.Network.Layers.Select(layer => layer.Kind));
    }

    [Theory]
    [InlineData(2, 0), InlineData(3, 0), InlineData(4, 1), InlineData(7, 1), InlineData(8, 2)]
    public void Rows_that_fill_no_frame_are_no_step(int rows, int steps)
    {
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = new()
        {
            ["conv"] = WrittenKeras.Random([4, Channels, Filters], [Filters]),
            ["cell"] = WrittenKeras.Random([Filters, Units], [Units, Units], [Units]),
        };
        string conv = WrittenKeras.Layer("Conv1D", "conv", ("filters", $"{Filters}"), ("kernel_size", "[4]"), ("strides", "[4]"));
        string cell = WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"));
        ImportResult result = WrittenKeras.Import(WrittenKeras.Sequential($"[null, {rows}, {Channels}]", conv, cell), arrays);
        Assert.Contains(result.Notes, note => note.Contains($"the file's {rows} rows are {steps} steps", StringComparison.Ordinal));

        // A 'target_shape' says the number of steps again.
        for (int target = 1; target <= 2; target++)
        {
            string reshape = WrittenKeras.Layer("Reshape", "steps", ("target_shape", $"[{target}, {Filters}]"));
            Exception? e = Record.Exception(() => WrittenKeras.Import(WrittenKeras.Sequential($"[null, {rows}, {Channels}]", conv, reshape, cell), arrays));
            Assert.Equal(target == steps, e is null);
            Assert.True(e is null || (e is ImportException && e.Message.Contains("moves values from one step to another", StringComparison.Ordinal)), $"{e}");
        }
    }

    // As the note says: the rows of a frame one after another, zeros of a padding among them.
    private static float[] Frames(ImportResult result, float[] input, string padding, int kernel, int dilation)
    {
        string note = result.Notes.Single(text => text.Contains("a step is a frame", StringComparison.Ordinal));
        int[] numbers =
        [
            .. System.Text.RegularExpressions.Regex.Matches(note, "(?<=frame of |begins )[0-9]+").Select(
                match => int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture))
        ];
        int reach = (kernel - 1) * dilation;
        (int before, int after) = padding switch { "causal" => (reach, 0), "same" => (reach / 2, reach - (reach / 2)), _ => (0, 0) };
        Assert.Equal(before + after > 0, note.Contains($"{before} rows of zeros before and {after} after the sequence", StringComparison.Ordinal));
        float[] padded = [.. new float[before * Channels], .. input, .. new float[after * Channels]];
        int steps = ((padded.Length / Channels) - numbers[0]) / numbers[1] + 1;
        Assert.Contains($"rows are {steps} steps", note, StringComparison.Ordinal);
        return [.. Enumerable.Range(0, steps).SelectMany(t => padded[(t * numbers[1] * Channels)..((t * numbers[1] + numbers[0]) * Channels)])];
    }

    private static double[][] Convolved(double[][] x, (int[] Shape, float[] Values)[] arrays, string padding, int stride, int dilation)
    {
        int kernel = arrays[0].Shape[0];
        int reach = (kernel - 1) * dilation;
        int before = padding switch { "causal" => reach, "same" => reach / 2, _ => 0 };
        int length = padding == "valid" ? x.Length - reach : x.Length;
        return [.. Enumerable.Range(0, (length + stride - 1) / stride).Select(t => Enumerable.Range(0, Filters).Select(f =>
        {
            double sum = arrays[1].Values[f];
            for (int tap = 0; tap < kernel; tap++)
            {
                int at = (t * stride) - before + (tap * dilation);
                for (int c = 0; c < Channels && at >= 0 && at < x.Length; c++)
                {
                    sum += x[at][c] * arrays[0].Values[(((tap * Channels) + c) * Filters) + f];
                }
            }

            return Math.Max(0, sum);
        }).ToArray())];
    }

    private static double[][] Normalized(double[][] x, (int[] Shape, float[] Values)[] arrays) => [.. x.Select(row =>
    {
        double mean = row.Average();
        double deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + 0.001);
        return row.Select((value, i) => ((value - mean) / deviation * arrays[0].Values[i]) + arrays[1].Values[i]).ToArray();
    })];

    private static double[][] Pooled(double[][] x, int size) =>
        [
            .. Enumerable.Range(0, x.Length / size).Select(
                t => Enumerable.Range(0, Filters).Select(f => Enumerable.Range(t * size, size).Max(i => x[i][f])).ToArray())
        ];

    private static double[] Recurrent(double[][] x, (int[] Shape, float[] Values)[] arrays)
    {
        double[] hidden = new double[Units];
        foreach (double[] row in x)
        {
            hidden = [.. Enumerable.Range(0, Units).Select(unit => Math.Tanh(
                arrays[2].Values[unit]
                + row.Select((value, i) => value * arrays[0].Values[(i * Units) + unit]).Sum()
                + Enumerable.Range(0, Units).Sum(i => hidden[i] * arrays[1].Values[(i * Units) + unit])))];
        }

        return hidden;
    }
}
