using System.Globalization;
using System.Text.RegularExpressions;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>
/// Keras's layers of two axes in front of a recurrent layer: of an image at each step, or with the steps as their first axis. The networks give what plain
/// loops in double precision do, interpreted and compiled.
/// </summary>
public class KerasImageTests
{
    private const int Units = 3;

    [Fact]
    public void Images_at_each_step_agree()
    {
        const int Steps = 5;
        const int Height = 6;
        const int Width = 5;
        (int[], float[])[] conv = WrittenKeras.Random([3, 2, 2, 4], [4]);
        (int[], float[])[] depthwise = WrittenKeras.Random([2, 3, 4, 2], [8]);
        (int[], float[])[] separable = WrittenKeras.Random([2, 2, 8, 1], [1, 1, 8, 5], [5]);
        float[] x = Networks.RandomInput(Steps * Height * Width * 2, 3);
        double[][][][] images = [.. x.Chunk(Height * Width * 2).Select(step => Image(step, Height, Width, 2))];
        double[][][] First(double[][][] image) => Map(Convolved(image, conv[0].Item2, conv[1].Item2, 3, 2, (2, 1), "same"), a => Math.Max(0, a));
        double[][][] Second(double[][][] image) => Depthwise(First(image), depthwise[0].Item2, depthwise[1].Item2, 2, 3, 2);
        double[][][] Third(double[][][] image) => Convolved(
            Depthwise(Second(image), separable[0].Item2, new float[8], 2, 2, 1), separable[1].Item2, separable[2].Item2, 1, 1, (1, 1), "valid");

        string first = Each(
            WrittenKeras.Layer(
                "Conv2D", "inner", ("filters", "4"), ("kernel_size", "[3, 2]"), ("strides", "[2, 1]"), ("padding", "\"same\""), ("activation", "\"relu\"")),
                    "conv");
        string second = Each(WrittenKeras.Layer("DepthwiseConv2D", "inner", ("kernel_size", "[2, 3]"), ("depth_multiplier", "2")), "depthwise");
        string third = Each(WrittenKeras.Layer("SeparableConv2D", "inner", ("filters", "5"), ("kernel_size", "2")), "separable");
        (string, (int[], float[])[])[] arrays = [("conv", conv), ("depthwise", depthwise), ("separable", separable)];
        string input = $"[null, null, {Height}, {Width}, 2]";
        ImportCase.AssertAll(
            Case("flattened", input, x, images.Select(image => Flat(Pooled(First(image), 2, 3, 1, true))), arrays[..1],
                first, Each(WrittenKeras.Layer("MaxPooling2D", "inner", ("pool_size", "[2, 3]"), ("strides", "1")), "pool"),
                    Each(WrittenKeras.Layer("Flatten", "inner"), "flat")),
            Case("each channel, the mean of all", input, x, images.Select(image => Mean(Second(image))), arrays[..2],
                first, second, Each(WrittenKeras.Layer("Dropout", "inner", ("rate", "0.5")), "drop"),
                    Each(WrittenKeras.Layer("GlobalAveragePooling2D", "inner"), "mean")),
            Case("separable, zeros beside", input, x, images.Select(image => Flat(Third(Padded(image, 1, 0, 0, 2)))), arrays,
                Each(WrittenKeras.Layer("ZeroPadding2D", "inner", ("padding", "[[1, 0], [0, 2]]")), "zeros"), first, second, third,
                    Each(WrittenKeras.Layer("Reshape", "inner", ("target_shape", "[-1]")), "flat")));
    }

    [Fact]
    public void Windows_at_each_step_agree()
    {
        const int Steps = 4;
        const int Positions = 9;
        (int[], float[])[] conv = WrittenKeras.Random([3, 2, 4], [4]);
        float[] x = Networks.RandomInput(Steps * Positions * 2, 4);
        IEnumerable<double[]> rows = x.Chunk(Positions * 2).Select(step => Flat(Pooled(
            Map(Convolved(Image(step, 1, Positions, 2), conv[0].Item2, conv[1].Item2, 1, 3, (1, 1), "valid"), Math.Tanh), 1, 2, 2, true)));
        string flat = Each(WrittenKeras.Layer("Flatten", "inner"), "flat");
        string[] layers =
        [
            Each(WrittenKeras.Layer("Conv1D", "inner", ("filters", "4"), ("kernel_size", "[3]"), ("activation", "\"tanh\"")), "conv"),
            Each(WrittenKeras.Layer("MaxPooling1D", "inner", ("pool_size", "[2]")), "pool"), flat,
        ];

        // Before one position stand zeros, not the step before.
        (int[], float[])[] wide = WrittenKeras.Random([3, Positions * 2, 4], [4]);
        IEnumerable<double[]> single = x.Chunk(Positions * 2).Select(step => Flat(Convolved(
            Padded(Image(step, 1, 1, Positions * 2), 0, 0, 2, 0), wide[0].Item2, wide[1].Item2, 1, 3, (1, 1), "valid")));
        IEnumerable<double[]> beside = x.Chunk(Positions * 2).Select(step => Flat(Convolved(
            Padded(Image(step, 1, Positions, 2), 0, 0, 2, 1), conv[0].Item2, conv[1].Item2, 1, 3, (1, 1), "valid")));
        ImportCase.AssertAll(
            Case("windows", $"[null, {Steps}, {Positions}, 2]", x, rows, [("conv", conv)], layers),
            Case("rows as windows", $"[null, {Steps}, {Positions * 2}]", x, rows, [("conv", conv)],
                [Each(Reshape($"[{Positions}, 2]"), "grouped"), .. layers]),
            Case("rows as one position", $"[null, null, {Positions * 2}]", x, single, [("conv", wide)],
                Each(Reshape($"[1, {Positions * 2}]"), "grouped"),
                Each(WrittenKeras.Layer("Conv1D", "inner", ("filters", "4"), ("kernel_size", "[3]"), ("padding", "\"causal\"")), "conv"), flat),
            Case("zeros beside", $"[null, null, {Positions}, 2]", x, beside, [("conv", conv)],
                Each(WrittenKeras.Layer("ZeroPadding1D", "inner", ("padding", "[2, 1]")), "zeros"),
                Each(WrittenKeras.Layer("Conv1D", "inner", ("filters", "4"), ("kernel_size", "[3]")), "conv"), flat));
    }

    [Fact]
    public void The_positions_of_one_step_become_a_row()
    {
        const int Positions = 6;
        (int[], float[])[] conv = WrittenKeras.Random([3, 2, 4], [4]);
        (int[], float[])[] dense = WrittenKeras.Random([(Positions - 2) * 4, 5], [5]);
        float[] x = Networks.RandomInput(Positions * 2, 8);
        double[] flat = Flat(Convolved(Image(x, 1, Positions, 2), conv[0].Item2, conv[1].Item2, 1, 3, (1, 1), "valid"));
        double[] row = [.. Enumerable.Range(0, 5).Select(i => dense[1].Item2[i] + flat.Select((value, k) => value * dense[0].Item2[(k * 5) + i]).Sum())];
        ImportCase.AssertAll(Case(
            "one step", $"[null, 1, {Positions}, 2]", x, [row], [("conv", conv), ("dense", dense)],
            Each(WrittenKeras.Layer("Conv1D", "inner", ("filters", "4"), ("kernel_size", "[3]")), "conv"), WrittenKeras.Layer("Flatten", "flat"),
            WrittenKeras.Layer("Dense", "dense", ("units", "5")), Reshape("[1, 5]")));
    }

    [Fact]
    public void Steps_as_the_first_axis_agree()
    {
        const int Steps = 11;
        const int Features = 6;
        (int[], float[])[] narrow = WrittenKeras.Random([1, 3, 1, 4], [4]);
        (int[], float[])[] wide = WrittenKeras.Random([3, 3, 1, 4], [4]);
        float[] x = Networks.RandomInput(Steps * Features, 5);
        double[][][] image = Image(x, Steps, Features, 1);
        string given = $"[null, {Steps}, {Features}, 1]";
        double[][][] causal = Convolved(Padded(image, 2, 0, 1, 1), wide[0].Item2, wide[1].Item2, 3, 3, (1, 1), "valid");
        double[][][] valid = Pooled(Map(Convolved(image, wide[0].Item2, wide[1].Item2, 3, 3, (1, 1), "valid"), a => Math.Max(0, a)), 2, 2, 2, true);
        ImportCase.AssertAll(
            Case("of one step", given, x, Rows(Pooled(Convolved(image, narrow[0].Item2, narrow[1].Item2, 1, 3, (1, 1), "same"), 1, 2, 2, false)),
                [("conv", narrow)],
                Conv("[1, 3]", "same"), WrittenKeras.Layer("AveragePooling2D", "pool", ("pool_size", "[1, 2]")), Reshape($"[{Steps}, {Features / 2 * 4}]")),
            Case("zeros before", given, x, Rows(causal), [("conv", wide)],
                WrittenKeras.Layer("ZeroPadding2D", "zeros", ("padding", "[[2, 0], [1, 1]]")), Conv("3", "valid"),
                    Each(WrittenKeras.Layer("Flatten", "inner"), "flat")),
            Case("frames", $"[null, {Steps}, {Features}]", x, Rows(valid), [("conv", wide)],
                Reshape($"[{Steps}, {Features}, 1]"), Conv("[3, 3]", "valid", "relu"), WrittenKeras.Layer("MaxPooling2D", "pool", ("pool_size", "[2, 2]")),
                    Reshape("[4, 8]", "row")),
            Case("frames with zeros beside", given, x, Rows(Convolved(image, wide[0].Item2, wide[1].Item2, 3, 3, (1, 2), "same")), [("conv", wide)],
                Conv("[3, 3]", "same", "linear", "[1, 2]"), Reshape("[-1, 12]")));
    }

    [Fact]
    public void An_image_without_steps_is_read_at_once()
    {
        (int[], float[])[] conv = WrittenKeras.Random([3, 3, 2, 4], [4]);
        (int[], float[])[] head = WrittenKeras.Random([4 * 4 * 2, 5], [5]);
        float[] x = Networks.RandomInput(8 * 7 * 2, 6);
        double[] row = Flat(Pooled(Convolved(Image(x, 8, 7, 2), conv[0].Item2, conv[1].Item2, 3, 3, (2, 2), "same"), 1, 2, 2, true));
        float[] expected = [
            .. Enumerable.Range(0, 5).Select(i => (float)(head[1].Item2[i] + row.Select((value, k) => value * head[0].Item2[(k * 5) + i]).Sum()))];
        Network network = WrittenKeras.Import(
            WrittenKeras.Sequential(
                "[null, 8, 7, 2]", Conv("3", "same", "linear", "[2, 2]"),
                    WrittenKeras.Layer("MaxPooling2D", "pool", ("pool_size", "[1, 2]"), ("strides", "[1, 2]")),
                WrittenKeras.Layer("Flatten", "flat"), WrittenKeras.Layer("Dense", "head", ("units", "5"))),
            new Dictionary<string, (int[], float[])[]> { ["conv"] = conv, ["head"] = head }).Network;
        ImportCase.AssertAll(new ImportCase("image", network, x, [], expected));
    }

    [Theory]
    [InlineData("Conv2D", "\"filters\": 4, \"kernel_size\": 3, \"padding\": \"same\"",
        "a TinyRnn network does not have yet; 'causal' was expected, or before a recurrent layer 'same' in the first convolution of a chain")]
    [InlineData("Conv2D", "\"filters\": 4, \"kernel_size\": [1, 2, 3]",
        "its 'kernel_size' is an array; one number from 1 to 32767, or an array of two, was expected")]
    [InlineData("Conv2D", "\"filters\": 4, \"kernel_size\": 3, \"data_format\": \"channels_first\"", "channels_first")]
    [InlineData("GlobalMaxPooling2D", "\"keepdims\": false", "it pools over steps and positions together")]
    [InlineData("Flatten", "\"data_format\": null", "it makes one row of the values of 9 steps")]
    [InlineData("Reshape", "\"target_shape\": [3, 18]",
        "its 'target_shape' [3, 18] moves values from one step to another; 9 and then sizes whose product is 6")]
    [InlineData("SimpleRNN", "\"units\": 3", "it reads steps of 6 positions; a row of values at each step was expected")]
    public void What_cannot_be_is_one_sentence(string kind, string fields, string expected)
    {
        // Behind a layer of the whole sequence no frames are.
        string inner = WrittenKeras.Layer("Conv2D", "inner", ("filters", "1"), ("kernel_size", "1"), ("use_bias", "false"));
        string wrong = $"{{\"class_name\": \"{kind}\", \"config\": {{\"name\": \"it\", {fields}}}}}";
        string cell = WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"));
        ImportException e = Assert.Throws<ImportException>(() => WrittenKeras.Import(
            WrittenKeras.Sequential("[null, 9, 6, 1]", Each(WrittenKeras.Layer("Dense", "inner", ("units", "1"), ("use_bias", "false")), "first"),
                inner.Replace("inner", "point"), wrong, cell),
            new Dictionary<string, (int[], float[])[]>
            {
                ["first"] = WrittenKeras.Random([1, 1]),
                ["point"] = WrittenKeras.Random([1, 1, 1, 1]),
                ["it"] = WrittenKeras.Random([3, 3, 1, 4], [4]),
                ["cell"] = WrittenKeras.Random([6, Units], [Units, Units], [Units]),
            }));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static string Each(string inner, string name) => WrittenKeras.Layer("TimeDistributed", name, ("layer", inner));

    private static string Reshape(string target, string name = "steps") => WrittenKeras.Layer("Reshape", name, ("target_shape", target));

    private static string Conv(string kernel, string padding, string activation = "linear", string strides = "[1, 1]") => WrittenKeras.Layer(
        "Conv2D", "conv", ("filters", "4"), ("kernel_size", kernel), ("strides", strides), ("padding", $"\"{padding}\""), ("activation", $"\"{activation}\""));

    // A plain cell reads the rows, and its last state is the output.
    private static ImportCase Case(
        string name, string input, float[] x, IEnumerable<double[]> rows, (string, (int[], float[])[])[] arrays, params string[] layers)
    {
        double[][] read = [.. rows];
        (int[] Shape, float[] Values)[] cell = WrittenKeras.Random([read[0].Length, Units], [Units, Units], [Units]);
        Dictionary<string, (int[], float[])[]> all = arrays.ToDictionary(layer => layer.Item1, layer => layer.Item2);
        all["cell"] = cell;
        ImportResult result = WrittenKeras.Import(
            WrittenKeras.Sequential(input, [.. layers, WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"))]), all);
        Assert.True(result.Network.IsStreaming);
        double[] hidden = new double[Units];
        foreach (double[] row in read)
        {
            hidden =
            [
                .. Enumerable.Range(0, Units).Select(
                    unit => Math.Tanh(cell[2].Values[unit] + row.Select((value, i) => value * cell[0].Values[(i * Units) + unit]).Sum()
                    + hidden.Select((value, i) => value * cell[1].Values[(i * Units) + unit]).Sum()))
            ];
        }

        return new ImportCase(name, result.Network, Frames(result, x), [], [.. hidden.Select(value => (float)value)]);
    }

    // As the note says, where there is one: the rows of a frame one after another, zeros of a padding among them.
    private static float[] Frames(ImportResult result, float[] x)
    {
        Match frame = Regex.Match(
            string.Join('\n', result.Notes),
            "a frame of (?<rows>[0-9]+) rows of (?<values>[0-9]+) values.*next frame begins (?<hop>[0-9]+) rows? later"
                + "(, which include (?<before>[0-9]+) rows of zeros before and (?<after>[0-9]+) after the sequence)?.* are (?<steps>[0-9]+) steps");
        if (!frame.Success)
        {
            return x;
        }

        int Number(string name) => frame.Groups[name].Success ? int.Parse(frame.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        int values = Number("values");
        float[] padded = [.. new float[Number("before") * values], .. x, .. new float[Number("after") * values]];
        return
        [
            .. Enumerable.Range(0, Number("steps")).SelectMany(
                step => padded[(step * Number("hop") * values)..(((step * Number("hop")) + Number("rows")) * values)])
        ];
    }

    // [row][position][channel]
    private static double[][][] Image(float[] values, int height, int width, int channels) =>
        [.. values.Chunk(width * channels).Take(height).Select(
            row => row.Chunk(channels).Select(one => Array.ConvertAll(one, value => (double)value)).ToArray())];

    private static double[][][] Map(double[][][] image, Func<double, double> function) =>
        [.. image.Select(row => row.Select(one => Array.ConvertAll(one, value => function(value))).ToArray())];

    private static double[] Flat(double[][][] image) => [.. image.SelectMany(row => row).SelectMany(one => one)];

    private static double[][] Rows(double[][][] image) => [.. image.Select(row => row.SelectMany(one => one).ToArray())];

    private static double[] Mean(double[][][] image) =>
        [.. Enumerable.Range(0, image[0][0].Length).Select(channel => image.SelectMany(row => row).Average(one => one[channel]))];

    private static double[][][] Padded(double[][][] image, int top, int bottom, int left, int right)
    {
        int width = image[0].Length, channels = image[0][0].Length;
        return
        [
            .. Enumerable.Range(-top, image.Length + top + bottom).Select(y => Enumerable.Range(-left, width + left + right).Select(
                x => y >= 0 && y < image.Length && x >= 0 && x < width ? image[y][x] : new double[channels]).ToArray())
        ];
    }

    // TensorFlow's: half of the zeros before, the odd one behind.
    private static double[][][] Same(double[][][] image, int height, int width, (int Down, int Along) stride)
    {
        int down = Zeros(image.Length, height, stride.Down), along = Zeros(image[0].Length, width, stride.Along);
        return Padded(image, down / 2, down - (down / 2), along / 2, along - (along / 2));

        static int Zeros(int count, int size, int stride) => Math.Max(0, ((((count + stride - 1) / stride) - 1) * stride) + size - count);
    }

    // kernel [height][width][channels][outputs]
    private static double[][][] Convolved(
        double[][][] image, float[] kernel, float[] bias, int height, int width, (int Down, int Along) stride, string padding)
    {
        double[][][] read = padding == "same" ? Same(image, height, width, stride) : image;
        int channels = read[0][0].Length, outputs = bias.Length;
        return Windows(read, height, width, stride, (top, left) => [.. Enumerable.Range(0, outputs).Select(output =>
        {
            double sum = bias[output];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        sum += read[top + y][left + x][channel] * kernel[(((((y * width) + x) * channels) + channel) * outputs) + output];
                    }
                }
            }

            return sum;
        })]);
    }

    // kernel [height][width][channels][times], in a kernel over all channels.
    private static double[][][] Depthwise(double[][][] image, float[] kernel, float[] bias, int height, int width, int times)
    {
        int channels = image[0][0].Length;
        float[] whole = new float[height * width * channels * channels * times];
        for (int tap = 0; tap < height * width; tap++)
        {
            for (int output = 0; output < channels * times; output++)
            {
                whole[(((tap * channels) + (output / times)) * channels * times) + output] = kernel[(tap * channels * times) + output];
            }
        }

        return Convolved(image, whole, bias, height, width, (1, 1), "valid");
    }

    private static double[][][] Pooled(double[][][] image, int height, int width, int stride, bool isMax) =>
        Windows(image, height, width, (height == 1 ? 1 : stride, stride), (top, left) => [.. Enumerable.Range(0, image[0][0].Length).Select(channel =>
        {
            double[] covered =
                [.. from y in Enumerable.Range(top, height) from x in Enumerable.Range(left, width) select image[y][x][channel]];
            return isMax ? covered.Max() : covered.Average();
        })]);

    private static double[][][] Windows(double[][][] image, int height, int width, (int Down, int Along) stride, Func<int, int, double[]> make) =>
        [
            .. Enumerable.Range(0, ((image.Length - height) / stride.Down) + 1).Select(y =>
                Enumerable.Range(0, ((image[0].Length - width) / stride.Along) + 1).Select(x => make(y * stride.Down, x * stride.Along)).ToArray())
        ];
}
