using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Convolutions, pooling and padding over the values of a step.</summary>
internal static class WindowOperators
{
    public static Value Conv(NodeContext node)
    {
        float[] stored = node.Floats(1, "weights");
        int[] dims = node.Constant(1, "weights").Dims;
        WindowField field = WindowField.Of(node, dims[2..]);
        long groups = node.Integer("group", 1);
        if (groups < 1 || dims[0] < 1 || dims[0] % groups != 0 || dims[1] * groups != field.Channels)
        {
            throw node.Error(
                $"has weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}] and {groups} groups for {field.Channels} channels");
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

    /// <summary>The maximum or the mean of each window.</summary>
    public static Value Pool(NodeContext node)
    {
        if (node.Node.Outputs.Skip(1).Any(output => output.Length > 0) || node.Attribute("kernel_shape") is not OnnxAttribute kernel)
        {
            throw node.Error(
                "gives the indices of the largest values, or does not say how large its windows are; only the values of windows of a known size were expected");
        }

        bool isMax = node.Node.Operator == "MaxPool";
        bool countsPadding = node.Integer("count_include_pad", 0) != 0;
        bool ceil = node.Integer("ceil_mode", 0) != 0;
        int[] sizes = [.. kernel.Integers.Select(size => node.Size(new Extent(size)))];
        WindowField field = WindowField.Of(node, sizes);
        Window window = field.WindowOf(node, sizes, ceil);
        if (ceil && countsPadding && window.IsPadded)
        {
            throw node.Error("counts the padding in means and rounds the number of windows up; one of the two was expected");
        }

        WindowPoolingMode mode = isMax ? WindowPoolingMode.Max : countsPadding && window.IsPadded ? WindowPoolingMode.MeanWithPadding : WindowPoolingMode.Mean;
        return field.Result(node, window, field.Channels, new WindowPooledRow(field.Elements, window, mode, node.Label));
    }

    /// <summary>Adds zeros, or values of the edge or mirrored at it, around the values of a step.</summary>
    public static Value Pad(NodeContext node)
    {
        Signal signal = node.Signal(0);
        long[] pads = node.NumbersOf("pads", 1) ?? throw node.Error("does not say how much it adds");
        int[] axes = node.Find(3) is null ? [.. Enumerable.Range(0, signal.Rank)] : [.. node.Numbers(3, "axes").Select(axis => node.Axis(axis, signal.Rank))];
        string mode = node.Text("mode", "constant");
        float constant = node.Attribute("value")?.Float ?? (node.Find(2) is Constant { Floats: [float number] } ? number : 0f);
        if (pads.Length != 2 * axes.Length)
        {
            throw node.Error($"has {pads.Length} numbers for {axes.Length} axes; two for each axis were expected");
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
        if (signal.Axes[axis].Along == Onnx.Along.Time && mode == "constant" && constant == 0f && !signal.IsReversed)
        {
            return node.Shifted(signal, signal.Before + before, signal.Without - after);
        }

        if (signal.Axes[axis].Along != Onnx.Along.Features)
        {
            throw node.Misread(
                $"adds values along axis {axis} of {SignalForms.Describe(signal)}; an axis of values of a step, or zeros around the steps, were expected");
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

    // The index of the value at a place before, within or after an axis; -1 for the constant.
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
                throw node.Error(
                    $"adds values of the mode {ImportSource.Quote(mode)} to an axis of {size}; constant, edge, wrap, or reflect with fewer values than the "
                        + "axis "
                        + "has were expected");
        }
    }
}
