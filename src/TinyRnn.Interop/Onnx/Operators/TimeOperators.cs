using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Operators that choose or pool steps, and operators that choose values of a step.</summary>
internal static class TimeOperators
{
    // Small groups, such as two directions, are added part by part; larger ones are reduced by one layer.
    private const int MostParts = 4;

    public static Value Reduce(NodeContext node)
    {
        Signal signal = node.Signal(0);
        long[] listed = node.NumbersOf("axes", 1) ?? [];
        if (listed.Length == 0)
        {
            throw node.Error("pools over all axes; the time axis or values of a step were expected");
        }

        string operation = node.Node.Operator;
        HashSet<int> reduced = [.. listed.Select(axis => node.Axis(axis, signal.Rank))];
        int time = reduced.FirstOrDefault(axis => signal.Axes[axis].Along == Along.Time, -1);
        if (time >= 0)
        {
            StepView view = operation switch
            {
                "ReduceMean" => StepView.Mean,
                "ReduceMax" => StepView.Max,
                _ => throw node.Error($"pools over the steps of {SignalForms.Describe(signal)}; only a mean or a maximum over steps is supported"),
            };
            signal = View(node, signal, time, view);
        }

        int wrong = reduced.FirstOrDefault(axis => signal.Axes[axis].Along != Along.Features, -1);
        if (wrong >= 0)
        {
            throw node.Error($"pools over axis {wrong} of {SignalForms.Describe(signal)}; the time axis or values of a step were expected");
        }

        int[] values = [.. reduced.Where(axis => signal.Axes[axis].Size > 1).Order()];
        if (values.Length > 0)
        {
            signal = OverValues(node, node.Computed(signal), values);
        }

        return node.Integer("keepdims", 1) != 0
            ? signal
            : ShapeOperators.WithAxes(signal, [.. signal.Axes.Where((_, axis) => !reduced.Contains(axis))]);
    }

    private static Signal OverValues(NodeContext node, Signal signal, int[] over)
    {
        Axis[] axes = [.. signal.Axes];
        foreach (int axis in over)
        {
            axes[axis] = new Axis(Along.Features);
        }

        int[][] groups = Indexing.Groups(signal.Sizes(), over);
        int size = groups[0].Length;
        string operation = node.Node.Operator;
        if (operation is "ReduceSum" or "ReduceMean" && size <= MostParts && groups.Length > 1)
        {
            node.Spend(signal.Elements.Length * 16L);
            Element[] sum = Part(0);
            for (int i = 1; i < size; i++)
            {
                sum = Signal.ElementsOf(new SumRow(sum, Part(i), node.Label));
            }

            double[] factors = [.. sum.Select(_ => 1.0 / size)];
            return operation == "ReduceSum"
                ? new Signal(axes, sum)
                : node.Result(axes, new AffineRow(sum, factors, new double[factors.Length], AffineForm.Other, node.Label));
        }

        Element[] source = [.. groups.SelectMany(group => group).Select(i => signal.Elements[i])];
        node.Spend(signal.Elements.Length * 16L);
        return operation switch
        {
            "ReduceMean" => Reduced(ReduceMode.Mean, source),
            "ReduceSum" => Reduced(ReduceMode.Sum, source),
            "ReduceMax" => Reduced(ReduceMode.Max, source),
            "ReduceMin" =>
                node.Result(axes, AffineRow.Negative(Reduced(ReduceMode.Max, Signal.ElementsOf(AffineRow.Negative(source, node.Label))).Elements, node.Label)),
            "ReduceSumSquare" => Reduced(ReduceMode.Sum, Squares()),
            _ => node.Result(axes, new FunctionRow(Function.Sqrt, Reduced(ReduceMode.Sum, Squares()).Elements, node.Label)),
        };

        Element[] Part(int i) => [.. groups.Select(group => signal.Elements[group[i]])];

        Signal Reduced(ReduceMode mode, Element[] of) => node.Result(axes, new ReducedRow(mode, of, groups.Length, node.Label));

        Element[] Squares() => Signal.ElementsOf(new FunctionRow(Function.Square, source, node.Label));
    }

    public static Value GlobalPool(NodeContext node)
    {
        Signal signal = node.Signal(0);
        for (int axis = 2; axis < signal.Rank; axis++)
        {
            if (signal.Axes[axis].Along == Along.Time)
            {
                signal = View(node, signal, axis, node.Node.Operator == "GlobalMaxPool" ? StepView.Max : StepView.Mean);
            }
            else if (!signal.Axes[axis].IsOne)
            {
                throw node.Error($"pools over axis {axis} of {SignalForms.Describe(signal)}; the time axis was expected");
            }
        }

        return signal;
    }

    public static Value Slice(NodeContext node)
    {
        Value value = node.Get(0);
        Extent[] starts = Bounds(node, "starts", 1);
        Extent[] ends = Bounds(node, "ends", 2);
        long[] axes = node.NumbersOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.Find(4) is null ? [.. Enumerable.Repeat(1L, starts.Length)] : node.Numbers(4, "steps");
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || starts.Length > 16)
        {
            throw node.Error($"has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i], value.Rank);
            value = Slice(node, value, axis, starts[i], ends[i], steps[i]);
        }

        return value;
    }

    public static Value?[] Split(NodeContext node)
    {
        int size = SplitSize(node);
        int parts = node.Node.Outputs.Count;
        int equal = parts == 0 ? 0 : (size + parts - 1) / parts;
        long[] sizes = node.NumbersOf("split", 1) ?? [.. Enumerable.Range(0, parts).Select(i => (long)Math.Clamp(size - (i * (long)equal), 0, equal))];
        return sizes.Length == parts ? Split(node, sizes) : throw node.Error($"splits into {sizes.Length} parts and has {parts} outputs");
    }

    public static Value SplitToSequence(NodeContext node)
    {
        int size = SplitSize(node);
        long[] split = node.Find(1) is null ? [1] : node.Numbers(1, "sizes of the parts");
        bool isEven = node.Find(1) is null || node.Get(1).Rank == 0;
        if (node.Find(1) is null && node.Integer("keepdims", 1) == 0)
        {
            throw node.Error("splits an axis and drops it; parts that keep the axis were expected");
        }

        if (isEven && split is not [> 0])
        {
            throw node.Error("splits into parts of size 0");
        }

        long step = Math.Clamp(split.FirstOrDefault(), 1, Math.Max(size, 1));
        long[] sizes = isEven ? [.. Enumerable.Range(0, (int)((size + step - 1) / step)).Select(i => Math.Min(step, size - (i * step)))] : split;
        return new PartsValue([.. Split(node, sizes)!]);
    }

    public static Value SequenceAt(NodeContext node)
    {
        IReadOnlyList<Value> parts = node.Get(0) is PartsValue list ? list.Parts
            : throw node.Error("chooses from something that is not a list of the parts of a tensor");
        long index = node.Numbers(1, "position")[0];
        return index >= -parts.Count && index < parts.Count
            ? parts[(int)(index < 0 ? index + parts.Count : index)]
            : throw node.Error($"has the position {index} in a list of {parts.Count}");
    }

    private static int SplitSize(NodeContext node)
    {
        Value value = node.Get(0);
        Axis along = ShapeOperators.AxesOf(node, value)[node.Axis(node.Integer("axis", 0), value.Rank)];
        return along.Along == Along.Features ? along.Size : throw node.Error("splits time or the batch; values of a step were expected");
    }

    private static Value[] Split(NodeContext node, long[] sizes)
    {
        Value value = node.Get(0);
        int axis = node.Axis(node.Integer("axis", 0), value.Rank);
        Axis along = ShapeOperators.AxesOf(node, value)[axis];
        if (sizes.Any(size => size < 0 || size > along.Size) || sizes.Sum() != along.Size)
        {
            throw node.Error($"splits {along.Size} values into [{string.Join(", ", sizes.Take(16).Select(number => $"{number}"))}]");
        }

        Value[] results = new Value[sizes.Length];
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            results[i] = Select(node, value, axis, [.. Enumerable.Range(start, (int)sizes[i])]);
            start += (int)sizes[i];
        }

        return results;
    }

    /// <summary>Chooses values along an axis of features.</summary>
    public static Value Select(NodeContext node, Value value, int axis, int[] chosen)
    {
        Axis[] axes = [.. ShapeOperators.AxesOf(node, value)];
        int[] sizes = ShapeOperators.SizesOf(axes);
        axes[axis] = new Axis(Along.Features, chosen.Length);
        node.Spend(ShapeOperators.SizesOf(axes).Aggregate(4L, (product, size) => checked(product * size)) * (value is Signal ? 8 : 1));
        return ShapeOperators.Pick(value, axes, Indexing.Select(sizes, axis, chosen));
    }

    /// <summary>Reduces the time axis to size 1; the values become those of the last step, the mean and so on.</summary>
    public static Signal View(NodeContext node, Signal signal, int axis, StepView view)
    {
        if (signal.IsReversed)
        {
            StepView turned = view switch { StepView.First => StepView.Last, StepView.Last => StepView.First, _ => view };
            return View(node, signal with { IsReversed = false }, axis, turned);
        }

        if (view != StepView.Last || signal.Without != 0)
        {
            node.CheckWhole(signal);
        }

        if (node.Reading.HasLengths && view is not (StepView.First or StepView.Max))
        {
            throw node.Error("reads past the end of sequences that have their own lengths; the recurrent node's final state was expected");
        }

        if (node.Reading.HasLengths && view == StepView.Max)
        {
            throw node.Error("pools over steps past the end of sequences that have their own lengths");
        }

        Axis[] axes = [.. signal.Axes];
        axes[axis] = new Axis(Along.Features);
        node.Spend(signal.Elements.Length * 8L);
        return new Signal(axes, Array.ConvertAll(signal.Elements, element => element.Row is null ? element
            : element.View == StepView.Every ? element with { View = view }
            : throw node.Error("chooses or pools steps of values that are already pooled or shifted over time")));
    }

    /// <summary>[initial, all steps but the last] along time: the values of the step before.</summary>
    public static Signal Delay(NodeContext node, Signal initial, Signal signal, int axis)
    {
        if (signal.Axes[axis].Along != Along.Time || initial.Rank != signal.Rank || !initial.Axes[axis].IsOne
            || initial.Elements.Length != signal.Elements.Length)
        {
            throw node.Error("joins steps; only a delay by one step is supported");
        }

        for (int i = 0; i < signal.Elements.Length; i++)
        {
            Element element = signal.Elements[i];
            Element before = initial.Elements[i];
            bool fits = element.Row is RecurrentRow { Cell.HasInitialState: false } row && element.View == StepView.Every
                && (before.Row is StateRow state ? row.StateNames.Contains(state.Node) : before.Row is null && before.Value == 0f);
            if (!fits)
            {
                throw node.Error("delays values that are not a recurrent node's, or from another state than its initial one");
            }
        }

        return new Signal(signal.Axes, Array.ConvertAll(signal.Elements, element => element with { View = StepView.Previous }));
    }

    public static Value ReverseSequence(NodeContext node)
    {
        Signal signal = node.Signal(0);
        int axis = node.Axis(node.Integer("time_axis", 0), signal.Rank);
        if (signal.Axes[axis].Along != Along.Time || signal.IsShifted || RecurrentOperators.ReadLengths(node, 1))
        {
            throw node.Error("reverses something other than the steps of whole sequences");
        }

        return signal with { IsReversed = !signal.IsReversed };
    }

    private static Value Slice(NodeContext node, Value value, int axis, Extent start, Extent end, long step)
    {
        Axis along = ShapeOperators.AxesOf(node, value)[axis];
        Signal? shifted = along.Along == Along.Time ? value as Signal : null;
        Extent size = node.Reading.ExtentOf(along).Plus(shifted is null ? 0 : shifted.Before - shifted.Without);
        (start, end) = (start.FromEnd(size), end.FromEnd(size));
        if (along.Along == Along.Features)
        {
            return start.IsKnown && end.IsKnown
                ? Select(node, value, axis, Indices(node, along.Size, start.Number, end.Number, step))
                : throw node.Error("slices values by the number of steps or the batch");
        }

        // From here on the size may be unknown; negative bounds count from the end.
        long from = start.IsKnown ? FromStart(start.Number) : start == size ? long.MaxValue : long.MinValue;
        bool toEnd = !end.IsKnown ? end == size : end.Number >= (size.IsKnown ? size.Number : int.MaxValue);
        long to = end.IsKnown ? FromStart(end.Number) : long.MinValue;
        bool lastOnly = start.Number == -1 || (size.IsKnown && from == size.Number - 1);
        if (step == 1 && from == 0 && toEnd)
        {
            return value;
        }

        if (along.Along == Along.Time && step == -1 && value is Signal { IsShifted: false } turned
            && (lastOnly || !start.IsKnown || start.Number >= int.MaxValue) && end.IsKnown && end.Number <= -int.MaxValue)
        {
            return turned with { IsReversed = !turned.IsReversed };
        }

        if (along.Along == Along.Time && step == 1 && value is Signal signal)
        {
            if (start.IsKnown && lastOnly && toEnd)
            {
                return View(node, signal, axis, StepView.Last);
            }

            if (from == 0 && to == 1 && !signal.IsShifted)
            {
                return View(node, signal, axis, StepView.First);
            }

            long cut = toEnd ? 0 : !end.IsKnown ? long.MinValue : end.Number < 0 ? -end.Number : size.IsKnown ? size.Number - to : long.MinValue;
            if (start.IsKnown && from is >= 0 and <= int.MaxValue && cut is >= 0 and <= int.MaxValue && !signal.IsReversed)
            {
                return node.Shifted(signal, signal.Before - from, signal.Without + cut);
            }
        }

        throw node.Error(along.Along == Along.Time
            ? "takes some of the steps; all of them, the first, the last, or all but some at the ends was expected"
            : "takes some sequences of a batch; TinyRnn runs each by itself");

        long FromStart(long bound) => bound < 0 && size.IsKnown ? Math.Max(0, bound + size.Number) : bound;
    }

    private static int[] Indices(NodeContext node, int size, long start, long end, long step)
    {
        if (step is 0 or long.MinValue)
        {
            throw node.Error($"slices with the step {step}");
        }

        long first = Math.Clamp(start < 0 ? start + size : start, step < 0 ? -1 : 0, step < 0 ? size - 1 : size);
        long limit = Math.Clamp(end < 0 ? end + size : end, step < 0 ? -1 : 0, size);
        List<int> indices = [];
        for (long i = first; step > 0 ? i < limit : i > limit; i += step)
        {
            indices.Add((int)i);
            if (step > size || step < -size)
            {
                break;
            }
        }

        return [.. indices];
    }

    private static Extent[] Bounds(NodeContext node, string name, int input) => node.Attribute(name) is OnnxAttribute attribute
        ? [.. attribute.Integers.Select(value => new Extent(value))]
        : node.Integers(input, name).Integers!;
}
