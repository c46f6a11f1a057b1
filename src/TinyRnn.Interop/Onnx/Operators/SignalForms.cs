namespace TinyRnn.Interop.Onnx;

/// <summary>Helpers that operators share: sizes along axes, and broadcasting.</summary>
internal static class SignalForms
{
    /// <summary>The shape of the elements: sizes along features, and 1 along time and batch.</summary>
    public static int[] Sizes(this Signal signal) => Array.ConvertAll(signal.Axes, axis => axis.Along == Along.Features ? axis.Size : 1);

    /// <summary>The elements of one row, in the order of the last axis; fails if features lie along another axis.</summary>
    public static Element[] Row(this NodeContext node, Signal signal)
    {
        if (signal.Rank == 0 || signal.Axes[^1].Along != Along.Features || signal.Axes[^1].Size != signal.Elements.Length)
        {
            throw node.Misread($"reads the axes {Describe(signal)}; values along only the last axis were expected");
        }

        node.CheckWhole(signal);
        return signal.Elements;
    }

    public static void CheckWhole(this NodeContext node, Signal signal)
    {
        if (signal.LacksLast)
        {
            node.Fail("reads all steps but the last, which TinyRnn supports only as a delay by one step");
        }

        if (signal.IsShifted)
        {
            int more = signal.Before - signal.Without;
            node.Fail(more == 0 || signal.Without < 0
                ? "reads a sequence with zeros after its last step; zeros were expected only before its first step (causal padding)"
                : $"reads a sequence of {Math.Abs(more)} steps {(more > 0 ? "more" : "fewer")} than the network's; as many zeros before the first step as a "
                    + "convolution removes were expected (causal padding)");
        }

        if (signal.IsReversed)
        {
            node.Fail("reads the steps in reverse order; only a recurrent node may do that, and its result must be reversed back");
        }
    }

    /// <summary>Checks that the network computes the values: they are not tokens or stored numbers.</summary>
    public static Signal Computed(this NodeContext node, int input) => node.Computed(node.Get(input));

    /// <summary>Checks that the network computes the values: they are not tokens or stored numbers.</summary>
    public static Signal Computed(this NodeContext node, Value value)
    {
        if (value is not Signal signal || signal.Elements.Any(element => element.Row is null or TokenRow or LengthRow or IterationRow))
        {
            throw node.Error("reads tokens, lengths or stored numbers; values that the network computes were expected");
        }

        node.CheckWhole(signal);
        return signal;
    }

    /// <summary>A new row with its axes.</summary>
    public static Signal Result(this NodeContext node, Axis[] axes, Row row)
    {
        node.Spend(row.Size * 8L);
        return new Signal(axes, Signal.ElementsOf(row));
    }

    /// <summary>Broadcasts two signals to the axes of both.</summary>
    public static (Axis[] Axes, Signal Left, Signal Right) Together(this NodeContext node, Signal left, Signal right)
    {
        Axis[] axes = node.Join(left, right);
        return (axes, node.Broadcast(left, axes), node.Broadcast(right, axes));
    }

    /// <summary>The axes in words.</summary>
    public static string Describe(Signal signal) => $"[{string.Join(", ", signal.Axes.Select(axis => axis.Along switch
    {
        Along.Features => FormattableString.Invariant($"{axis.Size}"),
        Along.Time => "time",
        Along.Batch => "batch",
        Along.BatchTime => "batch*time",
        _ => "time*batch",
    }))}]";

    /// <summary>A constant as a signal that does not depend on the input.</summary>
    public static Signal ToSignal(this NodeContext node, Value value)
    {
        if (value is Signal signal)
        {
            return signal;
        }

        Constant constant = value as Constant ?? throw node.Error("reads a list; a tensor was expected");
        node.Spend(constant.Count * 8L);
        return new Signal(
            Array.ConvertAll(constant.Dims, size => new Axis(Along.Features, size)),
            constant.Floats is float[] floats
                ? Array.ConvertAll(floats, Element.Of)
                : Array.ConvertAll(constant.Integers!, one => one.IsKnown ? Element.Of(one.Number)
                    : throw node.Error("computes with the number of steps or the batch as a value")));
    }

    /// <summary>The signal with more axes: axes of size 1 are repeated.</summary>
    public static Signal Broadcast(this NodeContext node, Signal signal, Axis[] axes)
    {
        Axis[] own = [.. Enumerable.Repeat(new Axis(Along.Features), axes.Length - signal.Rank), .. signal.Axes];
        int[] sizes = Array.ConvertAll(own, axis => axis.Along == Along.Features ? axis.Size : 1);
        int[] target = Array.ConvertAll(axes, axis => axis.Along == Along.Features ? axis.Size : 1);
        node.Spend(target.Aggregate(8L, (product, size) => checked(product * size)));
        return signal.Pick(axes, Indexing.Broadcast(sizes, target));
    }

    /// <summary>The broadcast axes of two signals.</summary>
    public static Axis[] Join(this NodeContext node, Signal left, Signal right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Axis[] axes = new Axis[rank];
        for (int i = 1; i <= rank; i++)
        {
            Axis a = i <= left.Rank ? left.Axes[^i] : new Axis(Along.Features);
            Axis b = i <= right.Rank ? right.Axes[^i] : new Axis(Along.Features);
            axes[^i] = a == b || b.IsOne ? a
                : a.IsOne ? b
                : throw node.Error($"joins the axes {Describe(left)} and {Describe(right)}, which do not fit");
        }

        return axes;
    }
}
