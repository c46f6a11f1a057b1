using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Convolutions, pooling and padding over the values of a step.</summary>
internal static class WindowOperators
{
    public static Value Conv(NodeContext node)
    {
        float[] stored = node.Floats(1, "weights");
        int[] dims = node.Constant(1, "weights").Dims;
        Field field = Field.Of(node, dims.Length - 2);
        long groups = node.Integer("group", 1);
        if (groups < 1 || dims[0] < 1 || dims[0] % groups != 0 || dims[1] * groups != field.Channels)
        {
            throw node.Error($"has weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}] and {groups} groups for {field.Channels} channels");
        }

        Window window = field.WindowOf(node, dims[2..], ceil: false);
        int outputs = dims[0];
        int channels = dims[1];
        float[]? bias = node.Find(2) is null ? null : node.Floats(2, "bias");
        if (bias is not null && bias.Length != outputs)
        {
            throw node.Error($"has a bias of {bias.Length} values for {outputs} outputs");
        }

        // A row of the weights is channel by channel in the file, position by position here.
        node.Spend(stored.Length * 8L);
        float[] weight = Array.ConvertAll(Indexing.Transpose([outputs, channels, window.Taps], [0, 2, 1]), i => stored[i]);
        return field.Result(node, window, outputs, new ConvolutionRow(field.Elements, window, weight, bias, outputs, (int)groups, node.Label));
    }

    /// <summary>The largest or the mean of each window.</summary>
    public static Value Pool(NodeContext node)
    {
        if (node.Node.Outputs.Skip(1).Any(output => output.Length > 0) || node.Attribute("kernel_shape") is not OnnxAttribute kernel)
        {
            throw node.Error("gives the places of the largest values, or does not say how large its windows are; the values of windows of a known size were expected");
        }

        bool isMax = node.Node.Operator == "MaxPool";
        bool countsPadding = node.Integer("count_include_pad", 0) != 0;
        bool ceil = node.Integer("ceil_mode", 0) != 0;
        Field field = Field.Of(node, kernel.Integers.Count);
        Window window = field.WindowOf(node, [.. kernel.Integers.Select(size => node.Size(new Extent(size)))], ceil);
        if (ceil && countsPadding && window.IsPadded)
        {
            throw node.Error("counts the padding in means and rounds the number of windows up; one of the two was expected");
        }

        WindowPoolingMode mode = isMax ? WindowPoolingMode.Max : countsPadding && window.IsPadded ? WindowPoolingMode.MeanWithPadding : WindowPoolingMode.Mean;
        return field.Result(node, window, field.Channels, new WindowPooledRow(field.Elements, window, mode, node.Label));
    }

    /// <summary>Zeros, or values of the edge or mirrored at it, around the values of a step.</summary>
    public static Value Pad(NodeContext node)
    {
        Signal signal = node.Signal(0);
        node.CheckWhole(signal);
        long[] pads = node.NumbersOf("pads", 1) ?? throw node.Error("does not say how much it adds");
        int[] axes = node.Find(3) is null ? [.. Enumerable.Range(0, signal.Rank)] : [.. node.Numbers(3, "axes").Select(axis => node.Axis(axis, signal.Rank))];
        string mode = node.Text("mode", "constant");
        float constant = node.Attribute("value")?.Float ?? (node.Find(2) is Constant { Floats: [float number] } ? number : 0f);
        if (pads.Length != 2 * axes.Length)
        {
            throw node.Error($"adds {pads.Length} numbers of values to {axes.Length} axes; two an axis were expected");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            (long before, long after) = (pads[i], pads[i + axes.Length]);
            if (before != 0 || after != 0)
            {
                signal = Along(node, signal, axes[i], before, after, mode, constant);
            }
        }

        return signal;
    }

    private static Signal Along(NodeContext node, Signal signal, int axis, long before, long after, string mode, float constant)
    {
        if (signal.Axes[axis].Along != Onnx.Along.Features)
        {
            throw node.Misread($"adds values along axis {axis} of {SignalForms.Describe(signal)}; an axis of values of a step was expected");
        }

        int size = signal.Axes[axis].Size;
        int padded = node.Size(new Extent(checked(size + before + after)));
        int[] chosen = [.. Enumerable.Range(0, padded).Select(i => IndexOf(node, i - before, size, mode))];
        int[] sizes = signal.Sizes();
        int inner = Indexing.Product(sizes.AsSpan(axis + 1));
        int outer = Indexing.Product(sizes.AsSpan(0, axis));
        node.Spend((long)outer * padded * inner * 8);
        Element[] elements = new Element[outer * padded * inner];
        for (int i = 0; i < elements.Length; i++)
        {
            int from = chosen[i / inner % padded];
            elements[i] = from < 0 ? Element.Of(constant) : signal.Elements[(((i / inner / padded * size) + from) * inner) + (i % inner)];
        }

        Axis[] axes = [.. signal.Axes];
        axes[axis] = new Axis(Onnx.Along.Features, padded);
        return signal with { Axes = axes, Elements = elements };
    }

    // The value that stands at a place before, in or after those of an axis; -1 for the constant.
    private static int IndexOf(NodeContext node, long place, int size, string mode)
    {
        if (place >= 0 && place < size)
        {
            return (int)place;
        }

        switch (mode)
        {
            case "constant":
                return -1;
            case "edge" when size > 0:
                return place < 0 ? 0 : size - 1;
            case "reflect" when place > -size && place < (2L * size) - 1:
                return (int)(place < 0 ? -place : (2L * size) - 2 - place);
            case "wrap" when size > 0:
                return (int)(((place % size) + size) % size);
            default:
                throw node.Error($"adds values of the mode {ImportSource.Quote(mode)} to an axis of {size}; constant, edge, wrap, or reflect of fewer values than there are was expected");
        }
    }

    /// <summary>The values of a step that windows move over: position by position, channel by channel.</summary>
    private sealed record Field(Element[] Elements, Signal Signal, int Channels, int Height, int Width, int Spatial)
    {
        private int Top { get; init; }

        private int Left { get; init; }

        private int Bottom { get; init; }

        private int Right { get; init; }

        public static Field Of(NodeContext node, int spatial)
        {
            Signal signal = node.Signal(0);
            node.CheckWhole(signal);
            if (spatial is not (1 or 2) || signal.Rank != spatial + 2)
            {
                throw node.Error($"moves windows of {spatial} dimensions over the axes {SignalForms.Describe(signal)}; one or two dimensions after batch and channels were expected");
            }

            if (signal.Axes.Skip(1).Any(axis => axis.Along != Onnx.Along.Features) || (signal.Axes[0].Along == Onnx.Along.Features && signal.Axes[0].Size > 1))
            {
                throw node.Misread($"moves windows over the axes {SignalForms.Describe(signal)}; channels and values of a step were expected after the first axis");
            }

            int[] sizes = signal.Sizes();
            int channels = sizes[1];
            (int height, int width) = spatial == 1 ? (1, sizes[2]) : (sizes[2], sizes[3]);
            if (channels < 1 || height < 1 || width < 1)
            {
                throw node.Error($"reads no values: {SignalForms.Describe(signal)}");
            }

            node.Spend(signal.Elements.Length * 8L);
            Element[] elements = Array.ConvertAll(Indexing.Transpose([channels, height * width], [1, 0]), i => signal.Elements[i]);
            return new Field(elements, signal, channels, height, width, spatial).WithoutZeros(node);
        }

        /// <summary>The windows of a node, by its attributes.</summary>
        public Window WindowOf(NodeContext node, int[] kernel, bool ceil)
        {
            int[] kernels = Numbers(node, kernel, "kernel");
            int[] strides = Numbers(node, node.NumbersOf("strides"), "strides");
            int[] dilations = Numbers(node, node.NumbersOf("dilations"), "dilations");
            long[] pads = node.NumbersOf("pads") ?? new long[2 * Spatial];
            if (pads.Length != 2 * Spatial || pads.Any(pad => pad is < 0 or > short.MaxValue))
            {
                throw node.Error($"has the padding [{string.Join(", ", pads.Select(pad => $"{pad}"))}]; {2 * Spatial} numbers from 0 on were expected");
            }

            (int top, int bottom) = Spatial == 1 ? (0, 0) : Padding(node, (int)pads[0], (int)pads[2], Top + Height + Bottom, kernels[0], strides[0], dilations[0], ceil);
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

        /// <summary>What a row gives, with the axes of the file.</summary>
        public Signal Result(NodeContext node, Window window, int channels, Row row)
        {
            node.Spend(row.Size * 16L);
            Element[] elements = Signal.ElementsOf(row);
            int[] spatial = Spatial == 1 ? [window.OutputWidth] : [window.OutputHeight, window.OutputWidth];
            return new Signal(
                [Signal.Axes[0], new Axis(Onnx.Along.Features, channels), .. spatial.Select(size => new Axis(Onnx.Along.Features, size))],
                Array.ConvertAll(Indexing.Transpose([window.Positions, channels], [1, 0]), i => elements[i]));
        }

        // Zeros that a node before it added become the window's padding.
        private Field WithoutZeros(NodeContext node)
        {
            if (!Array.Exists(Elements, element => element.Row is null))
            {
                return this;
            }

            bool[] rows = [.. Enumerable.Range(0, Height).Select(y => Enumerable.Range(0, Width * Channels).All(i => IsZero((y * Width * Channels) + i)))];
            bool[] columns = [.. Enumerable.Range(0, Width).Select(x => Enumerable.Range(0, Height * Channels).All(i => IsZero((((i / Channels * Width) + x) * Channels) + (i % Channels))))];
            int top = rows.TakeWhile(isZero => isZero).Count();
            int left = columns.TakeWhile(isZero => isZero).Count();
            if (top == Height || left == Width)
            {
                throw node.Error("reads stored numbers alone; values that the network computes were expected");
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

        // Of one dimension the height is 1.
        private int[] Numbers(NodeContext node, IReadOnlyList<long>? numbers, string what)
        {
            long[] all = [.. numbers ?? [.. Enumerable.Repeat(1L, Spatial)]];
            return all.Length == Spatial && Array.TrueForAll(all, number => number is >= 1 and <= int.MaxValue)
                ? [.. Enumerable.Repeat(1, 2 - Spatial), .. all.Select(number => (int)number)]
                : throw node.Error($"has {what} of [{string.Join(", ", all.Select(number => $"{number}"))}]; {Spatial} numbers from 1 on were expected");
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

            // Rounded up, a last window may reach beyond the edge, but does not begin there.
            long room = size + (long)before + after - extent;
            bool hasMore = ceil && room >= 0 && room % stride != 0 && ((room / stride) + 1) * stride < size + (long)before;
            return (before, hasMore ? after + (int)(stride - (room % stride)) : after);
        }
    }
}
