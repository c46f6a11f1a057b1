using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Convolutions and pooling of one dimension: over the steps, where the network goes through them one by one, or over the positions of a window that
/// a step reads at once.
/// </summary>
internal sealed class KerasWindows(KerasLayers layers, KerasActivations activations)
{
    /// <summary>Adds one of them.</summary>
    public KerasValue Add(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        switch (site.Layer.Class)
        {
            case "Conv1D":
                return Convolved(site, value);
            case "DepthwiseConv1D":
                return Depthwise(site, value);
            case "SeparableConv1D":
                return Separable(site, value);
            default:
                return Pooled(site, value);
        }
    }

    /// <summary>Zeros before and behind the steps or positions, for the convolution after them.</summary>
    public static KerasValue Padded(KerasValue value, int before, int after) =>
        value with { Before = checked(value.Before + before), After = checked(value.After + after) };

    /// <summary>A dense layer at each position of a window.</summary>
    public KerasValue DenseAtPositions(KerasValue value, string name, int outputs, float[] kernel, float[]? bias, IEnumerable<string> sources) =>
        Convolution(value, name, new Kernel(1, 1, 1, 0, 0), outputs, 1, KerasWeights.Kernel(kernel, value.Channels, outputs, 1), bias, sources);

    /// <summary>The mean or the largest of each channel over all positions of a window.</summary>
    public KerasValue PooledWhole(KerasSite site, KerasValue value, bool isMax)
    {
        Window window = new(value.Channels, 1, value.Positions!.Value) { KernelWidth = value.Positions.Value };
        return layers.Add(value, site.Name, name => new WindowPoolingLayer(name, window, isMax ? WindowPoolingMode.Max : WindowPoolingMode.Mean), [site.Name]);
    }

    private KerasValue Convolved(KerasSite site, KerasValue value)
    {
        int outputs = site.Layer.Size("filters");
        int groups = site.Layer.Has("groups") ? site.Layer.Size("groups") : 1;
        bool hasBias = site.Layer.Flag("use_bias", true);
        site.RequireCount(hasBias ? 2 : 1);
        if (value.Channels % groups != 0 || outputs % groups != 0)
        {
            throw site.Error($"it has {groups} groups, which do not divide {value.Channels} channels and {outputs} filters");
        }

        Kernel kernel = KernelOf(site, value);
        int columns = kernel.Size * (value.Channels / groups);
        float[] weight = KerasWeights.Kernel(site.Read(0, kernel.Size, value.Channels / groups, outputs), columns, outputs, 1);
        return activations.Apply(
            site, Convolution(value, site.Name, kernel, outputs, groups, weight, hasBias ? site.Read(1, outputs) : null, site.Paths), "activation", []);
    }

    private KerasValue Depthwise(KerasSite site, KerasValue value)
    {
        bool hasBias = site.Layer.Flag("use_bias", true);
        site.RequireCount(hasBias ? 2 : 1);
        KerasValue result = OfEachChannel(site, value, site.Name, index => hasBias ? site.Read(1, index) : null, site.Paths);
        return activations.Apply(site, result, "activation", []);
    }

    // Each channel by itself, and one matrix over the channels.
    private KerasValue Separable(KerasSite site, KerasValue value)
    {
        bool hasBias = site.Layer.Flag("use_bias", true);
        site.RequireCount(hasBias ? 3 : 2);
        int outputs = site.Layer.Size("filters");
        KerasValue depthwise = OfEachChannel(site, value, site.Name + "_depthwise", _ => null, [site.Paths[0]]);
        float[] pointwise = KerasWeights.Kernel(site.Read(1, 1, depthwise.Channels, outputs), depthwise.Channels, outputs, 1);
        KerasValue result = Convolution(
            depthwise, site.Name, new Kernel(1, 1, 1, 0, 0), outputs, 1, pointwise, hasBias ? site.Read(2, outputs) : null, [.. site.Paths.Skip(1)]);
        return activations.Apply(site, result, "activation", []);
    }

    private KerasValue OfEachChannel(KerasSite site, KerasValue value, string name, Func<int, float[]?> bias, IEnumerable<string> sources)
    {
        int channels = value.Channels;
        int times = site.Layer.Has("depth_multiplier") ? site.Layer.Size("depth_multiplier") : 1;
        Kernel kernel = KernelOf(site, value);
        float[] stored = site.Read(0, kernel.Size, channels, times);
        int outputs = checked(channels * times);
        float[] weight = new float[stored.Length];
        for (int output = 0; output < outputs; output++)
        {
            for (int tap = 0; tap < kernel.Size; tap++)
            {
                weight[(output * kernel.Size) + tap] = stored[(tap * outputs) + output];
            }
        }

        return Convolution(value, name, kernel, outputs, channels, weight, bias(outputs), sources);
    }

    // The largest of zeros beside the edges would be another than that of the values within.
    private KerasValue Pooled(KerasSite site, KerasValue value)
    {
        if (value.Positions is not int positions)
        {
            throw site.Error(
                "it joins neighbouring steps to fewer ones, but a network of TinyRnn gives a row for each step; a model without recurrent layers, whose "
                    + "input has a fixed number of steps, reads all of them at once");
        }

        Kernel kernel = KernelOf(site, value, "pool_size");
        Window window = kernel.Over(value.Channels, positions);
        if (window.Problem is string problem)
        {
            throw site.Error(problem);
        }

        WindowPoolingMode mode = site.Layer.Class == "MaxPooling1D" ? WindowPoolingMode.Max : WindowPoolingMode.Mean;
        return layers.Add(value, site.Name, name => new WindowPoolingLayer(name, window, mode), [site.Name]) with { Positions = window.OutputWidth };
    }

    // W x + b at each window, W [outputs][taps * channels / groups].
    private KerasValue Convolution(
        KerasValue value, string name, Kernel kernel, int outputs, int groups, float[] weight, float[]? bias, IEnumerable<string> sources)
    {
        KerasValue read = layers.Settled(value) with { Before = 0, After = 0 };
        int columns = weight.Length / outputs;
        Window window = value.Positions is int positions
            ? kernel.Over(value.Channels, positions)
            : new Window(value.Channels, 1, kernel.Size) { KernelWidth = kernel.Size };
        if (value.Positions is null && kernel.Size > 1)
        {
            int[] lags = DelayLayer.CausalLags(kernel.Size, kernel.Dilation);
            if (DelayLayer.ProblemOf(value.Size, lags) is string wrong)
            {
                throw layers.Error(name, wrong);
            }

            read = layers.Add(read, name + "_steps", own => new DelayLayer(own, value.Size, lags), [name]);
        }

        if (window.Problem is string problem)
        {
            throw layers.Error(name, problem);
        }

        bool isMatrix = value.Positions is null && groups == 1;
        KerasValue result = layers.Add(
            read, name, own => isMatrix
                ? new DenseLayer(own, columns, outputs, bias: bias is not null)
                : new ConvolutionLayer(own, window, outputs, groups, bias: bias is not null),
            sources, own => bias is null
                ? [new Tensor(own + ".weight", [outputs, columns], weight)]
                : [new Tensor(own + ".weight", [outputs, columns], weight), new Tensor(own + ".bias", [outputs], bias)]);
        return result with { Positions = value.Positions is null ? null : window.OutputWidth };
    }

    private static Kernel KernelOf(KerasSite site, KerasValue value, string field = "kernel_size")
    {
        int size = One(site, field) ?? throw site.Error($"'{field}' is not there");
        int stride = One(site, "strides") ?? (field == "pool_size" ? size : 1);
        int dilation = One(site, "dilation_rate") ?? 1;
        string padding = site.Layer.Text("padding") ?? "valid";
        long reach = (size - 1L) * dilation;
        if (reach > short.MaxValue || padding is not ("valid" or "same" or "causal") || (padding == "causal" && field == "pool_size"))
        {
            throw site.Error(reach > short.MaxValue
                ? $"its windows reach over {reach + 1} steps; at most {short.MaxValue} were expected"
                : $"its 'padding' is {ImportSource.Quote(padding)}; 'valid', 'same'{(field == "pool_size" ? "" : ", 'causal'")} was expected");
        }

        return value.Positions is int positions
            ? OfPositions(value, positions, new Kernel(size, stride, dilation, 0, 0), value.IsFrame ? "valid" : padding)
            : OfSteps(site, value, new Kernel(size, stride, dilation, 0, 0), padding);
    }

    // TensorFlow's 'same': as many windows as the stride fits into the positions, half of the zeros before, the odd one behind.
    private static Kernel OfPositions(KerasValue value, int positions, Kernel kernel, string padding)
    {
        int reach = (kernel.Size - 1) * kernel.Dilation;
        int read = positions + value.Before + value.After;
        int zeros = Math.Max(0, ((((read + kernel.Stride - 1) / kernel.Stride) - 1) * kernel.Stride) + reach + 1 - read);
        int before = padding switch { "same" => zeros / 2, "causal" => reach, _ => 0 };
        return kernel with { Left = value.Before + before, Right = value.After + (padding == "same" ? zeros - before : 0) };
    }

    // Over steps each row is made of the steps up to its own, so that there is one for each step.
    private static Kernel OfSteps(KerasSite site, KerasValue value, Kernel kernel, string padding)
    {
        site.RequireSteps(value);
        int reach = (kernel.Size - 1) * kernel.Dilation;
        int before = value.Before + (padding switch { "same" => reach / 2, "causal" => reach, _ => 0 });
        int after = value.After + (padding == "same" ? reach - (reach / 2) : 0);
        string? problem =
            kernel.Stride != 1 ? $"it moves on by {kernel.Stride} steps at a time, but a network of TinyRnn gives a row for each step; 'strides' of 1 "
                + "was expected"
            : value.IsReversed && reach > 0 ? "it reads steps from the last to the first ('go_backwards'); steps in their order were expected"

                : after > 0
                ? $"it reads {after} later {(after == 1 ? "step" : "steps")} ('padding' {padding}), which a network of TinyRnn does not know yet; 'causal' "
                    + "was expected"

                : before != reach
                ? $"it gives {Math.Abs(reach - before)} steps {(reach > before ? "less" : "more")} than it reads ('padding' {padding}), but a network of "
                    + "TinyRnn gives a row for each step; 'causal' was expected"
            : null;
        return problem is null ? kernel : throw site.Error(problem);
    }

    // A number, by itself or in an array; null where it is left out.
    private static int? One(KerasSite site, string field)
    {
        if (!site.Layer.Has(field))
        {
            return null;
        }

        JsonValue value = site.Layer.File.Find(site.Layer.Config, field)!;
        return KerasSettings.AxisOf(site.Layer.File, value) is int number and >= 1 and <= short.MaxValue
            ? number
            : throw site.Error($"its '{field}' is {value.Describe()}; one number from 1 to {short.MaxValue}, or an array of one, was expected");
    }

    // What a window covers, and the zeros beside the positions.
    private sealed record Kernel(int Size, int Stride, int Dilation, int Left, int Right)
    {
        public Window Over(int channels, int positions) => new(channels, 1, positions)
        {
            KernelWidth = Size,
            StrideWidth = Stride,
            DilationWidth = Dilation,
            Left = Left,
            Right = Right,
        };
    }
}
