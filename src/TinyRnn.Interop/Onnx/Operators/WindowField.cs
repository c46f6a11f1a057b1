using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// The values of a step that windows move over: position by position, channel by channel. If an axis of the windows is time, the positions along it
/// are the steps that a window covers, with the current step last.
/// </summary>
internal sealed record WindowField(Element[] Elements, Signal Signal, int Channels, int Height, int Width, int Spatial)
{
    private int Top { get; init; }

    private int Left { get; init; }

    private int Bottom { get; init; }

    private int Right { get; init; }

    // The axis of the windows that is time, or -1.
    private int Time { get; init; } = -1;

    /// <summary>The values that a node's first input holds.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernel">Positions that a window covers along each axis.</param>
    public static WindowField Of(NodeContext node, int[] kernel)
    {
        int spatial = kernel.Length;
        Signal signal = node.Signal(0);
        if (spatial is not (1 or 2) || signal.Rank != spatial + 2)
        {
            throw node.Error(
                $"moves windows of {spatial} dimensions over the axes {SignalForms.Describe(signal)}; one or two dimensions after batch and channels "
                    + "were expected");
        }

        int time = Array.FindIndex(signal.Axes, 2, axis => axis.Along == Along.Time) - 2;
        if (signal.Axes.Where((axis, i) => i > 0 && i != time + 2 && axis.Along != Along.Features).Any()
            || (signal.Axes[0].Along == Along.Features && signal.Axes[0].Size > 1))
        {
            throw node.Misread(
                $"moves windows over the axes {SignalForms.Describe(signal)}; channels, and values of a step or the steps, were expected after the first axis");
        }

        int[] sizes = signal.Sizes();
        (int channels, int height, int width) = (sizes[1], spatial == 1 ? 1 : sizes[2], sizes[^1]);
        if (channels < 1 || height < 1 || width < 1)
        {
            throw node.Error($"reads no values: {SignalForms.Describe(signal)}");
        }

        node.Spend(signal.Elements.Length * 8L);
        if (time >= 0)
        {
            return OverTime(node, signal, time, kernel);
        }

        node.CheckWhole(signal);
        Element[] elements = Array.ConvertAll(Indexing.Transpose([channels, height * width], [1, 0]), i => signal.Elements[i]);
        return new WindowField(elements, signal, channels, height, width, spatial).WithoutZeros(node);
    }

    /// <summary>The windows of a node, according to its attributes.</summary>
    public Window WindowOf(NodeContext node, int[] kernel, bool ceil)
    {
        int[] kernels = Numbers(node, kernel, "kernel");
        int[] strides = Numbers(node, node.NumbersOf("strides"), "strides");
        int[] dilations = Numbers(node, node.NumbersOf("dilations"), "dilations");
        long[] pads = node.NumbersOf("pads") ?? new long[2 * Spatial];
        if (pads.Length != 2 * Spatial || pads.Any(pad => pad is < 0 or > short.MaxValue))
        {
            throw node.Error($"has the padding [{string.Join(", ", pads.Select(pad => $"{pad}"))}]; {2 * Spatial} numbers of 0 or more were expected");
        }

        if (Time >= 0)
        {
            // These attributes are already part of the values.
            int axis = Time + 2 - Spatial;
            (strides[axis], dilations[axis], pads[Time], pads[Time + Spatial]) = (1, 1, 0, 0);
        }

        (int top, int bottom) = Spatial == 1
            ? (0, 0)
            : Padding(node, (int)pads[0], (int)pads[2], Top + Height + Bottom, kernels[0], strides[0], dilations[0], ceil);
        (int left, int right) = Padding(node, (int)pads[Spatial - 1], (int)pads[^1], Left + Width + Right, kernels[1], strides[1], dilations[1], ceil);
        Window window = new(Channels, Height, Width)
        {
            KernelHeight = kernels[0],
            KernelWidth = kernels[1],
            StrideHeight = strides[0],
            StrideWidth = strides[1],
            DilationHeight = dilations[0],
            DilationWidth = dilations[1],
            Top = Top + top,
            Left = Left + left,
            Bottom = Bottom + bottom,
            Right = Right + right,
        };
        return window.Problem is string problem ? throw node.Error(problem) : window;
    }

    /// <summary>The result of a row, with the axes of the file.</summary>
    public Signal Result(NodeContext node, Window window, int channels, Row row)
    {
        node.Spend(row.Size * 16L);
        Element[] elements = Signal.ElementsOf(row);
        int[] sizes = Spatial == 1 ? [window.OutputWidth] : [window.OutputHeight, window.OutputWidth];
        return new Signal(
            [
                Signal.Axes[0], new Axis(Along.Features, channels),
                .. sizes.Select((size, i) => i == Time ? new Axis(Along.Time) : new Axis(Along.Features, size))
            ],
            Array.ConvertAll(Indexing.Transpose([window.Positions, channels], [1, 0]), i => elements[i]))
        {
            Before = Signal.Before,
            Without = Signal.Without,
        };
    }

    // The steps that the windows of a step cover, as positions. The signal's own shift becomes that of the result.
    private static WindowField OverTime(NodeContext node, Signal signal, int time, int[] kernel)
    {
        int spatial = kernel.Length;
        long stride = node.NumbersOf("strides")?.ElementAtOrDefault(time) ?? 1;
        long dilation = node.NumbersOf("dilations")?.ElementAtOrDefault(time) ?? 1;
        if (stride != 1 || signal.IsReversed || kernel[time] < 1 || dilation is < 1 or > short.MaxValue)
        {
            throw node.Misread(signal.IsReversed
                ? "moves windows over steps in reverse order; forward order was expected"
                : $"advances by {stride} steps at a time; a TinyRnn network gives a row for each step, so a stride of 1 over time was expected");
        }

        long reach = (kernel[time] - 1L) * dilation;
        if (reach > short.MaxValue)
        {
            throw node.Misread($"reaches back {reach} steps; at most {short.MaxValue} were expected");
        }

        (long first, long last) = node.Text("auto_pad", "NOTSET") switch
        {
            "SAME_UPPER" => (reach / 2, reach - (reach / 2)),
            "SAME_LOWER" => (reach - (reach / 2), reach / 2),
            _ => node.NumbersOf("pads") is { } pads && pads.Length == 2 * spatial ? (pads[time], pads[time + spatial]) : (0, 0),
        };
        if ((first > 0 || last > 0 || signal.IsShifted) && node.Node.Operator != "Conv")
        {
            throw node.Misread("pools over steps outside the sequence; only steps of the sequence were expected");
        }

        long before = signal.Before + first - reach;
        long without = signal.Without - last;
        if (before > 0 && before != without)
        {
            throw node.Misread(
                $"computes {before} steps before the first one; at most as many zeros before the first step as its windows reach back were expected");
        }

        // Values of [channels, ...] are needed position by position, with the steps as positions along their axis.
        int[] sizes = signal.Sizes();
        int[] grown = [.. sizes[2..]];
        grown[time] = kernel[time];
        (int height, int width) = spatial == 1 ? (1, grown[0]) : (grown[0], grown[1]);
        int lag = before == without ? node.Lag(before) : 0;
        node.Spend((long)height * width * sizes[1] * 8);
        Element[] elements = new Element[height * width * sizes[1]];
        int[] lags = new int[elements.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            (int position, int channel) = (i / sizes[1], i % sizes[1]);
            int[] at = spatial == 1 ? [position] : [position / width, position % width];
            lags[i] = checked((int)((kernel[time] - 1 - at[time]) * dilation) + lag);
            at[time] = 0;
            elements[i] = signal.Elements[spatial == 1 ? channel : (((channel * sizes[2]) + at[0]) * sizes[3]) + at[1]];
        }

        Signal result = signal with { Before = before == without ? 0 : checked((int)before), Without = before == without ? 0 : checked((int)without) };
        return new WindowField(node.Earlier(elements, lags), result, sizes[1], height, width, spatial) { Time = time }.WithoutZeros(node);
    }

    // Zeros that an earlier node added become the windows' padding.
    private WindowField WithoutZeros(NodeContext node)
    {
        if (!Array.Exists(Elements, element => element.Row is null))
        {
            return this;
        }

        bool[] rows = [.. Enumerable.Range(0, Height).Select(y => Enumerable.Range(0, Width * Channels).All(i => IsZero((y * Width * Channels) + i)))];
        bool[] columns =
        [
            .. Enumerable.Range(0, Width).Select(
                x => Enumerable.Range(0, Height * Channels).All(i => IsZero((((i / Channels * Width) + x) * Channels) + (i % Channels))))
        ];
        int top = rows.TakeWhile(isZero => isZero).Count();
        int left = columns.TakeWhile(isZero => isZero).Count();
        if (top == Height || left == Width)
        {
            throw node.Error("reads only stored numbers; values that the network computes were expected");
        }

        int bottom = rows.Reverse().TakeWhile(isZero => isZero).Count();
        int right = columns.Reverse().TakeWhile(isZero => isZero).Count();
        int height = Height - top - bottom;
        int width = Width - left - right;
        Element[] inner = [.. Enumerable.Range(0, height * width * Channels).Select(i =>
            Elements[((((i / Channels / width) + top) * Width) + (i / Channels % width) + left) * Channels + (i % Channels)])];
        return Array.Exists(inner, element => element.Row is null)
            ? throw node.Error("reads stored numbers among the values that the network computes")
            : this with { Elements = inner, Height = height, Width = width, Top = top, Left = left, Bottom = bottom, Right = right };
    }

    private bool IsZero(int index) => Elements[index] is { Row: null, Value: 0f };

    // With one dimension, the height is 1.
    private int[] Numbers(NodeContext node, IReadOnlyList<long>? numbers, string what)
    {
        long[] all = [.. numbers ?? [.. Enumerable.Repeat(1L, Spatial)]];
        return all.Length == Spatial && Array.TrueForAll(all, number => number is >= 1 and <= int.MaxValue)
            ? [.. Enumerable.Repeat(1, 2 - Spatial), .. all.Select(number => (int)number)]
            : throw node.Error($"has {what} of [{string.Join(", ", all.Select(number => $"{number}"))}]; {Spatial} numbers of 1 or more were expected");
    }

    private int[] Numbers(NodeContext node, int[] numbers, string what) => Numbers(node, Array.ConvertAll(numbers, number => (long)number), what);

    private static (int Before, int After) Padding(NodeContext node, int before, int after, int size, int kernel, int stride, int dilation, bool ceil)
    {
        long extent = ((long)dilation * (kernel - 1)) + 1;
        string automatic = node.Text("auto_pad", "NOTSET");
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            long needed = Math.Max(0, ((((size + stride - 1L) / stride) - 1) * stride) + extent - size);
            long half = needed / 2;
            return automatic == "SAME_UPPER" ? ((int)half, (int)(needed - half)) : ((int)(needed - half), (int)half);
        }

        if (automatic is not ("NOTSET" or "VALID" or ""))
        {
            throw node.Error($"has auto_pad {ImportSource.Quote(automatic)}; NOTSET, VALID, SAME_UPPER or SAME_LOWER was expected");
        }

        // When the number of windows is rounded up, a last window may extend beyond the edge, but does not begin there.
        long room = size + (long)before + after - extent;
        bool hasMore = ceil && room >= 0 && room % stride != 0 && ((room / stride) + 1) * stride < size + (long)before;
        return (before, hasMore ? after + (int)(stride - (room % stride)) : after);
    }
}
