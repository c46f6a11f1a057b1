using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Convolutions and pooling: over the steps, if the network reads them one by one, or over the positions of a window or an image that a step reads at
/// once.
/// </summary>
internal sealed class KerasWindows(KerasLayers layers, KerasActivations activations)
{
    /// <summary>Adds one of these layers.</summary>
    public KerasValue Add(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        switch (site.Layer.Class)
        {
            case "Conv1D" or "Conv2D":
                return Convolved(site, value);
            case "DepthwiseConv1D" or "DepthwiseConv2D":
                return Depthwise(site, value);
            case "SeparableConv1D" or "SeparableConv2D":
                return Separable(site, value);
            default:
                return Pooled(site, value);
        }
    }

    /// <summary>Zeros before and after the steps or positions, for the convolution that follows.</summary>
    public static KerasValue Padded(KerasValue value, KerasAxes axes, int before, int after, int left = 0, int right = 0) => value with
    {
        PaddedAxes = axes,
        Before = checked(value.Before + before),
        After = checked(value.After + after),
        Left = checked(value.Left + left),
        Right = checked(value.Right + right),
    };

    /// <summary>A dense layer at each position of a window.</summary>
    public KerasValue DenseAtPositions(KerasValue value, string name, int outputs, float[] kernel, float[]? bias, IEnumerable<string> sources) =>
        Convolution(value, name, KerasKernel.PointOf(value), outputs, 1, KerasWeights.Kernel(kernel, value.Channels, outputs, 1), bias, sources);

    /// <summary>The mean or the maximum of each channel over all positions of a window.</summary>
    public KerasValue PooledWhole(KerasSite site, KerasValue value, bool isMax)
    {
        Window window = new(value.Channels, 1, value.Positions!.Value) { KernelWidth = value.Positions.Value };
        WindowPoolingMode mode = isMax ? WindowPoolingMode.Max : WindowPoolingMode.Mean;
        return layers.Add(value, site.Name, name => new WindowPoolingLayer(name, window, mode), [site.Name]) with { Height = null };
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

        KerasKernel kernel = KerasKernel.Of(site, value);
        long reads = (long)kernel.Taps * (value.Channels / groups);
        int columns = reads <= FieldReader.MaximumSize ? (int)reads
            : throw site.Error($"its filters read windows of {reads} values, but at most {FieldReader.MaximumSize} are supported");
        float[] weight = KerasWeights.Kernel(site.Read(0, [.. TapsOf(site, kernel), value.Channels / groups, outputs]), columns, outputs, 1);
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

    // Each channel by itself, then one matrix over the channels.
    private KerasValue Separable(KerasSite site, KerasValue value)
    {
        bool hasBias = site.Layer.Flag("use_bias", true);
        site.RequireCount(hasBias ? 3 : 2);
        int outputs = site.Layer.Size("filters");
        KerasValue depthwise = OfEachChannel(site, value, site.Name + "_depthwise", _ => null, [site.Paths[0]]);
        int[] point = KerasClasses.IsOfTwoAxes(site.Layer.Class) ? [1, 1] : [1];
        float[] pointwise = KerasWeights.Kernel(site.Read(1, [.. point, depthwise.Channels, outputs]), depthwise.Channels, outputs, 1);
        KerasValue result = Convolution(
            depthwise, site.Name, KerasKernel.PointOf(depthwise), outputs, 1, pointwise, hasBias ? site.Read(2, outputs) : null, [.. site.Paths.Skip(1)]);
        return activations.Apply(site, result, "activation", []);
    }

    private KerasValue OfEachChannel(KerasSite site, KerasValue value, string name, Func<int, float[]?> bias, IEnumerable<string> sources)
    {
        int channels = value.Channels;
        int times = site.Layer.Has("depth_multiplier") ? site.Layer.Size("depth_multiplier") : 1;
        KerasKernel kernel = KerasKernel.Of(site, value);
        float[] stored = site.Read(0, [.. TapsOf(site, kernel), channels, times]);
        int outputs = checked(channels * times);
        float[] weight = new float[stored.Length];
        for (int output = 0; output < outputs; output++)
        {
            for (int tap = 0; tap < kernel.Taps; tap++)
            {
                weight[(output * kernel.Taps) + tap] = stored[(tap * outputs) + output];
            }
        }

        return Convolution(value, name, kernel, outputs, channels, weight, bias(outputs), sources);
    }

    // As in Keras, zeros of the layer's own 'padding' do not count in a window, but zeros of a layer before it are values.
    private KerasValue Pooled(KerasSite site, KerasValue value)
    {
        if (value.IsPadded)
        {
            throw site.Error(
                $"it reads zeros that a ZeroPadding layer adds to the {KerasKernel.Words(value.PaddedAxes)}, which Keras pools as values, but "
                    + "pooling here ignores them; a convolution was expected after them");
        }

        KerasKernel? kernel = value.Positions is null ? null : KerasKernel.Of(site, value, "pool_size");
        if (kernel is null or { Steps.Size: > 1 })
        {
            throw site.Error(
                "it joins neighbouring steps into fewer, but a TinyRnn network gives a row for each step; a model without recurrent layers, whose "
                    + "input has a fixed number of steps, reads all of them at once");
        }

        Window window = kernel.Over(value);
        if (window.Problem is string problem)
        {
            throw site.Error(problem);
        }

        WindowPoolingMode mode = site.Layer.Class.StartsWith("Max", StringComparison.Ordinal) ? WindowPoolingMode.Max : WindowPoolingMode.Mean;
        return Behind(layers.Add(value, site.Name, name => new WindowPoolingLayer(name, window, mode), [site.Name]), value, window, kernel);
    }

    private static KerasValue Behind(KerasValue result, KerasValue read, Window window, KerasKernel kernel) => result with
    {
        Positions = read.Positions is null ? null : window.Positions,
        Height = read.Height is null ? null : window.OutputHeight,
        Steps = kernel.Count,
    };

    // Keras's layout of the kernel: the axes of the windows come first.
    private static int[] TapsOf(KerasSite site, KerasKernel kernel) =>
        KerasClasses.IsOfTwoAxes(site.Layer.Class) ? [kernel.Steps?.Size ?? kernel.Down.Size, kernel.Along.Size] : [kernel.Taps];

    // W x + b at each window, W [outputs][taps * channels / groups].
    private KerasValue Convolution(
        KerasValue value, string name, KerasKernel kernel, int outputs, int groups, float[] weight, float[]? bias, IEnumerable<string> sources)
    {
        KerasValue read = layers.Settled(value) with { Before = 0, After = 0, Left = 0, Right = 0 };
        int columns = weight.Length / outputs;
        int steps = kernel.Steps?.Size ?? 1;
        Window window = value.Positions is null ? new Window(value.Channels, 1, steps) { KernelWidth = steps } : kernel.Over(value);
        if (steps > 1)
        {
            int[] lags = DelayLayer.CausalLags(steps, kernel.Steps!.Dilation);
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
        return Behind(result, value, window, kernel);
    }
}
