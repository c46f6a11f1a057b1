namespace TinyRnn.Interop.Onnx;

/// <summary>Operators that only move values, both constants and signals.</summary>
internal static class ShapeOperators
{
    public static Value Identity(NodeContext node) => node.Get(0);

    public static Value Dropout(NodeContext node) => node.Find(2) is Constant { Integers: [{ Number: not 0 }, ..] }
        ? throw node.Error("is in training mode; a graph for inference was expected")
        : node.Get(0);

    public static Value Cast(NodeContext node)
    {
        Value value = node.Get(0);
        bool toFloat = node.Integer("to", OnnxTensor.Float) is OnnxTensor.Float or OnnxTensor.Double or OnnxTensor.Float16 or OnnxTensor.BFloat16;
        switch (value)
        {
            case Constant { Integers: not null } constant when toFloat:
                return node.ToSignalConstant(constant);
            case Constant { Floats: float[] floats } constant when !toFloat:
                return new Constant(constant.Dims, Array.ConvertAll(floats, number => new Extent((long)number)));
            case Signal { Elements: [{ Row: TokenRow }] } when toFloat:
                throw node.Error("converts a token to a number; a table (Gather) or OneHot was expected after tokens");
            case Signal signal when !toFloat && signal.Elements.Any(element => element.Row is not (TokenRow or LengthRow or IterationRow)):
                throw node.Error("converts values to whole numbers; only tokens and lengths can be whole numbers");
            default:
                return value;
        }
    }

    public static Value Transpose(NodeContext node)
    {
        Value value = node.Get(0);
        int[] order = node.Attribute("perm")?.Integers is { Count: > 0 } perm
            ? [.. perm.Select(axis => node.Axis(axis, value.Rank))]
            : [.. Enumerable.Range(0, value.Rank).Reverse()];
        if (order.Length != value.Rank || order.Distinct().Count() != order.Length)
        {
            throw node.Error($"has the order [{string.Join(", ", order.Select(number => $"{number}"))}] for {value.Rank} axes");
        }

        Axis[] axes = AxesOf(node, value);
        node.Spend(CountOf(value));
        return Pick(value, [.. order.Select(axis => axes[axis])], Indexing.Transpose(SizesOf(axes), order));
    }

    public static Value Squeeze(NodeContext node)
    {
        Value value = node.Get(0);
        Axis[] axes = AxesOf(node, value);
        HashSet<int> dropped = node.NumbersOf("axes", 1) is long[] listed
            ? [.. listed.Select(axis => node.Axis(axis, value.Rank))]
            : [.. Enumerable.Range(0, axes.Length).Where(axis => axes[axis].IsOne)];
        int wrong = dropped.FirstOrDefault(axis => !axes[axis].IsOne, -1);
        return wrong < 0
            ? WithAxes(value, [.. axes.Where((_, axis) => !dropped.Contains(axis))])
            : throw node.Error($"drops axis {wrong}, whose size is {node.Reading.ExtentOf(axes[wrong])}, not 1");
    }

    public static Value Unsqueeze(NodeContext node)
    {
        Value value = node.Get(0);
        long[] added = node.NumbersOf("axes", 1) ?? throw node.Error("lacks its axes");
        if (added.Length > 8)
        {
            throw node.Error($"adds {added.Length} axes");
        }

        int rank = value.Rank + added.Length;
        HashSet<int> ones = [.. added.Select(axis => node.Axis(axis, rank))];
        Queue<Axis> rest = new(AxesOf(node, value));
        if (ones.Count != added.Length)
        {
            throw node.Error("adds an axis twice");
        }

        return WithAxes(value, [.. Enumerable.Range(0, rank).Select(axis => ones.Contains(axis) ? new Axis(Along.Features) : rest.Dequeue())]);
    }

    public static Value Reshape(NodeContext node)
    {
        Value value = node.Get(0);
        Axis[] axes = AxesOf(node, value);
        Extent[] target = [.. node.Integers(1, "sizes").Integers!];
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == new Extent(0) && node.Integer("allowzero", 0) == 0)
            {
                target[i] = i < axes.Length ? node.Reading.ExtentOf(axes[i]) : throw node.Error($"copies the size of axis {i}, which its input does not have");
            }
        }

        return WithAxes(value, Regroup(node, axes, target));
    }

    public static Value Flatten(NodeContext node)
    {
        Value value = node.Get(0);
        Axis[] axes = AxesOf(node, value);
        int axis = node.Integer("axis", 1) == axes.Length ? axes.Length : node.Axis(node.Integer("axis", 1), axes.Length);
        Extent Product(IEnumerable<Axis> some) => some.Aggregate(Extent.One, (product, one) => product * node.Reading.ExtentOf(one));
        return WithAxes(value, Regroup(node, axes, [Product(axes.Take(axis)), Product(axes.Skip(axis))]));
    }

    public static Value Expand(NodeContext node) => Expand(node, node.Get(0), node.Integers(1, "sizes").Integers!);

    public static Value Expand(NodeContext node, Value value, Extent[] sizes)
    {
        Axis[] own = AxesOf(node, value);
        if (sizes.Length > 16)
        {
            throw node.Error($"has {sizes.Length} sizes");
        }

        int rank = Math.Max(own.Length, sizes.Length);
        Axis[] axes = new Axis[rank];
        for (int i = 1; i <= rank; i++)
        {
            Axis axis = i <= own.Length ? own[^i] : new Axis(Along.Features);
            Extent size = i <= sizes.Length ? sizes[^i] : Extent.One;
            axes[^i] = size == Extent.One || node.Reading.ExtentOf(axis) == size || size == new Extent(-1) ? axis
                : axis.IsOne ? AxisOf(node, size)
                : throw node.Error($"expands the size {node.Reading.ExtentOf(axis)} to {size}");
        }

        if (value is Signal dependent && dependent.Elements.Any(element => element.Row is not null) && axes.Any(axis => axis.HasTime) && !dependent.HasTime
            && node.Reading.Layout.HasTime)
        {
            throw node.Error("repeats one step's values over all steps, which a TinyRnn model cannot do");
        }

        int[] from = [.. Enumerable.Repeat(1, rank - own.Length), .. SizesOf(own)];
        if (value is Constant { Integers: not null } numbers && axes.Any(axis => axis.Along != Along.Features))
        {
            // The same numbers for each sequence, such as their lengths: one of them is enough.
            return numbers.Reshape(from);
        }

        node.Spend(SizesOf(axes).Aggregate(2L, (product, size) => checked(product * size)));
        int[] indices = Indexing.Broadcast(from, SizesOf(axes));
        return value is Constant constant && axes.Any(axis => axis.Along != Along.Features)
            ? node.ToSignal(constant).Pick(axes, indices)
            : Pick(value, axes, indices);
    }

    public static Value Tile(NodeContext node)
    {
        Value value = node.Get(0);
        Axis[] axes = AxesOf(node, value);
        Extent[] repeats = node.Integers(1, "repeats").Integers!;
        return repeats.Length == axes.Length && repeats.Select((repeat, i) => repeat == Extent.One || axes[i].IsOne).All(fits => fits)
            ? Expand(node, value, [.. repeats.Select((repeat, i) => repeat * node.Reading.ExtentOf(axes[i]))])
            : throw node.Error("repeats values side by side; axes of size 1 were expected");
    }

    public static Value Concat(NodeContext node)
    {
        Value[] values = [.. Enumerable.Range(0, node.Node.Inputs.Count).Select(node.Get)];
        if (values.Length == 0)
        {
            throw node.Error("joins nothing");
        }

        int axis = node.Axis(node.Integer("axis", node.Opset < 4 ? 1 : 0), values[0].Rank);
        if (values.All(value => value is Constant { Integers: not null }))
        {
            Constant[] constants = [.. values.Cast<Constant>()];
            return new Constant(
                JoinedDims(node, [.. constants.Select(one => one.Dims)], axis),
                Interleave(node, [.. constants.Select(one => (one.Dims, one.Integers!))], axis));
        }

        if (values.All(value => value is Constant { Floats: not null }))
        {
            Constant[] constants = [.. values.Cast<Constant>()];
            return new Constant(
                JoinedDims(node, [.. constants.Select(one => one.Dims)], axis), Interleave(node, [.. constants.Select(one => (one.Dims, one.Floats!))], axis));
        }

        Signal[] signals = [.. values.Select(node.ToSignal)];
        return signals.Length == 2 && signals[1].LacksLast && signals[1].Elements.All(element => element.Row is RecurrentRow)
            ? TimeOperators.Delay(node, signals[0], signals[1], axis)
            : WithZeros(node, signals, axis) ?? Concat(node, signals, axis);
    }

    public static Axis[] AxesOf(NodeContext node, Value value) => value switch
    {
        Signal signal => signal.Axes,
        Constant constant => Array.ConvertAll(constant.Dims, size => new Axis(Along.Features, size)),
        _ => throw node.Error("reads a result that TinyRnn does not compute"),
    };

    public static int[] SizesOf(Axis[] axes) => Array.ConvertAll(axes, axis => axis.Along == Along.Features ? axis.Size : 1);

    public static Value Pick(Value value, Axis[] axes, int[] indices) => value is Signal signal
        ? signal.Pick(axes, indices)
        : ((Constant)value).Pick(Array.ConvertAll(axes, axis => axis.Size), indices);

    public static Value WithAxes(Value value, Axis[] axes) => value is Signal signal
        ? signal with { Axes = axes }
        : ((Constant)value).Reshape(Array.ConvertAll(axes, axis => axis.Size));

    private static int CountOf(Value value) => value is Signal signal ? signal.Elements.Length * 8 : ((Constant)value).Count;

    private static Constant ToSignalConstant(this NodeContext node, Constant constant) => new(
        constant.Dims, Array.ConvertAll(
            constant.Integers!, one => one.IsKnown ? (float)one.Number : throw node.Error("computes with the number of steps or the batch as a value")));

    private static Signal Concat(NodeContext node, Signal[] signals, int axis)
    {
        // A state for a batch of one fits a batch of any size, which then has one sequence.
        Signal first = signals.MaxBy(signal => signal.Axes.Count(one => one.Along != Along.Features))!;
        foreach (Signal signal in signals)
        {
            if (signal.Rank != first.Rank
                || signal.Axes.Where((one, i) => i != axis && one != first.Axes[i] && !(one.IsOne && first.Axes[i].Along == Along.Batch)).Any()
                || signal.IsShifted || signal.IsReversed)
            {
                throw node.Error($"joins the axes {SignalForms.Describe(first)} and {SignalForms.Describe(signal)}, which do not fit");
            }

            if (signal.Axes[axis].Along != Along.Features)
            {
                throw node.Error("joins along time or the batch; values of a step were expected");
            }
        }

        Axis[] axes = [.. first.Axes];
        axes[axis] = new Axis(Along.Features, signals.Sum(signal => signal.Axes[axis].Size));
        node.Spend(signals.Sum(signal => signal.Elements.Length * 8L));
        return new Signal(axes, Interleave(node, [.. signals.Select(signal => (signal.Sizes(), signal.Elements))], axis));
    }

    // Zeros before or after the steps of a sequence; null if something else is joined.
    private static Signal? WithZeros(NodeContext node, Signal[] signals, int axis)
    {
        int at = Array.FindIndex(signals, signal => signal.Rank > axis && signal.Axes[axis].Along == Along.Time);
        if (at < 0
            || !signals.Where((_, i) => i != at).All(other => other.Rank == signals[at].Rank && other.Axes[axis].Along == Along.Features
                && other.Elements.All(element => element is { Row: null, Value: 0f })))
        {
            return null;
        }

        Signal sequence = signals[at];
        return sequence.IsReversed ? null : node.Shifted(sequence, sequence.Before + Steps(..at), sequence.Without - Steps((at + 1)..));

        int Steps(Range others) => signals[others].Sum(other => other.Axes[axis].Size);
    }

    private static int[] JoinedDims(NodeContext node, int[][] dims, int axis)
    {
        int[] joined = [.. dims[0]];
        if (dims.Any(one => one.Length != joined.Length || one.Where((size, i) => i != axis && size != joined[i]).Any()))
        {
            throw node.Error("joins tensors whose sizes do not fit");
        }

        joined[axis] = dims.Aggregate(0, (sum, one) => checked(sum + one[axis]));
        node.Spend(joined.Aggregate(1L, (product, size) => checked(product * size)));
        return joined;
    }

    private static T[] Interleave<T>(NodeContext node, (int[] Sizes, T[] Values)[] parts, int axis)
    {
        int outer = Indexing.Product(parts[0].Sizes.AsSpan(0, axis));
        T[] joined = new T[parts.Sum(part => part.Values.Length)];
        int at = 0;
        for (int i = 0; i < outer; i++)
        {
            foreach ((_, T[] values) in parts)
            {
                int run = values.Length / outer;
                values.AsSpan(i * run, run).CopyTo(joined.AsSpan(at));
                at += run;
            }
        }

        return at == joined.Length ? joined : throw node.Error("joins tensors whose sizes do not fit");
    }

    private static Axis AxisOf(NodeContext node, Extent size) =>
        size == node.Reading.Layout.Time && !size.IsKnown ? new Axis(Along.Time)
        : size == node.Reading.Layout.Batch && !size.IsKnown ? new Axis(Along.Batch)
        : new Axis(Along.Features, node.Size(size));

    // The axes, in order, must be split and joined so that they give the requested sizes.
    private static Axis[] Regroup(NodeContext node, Axis[] axes, Extent[] target)
    {
        if (target.Length > 16)
        {
            throw node.Error($"has {target.Length} sizes");
        }

        Extent total = axes.Aggregate(Extent.One, (product, axis) => product * node.Reading.ExtentOf(axis));
        int open = Array.IndexOf(target, new Extent(-1));
        if (open >= 0)
        {
            Extent rest = target.Where((_, i) => i != open).Aggregate(Extent.One, (product, size) => product * size);
            target[open] = total.Over(rest) ?? throw Mismatch();
        }

        Queue<Axis> left = new(axes.Where(axis => !axis.IsOne).SelectMany(Parts));
        Axis[] result = new Axis[target.Length];
        Axis? part = null;
        for (int i = 0; i < target.Length; i++)
        {
            Extent size = target[i];
            Axis grown = new(Along.Features);
            while (size != Extent.One)
            {
                Axis next = part ?? (left.TryDequeue(out Axis dequeued) ? dequeued : throw Mismatch());
                part = null;
                Extent whole = node.Reading.ExtentOf(next);
                if (size.Over(whole) is Extent rest && whole != new Extent(0))
                {
                    size = rest;
                }
                else if (next.Along == Along.Features && size.IsKnown && size.Number > 0 && next.Size % size.Number == 0)
                {
                    part = new Axis(Along.Features, (int)(next.Size / size.Number));
                    next = new Axis(Along.Features, (int)size.Number);
                    size = Extent.One;
                }
                else
                {
                    throw Mismatch();
                }

                grown = Joined(grown, next);
            }

            result[i] = grown;
        }

        return part is null && left.Count == 0 ? result : throw Mismatch();

        static Axis[] Parts(Axis axis) => axis.Along switch
        {
            Along.BatchTime => [new Axis(Along.Batch), new Axis(Along.Time)],
            Along.TimeBatch => [new Axis(Along.Time), new Axis(Along.Batch)],
            _ => [axis],
        };

        Axis Joined(Axis a, Axis b) => a.IsOne ? b
            : b.IsOne ? a
            : (a.Along, b.Along) switch
            {
                (Along.Features, Along.Features) => new Axis(Along.Features, checked(a.Size * b.Size)),
                (Along.Batch, Along.Time) => new Axis(Along.BatchTime),
                (Along.Time, Along.Batch) => new Axis(Along.TimeBatch),
                _ => throw node.Error("joins steps or sequences with the values of a step, which a TinyRnn model keeps apart"),
            };

        ImportException Mismatch() => node.Error(
            $"makes the sizes [{string.Join(", ", target)}] of [{string.Join(", ", axes.Select(node.Reading.ExtentOf))}], which mixes steps, sequences "
                + "and values");
    }
}
