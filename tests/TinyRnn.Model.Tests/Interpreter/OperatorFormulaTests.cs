using Make = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Interpreters;

/// <summary>The interpreter's layers without memory against their formulas in double precision, for sizes from 1.</summary>
public class OperatorFormulaTests
{
    private const int LargestSize = 20;
    private const int Steps = 3;

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_scale_is_its_formula(bool hasBias) => ForSizes((size, network, x) =>
    {
        float[] a = Values(network, "l.weight");
        float[]? b = hasBias ? Values(network, "l.bias") : null;
        return x.Select((value, i) => (a[i] * (double)value) + (b?[i] ?? 0));
    }, size => new ScaleLayer("l", size, hasBias));

    [Fact]
    public void A_parametric_relu_is_its_formula() => ForSizes((size, network, x) =>
    {
        float[] a = Values(network, "l.weight");
        return x.Select((value, i) => value > 0 ? value : a[i] * (double)value);
    }, size => new PreluLayer("l", size));

    [Fact]
    public void Every_function_is_its_formula()
    {
        (FunctionLayer Layer, Func<double, double> Value)[] functions =
        [
            (new("l", 1, Function.Abs), x => x < 0 ? -x : x), (new("l", 1, Function.Sqrt), x => Math.Pow(x, 0.5)), (new("l", 1, Function.Square), x => x * x),
            (new("l", 1, Function.Reciprocal), x => Math.Pow(x, -1)), (new("l", 1, Function.Exp), x => Math.Pow(Math.E, x)),
            (new("l", 1, Function.Log), x => Math.Log2(x) * Math.Log(2)), (new("l", 1, Function.Clip, -0.5f, 0.25f), x => Math.Clamp(x, -0.5, 0.25)),
            (new("l", 1, Function.Power, exponent: 3f), x => x * x * x), (new("l", 1, Function.Power, exponent: -0.5f), x => 1 / Math.Sqrt(x)),
        ];
        Assert.Equal(Enum.GetValues<Function>(), functions.Select(function => function.Layer.Function).Distinct());
        foreach ((FunctionLayer of, Func<double, double> value) in functions)
        {
            ForSizes(
                (_, _, x) => x.Select(input => value(input)), size => new FunctionLayer("l", size, of.Function, of.Low, of.High, of.Exponent));
        }
    }

    [Fact]
    public void Combined_rows_are_their_formula()
    {
        Dictionary<CombineOperation, Func<double, double, double>> values = new()
        {
            [CombineOperation.Add] = (a, b) => a + b,
            [CombineOperation.Subtract] = (a, b) => a - b,
            [CombineOperation.Multiply] = (a, b) => a * b,
            [CombineOperation.Divide] = (a, b) => a / b,
            [CombineOperation.Minimum] = (a, b) => a < b ? a : b,
            [CombineOperation.Maximum] = (a, b) => a > b ? a : b,
            [CombineOperation.Magnitude] = (a, b) => Math.Sqrt((a * a) + (b * b)),
        };
        Assert.Equal(Enum.GetValues<CombineOperation>(), values.Keys.Order());
        foreach ((CombineOperation operation, Func<double, double, double> value) in values)
        {
            // Two rows, a row and a single value on either side, and three rows where the operation takes them.
            foreach (Func<int, int[]> sizes in (Func<int, int[]>[])[size => [size, size], size => [size, 1], size => [1, size], size => [size, 1, size]])
            {
                if (sizes(1).Length == 3 && CombineOperations.Of(operation).IsOfTwo)
                {
                    continue;
                }

                ForSizes((size, _, x) =>
                {
                    int[] terms = sizes(size);
                    int[] starts = [.. terms.Select((_, term) => terms[..term].Sum())];
                    return Enumerable.Range(0, size).Select(
                        i => terms.Select((length, term) => (double)x[starts[term] + (length == 1 ? 0 : i)]).Aggregate(value));
                }, size => new CombineLayer("l", operation, sizes(size)));
            }
        }
    }

    [Theory]
    [InlineData(ReduceMode.Mean), InlineData(ReduceMode.Sum), InlineData(ReduceMode.Max)]
    public void A_reduction_is_its_formula(ReduceMode mode)
    {
        foreach (int groups in (int[])[1, 2, 5])
        {
            ForSizes(
                (size, _, x) => x.Chunk(size).Select(group => Array.ConvertAll(group, value => (double)value)).Select(
                    group => mode switch { ReduceMode.Max => group.Max(), ReduceMode.Sum => group.Sum(), _ => group.Average() }),
                size => new ReduceLayer("l", groups * size, mode, groups));
        }
    }

    [Fact]
    public void Layer_normalisation_is_its_formula()
    {
        foreach ((int groups, bool isAffine, float epsilon) in (ReadOnlySpan<(int, bool, float)>)[(1, true, 1e-5f), (3, true, 0.1f), (2, false, 0.01f)])
        {
            ForSizes((size, network, x) =>
            {
                float[]? a = isAffine ? Values(network, "l.weight") : null;
                float[]? b = isAffine ? Values(network, "l.bias") : null;
                return x.Chunk(size).SelectMany((group, number) =>
                {
                    double mean = group.Average(value => (double)value);
                    double variance = group.Average(value => Math.Pow(value - mean, 2));
                    return group.Select((value, i) =>
                        ((value - mean) / Math.Sqrt(variance + epsilon) * (a?[(number * size) + i] ?? 1)) + (b?[(number * size) + i] ?? 0));
                });
            }, size => new LayerNormLayer("l", groups * size, epsilon, groups, isAffine));
        }
    }

    [Fact]
    public void A_convolution_is_its_formula()
    {
        Random random = new(8);
        for (int i = 0; i < 200; i++)
        {
            Activation[] activations = [Activation.Identity, Activation.Tanh, Activation.Relu];
            ConvolutionLayer layer = RandomWindows.Convolution(random, "l", random.Next(1, 49), activations[i % 3]);
            Window window = layer.Window;
            Check(layer, i, (network, x) =>
            {
                float[] w = Values(network, "l.weight");
                float[]? b = layer.Bias ? Values(network, "l.bias") : null;
                int read = window.Channels / layer.Groups;
                int written = layer.OutputChannels / layer.Groups;
                return from position in Enumerable.Range(0, window.Positions)
                       from output in Enumerable.Range(0, layer.OutputChannels)
                       let sum = (b?[output] ?? 0) + (from tap in Enumerable.Range(0, window.Taps)
                                                      from channel in Enumerable.Range(0, read)
                                                      let at = window.PositionOf(position, tap)
                                                      where at >= 0
                                                      select w[(output * window.Taps * read) + (tap * read) + channel]
                                                          * (double)x[(at * window.Channels) + (output / written * read) + channel]).Sum()
                       select layer.Activation.Kind switch
                       {
                           Activation.Tanh => Math.Tanh(sum),
                           Activation.Relu => Math.Max(sum, 0),
                           _ => sum,
                       };
            });
        }
    }

    [Theory]
    [InlineData(WindowPoolingMode.Mean), InlineData(WindowPoolingMode.MeanWithPadding), InlineData(WindowPoolingMode.Max)]
    public void Pooled_windows_are_their_formula(WindowPoolingMode mode)
    {
        Random random = new(9);
        for (int i = 0; i < 200; i++)
        {
            Window window = RandomWindows.Of(random, random.Next(1, 49));
            Check(new WindowPoolingLayer("l", window, mode), i, (_, x) =>
                from position in Enumerable.Range(0, window.Positions)
                from channel in Enumerable.Range(0, window.Channels)
                let values = Covered(window, position).Select(at => (double)x[(at * window.Channels) + channel]).ToArray()
                select mode switch
                {
                    WindowPoolingMode.Max => values.Max(),
                    WindowPoolingMode.Mean => values.Average(),
                    _ => values.Sum() / window.Taps,
                });
        }

        static int[] Covered(Window window, int position) =>
            [.. Enumerable.Range(0, window.Taps).Select(tap => window.PositionOf(position, tap)).Where(at => at >= 0)];
    }

    private static void ForSizes(Func<int, Network, float[], IEnumerable<double>> formula, Func<int, Layer> make)
    {
        for (int size = 1; size <= LargestSize; size++)
        {
            int of = size;
            Check(make(size), size, (network, x) => formula(of, network, x));
        }
    }

    // The layer reads several steps, each of which must be its formula alone.
    private static void Check(Layer layer, int seed, Func<Network, float[], IEnumerable<double>> formula)
    {
        Layer[] layers = layer.InputSizes is { Count: int count }
            ? [.. Parts(layer), layer.WithInputs([.. Enumerable.Range(0, count).Select(i => $"part{i}")])]
            : [layer];
        Network network = Make.Raw(new VectorInput(layer.InputSize), OutputSteps.Every, seed, layers);
        float[] input = Make.RandomInput(Steps * layer.InputSize, seed);
        double[] expected = [.. input.Chunk(layer.InputSize).SelectMany(x => formula(network, x))];
        float[] actual = new Interpreter(network).Run(input);
        Assert.Equal(expected.Select(double.IsNaN), actual.Select(float.IsNaN));
        Near.Check([.. expected.Select(Known)], [.. actual.Select(value => (float)Known(value))], 1e-6, layer.ToString());

        // NaN in the same places was asked for above.
        static double Known(double value) => double.IsNaN(value) ? 0 : value;

        static IEnumerable<Layer> Parts(Layer layer)
        {
            int start = 0;
            foreach ((int size, int i) in layer.InputSizes!.Select((size, i) => (size, i)))
            {
                yield return new SelectLayer($"part{i}", layer.InputSize, [.. Enumerable.Range(start, size)]) { Inputs = ["input"] };
                start += size;
            }
        }
    }

    private static float[] Values(Network network, string tensor) => network.Tensors[tensor].Values;
}
