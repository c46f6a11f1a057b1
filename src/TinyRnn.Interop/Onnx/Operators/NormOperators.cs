namespace TinyRnn.Interop.Onnx;

/// <summary>Normalisations over the values of a step.</summary>
internal static class NormOperators
{
    private const float UsualEpsilon = 1e-5f;

    /// <summary>Over the last axes, starting at a given one.</summary>
    public static Value Layer(NodeContext node)
    {
        Signal signal = node.Computed(0);
        int axis = node.Axis(node.Integer("axis", -1), signal.Rank);
        if (signal.Axes.Skip(axis).Any(one => one.Along != Along.Features))
        {
            throw node.Error($"normalises the axes {SignalForms.Describe(signal)} from axis {axis} on; values of a step were expected");
        }

        int size = signal.Axes.Skip(axis).Aggregate(1, (product, one) => product * one.Size);
        return Normalized(node, signal, signal.Elements.Length / Math.Max(size, 1), Spread(1, "scale"), node.Find(2) is null ? null : Spread(2, "bias"));

        float[] Spread(int input, string what) =>
            Array.ConvertAll(
                node.Broadcast(
                    node.ToSignal(node.Constant(input, what)),
                    [.. signal.Axes.Select(one => one.Along == Along.Features ? one : new Axis(Along.Features))]).Elements,
                element => element.Value);
    }

    /// <summary>Over the axes after the channels, for each channel.</summary>
    public static Value Instance(NodeContext node)
    {
        Signal signal = Channels(node);
        return Normalized(node, signal, signal.Axes[1].Size, Repeated(node, signal, 1, "scale"), Repeated(node, signal, 2, "bias"));
    }

    /// <summary>Over groups of channels and the axes after them.</summary>
    public static Value Group(NodeContext node)
    {
        Signal signal = Channels(node);
        long groups = node.Integer("num_groups", 0);
        return groups > 0 && signal.Axes[1].Size % groups == 0
            ? Normalized(node, signal, (int)groups, Repeated(node, signal, 1, "scale"), Repeated(node, signal, 2, "bias"))
            : throw node.Error($"has {groups} groups of {signal.Axes[1].Size} channels");
    }

    private static Signal Channels(NodeContext node)
    {
        Signal signal = node.Computed(0);
        return signal.Rank >= 2 && signal.Axes.Skip(1).All(axis => axis.Along == Along.Features) && signal.Axes[1].Size > 0
            ? signal
            : throw node.Error($"normalises the axes {SignalForms.Describe(signal)}; channels and values of a step were expected after the first one");
    }

    // One number for each channel or, in older group norms, for each group.
    private static float[] Repeated(NodeContext node, Signal signal, int input, string what)
    {
        float[] numbers = node.Floats(input, what);
        int size = signal.Elements.Length;
        return numbers.Length > 0 && size % numbers.Length == 0 && signal.Axes[1].Size % numbers.Length == 0
            ? [.. Enumerable.Range(0, size).Select(i => numbers[i / (size / numbers.Length)])]
            : throw node.Error($"has {what} of {numbers.Length} values for {signal.Axes[1].Size} channels");
    }

    private static Signal Normalized(NodeContext node, Signal signal, int groups, float[] scale, float[]? shift)
    {
        float epsilon = node.Float("epsilon", UsualEpsilon);
        return epsilon >= 0 && float.IsFinite(epsilon)
            ? node.Result(signal.Axes, new NormalizedRow(signal.Elements, groups, epsilon, scale, shift, node.Label))
            : throw node.Error(FormattableString.Invariant($"has epsilon {epsilon}; 0 or more was expected"));
    }
}
