namespace TinyRnn.Interop.Onnx;

/// <summary>Tables and one-hot rows by token; and choosing values or steps by index.</summary>
internal static class TokenOperators
{
    public static Value Gather(NodeContext node)
    {
        Value data = node.Get(0);
        int axis = node.Axis(node.Integer("axis", 0), data.Rank);
        if (node.Get(1) is Signal { Elements: [{ Row: IterationRow }] } iteration)
        {
            Signal step = data is Signal { IsReversed: false } sequence
                ? ControlOperators.StepOf(node, sequence, axis)
                : throw node.Error("uses the number of a step for something other than choosing that step of a sequence");
            return iteration.Rank == 0 ? step : ShapeOperators.WithAxes(step, [.. step.Axes[..axis], .. iteration.Axes, .. step.Axes[axis..]]);
        }

        if (node.Get(1) is Signal tokens)
        {
            return Embedding(node, data, tokens, axis);
        }

        Constant indices = node.Integers(1, "indices");
        if (indices.Rank > 1)
        {
            throw node.Error($"has indices of {indices.Rank} axes; at most one was expected");
        }

        Axis along = ShapeOperators.AxesOf(node, data)[axis];
        Extent size = node.Reading.ExtentOf(along);
        long[] numbers =
        [
            .. indices.Integers!.Select(
                index => index.FromEnd(size) is { IsKnown: true } known ? known.Number : throw node.Error($"has the index {index} for {size} values"))
        ];
        Value chosen = along.Along == Along.Features
            ? TimeOperators.Select(node, data, axis, [.. numbers.Select(index => Index(node, index, along.Size))])
            : Step(node, data, axis, along, numbers);
        return indices.Rank == 1 ? chosen : ShapeOperators.WithAxes(chosen, [.. ShapeOperators.AxesOf(node, chosen).Where((_, i) => i != axis)]);
    }

    public static Value OneHot(NodeContext node)
    {
        Signal tokens = node.Signal(0);
        long depth = node.Get(1) is Constant { Floats: [float number] } ? (long)number : node.Numbers(1, "depth")[0];
        float[] values = node.Constant(2, "values") is { Integers: Extent[] integers }
            ? [.. integers.Select(one => (float)one.Number)]
            : node.Floats(2, "values");
        if (values is not [0f, 1f] || depth is < 1 or > 32768)
        {
            throw node.Error(
                $"has the depth {depth} and the values [{string.Join(", ", values.Take(4).Select(number => $"{number}"))}]; up to 32768 and [0, 1] "
                    + "were expected");
        }

        CheckToken(node, tokens);
        long listed = node.Integer("axis", -1);
        int axis = node.Axis(listed, tokens.Rank + 1);
        List<Axis> axes = [.. tokens.Axes];
        axes.Insert(axis, new Axis(Along.Features, (int)depth));
        return new Signal([.. axes], Signal.ElementsOf(new InputRow((int)depth, true, node.Label)));
    }

    private static Signal Embedding(NodeContext node, Value data, Signal tokens, int axis)
    {
        if (data is not Constant { Floats: float[] table, Dims: [int count, int size] } || axis != 0 || count == 0 || size == 0)
        {
            throw node.Error("looks up a token in something that is not a table of numbers [tokens, values] along its first axis");
        }

        CheckToken(node, tokens);
        EmbeddingRow row = new(table, count, size, node.Label);
        node.Spend(size * 8L);
        return new Signal([.. tokens.Axes, new Axis(Along.Features, size)], Signal.ElementsOf(row));
    }

    private static void CheckToken(NodeContext node, Signal tokens)
    {
        if (tokens.Elements is not [{ Row: TokenRow, View: StepView.Every }])
        {
            node.Fail("looks up something other than the graph's input of tokens, step by step");
        }
    }

    private static Signal Step(NodeContext node, Value data, int axis, Axis along, long[] numbers)
    {
        Extent size = node.Reading.ExtentOf(along);
        if (along.Along == Along.Time && numbers is [long index] && data is Signal signal)
        {
            if (index == -1 || (size.IsKnown && index == size.Number - 1))
            {
                return TimeOperators.View(node, signal, axis, StepView.Last);
            }

            if (index == 0 || (size.IsKnown && index == -size.Number))
            {
                return TimeOperators.View(node, signal, axis, StepView.First);
            }
        }

        throw node.Error(along.Along == Along.Time
            ? "takes a step that is neither the first nor the last"
            : "takes some sequences of a batch; TinyRnn runs each by itself");
    }

    private static int Index(NodeContext node, long index, int size) => index >= -size && index < size
        ? (int)(index < 0 ? index + size : index)
        : throw node.Error($"has the index {index} for {size} values");

    /// <summary>The index of the largest value of a step; a caller can find it in the model's output.</summary>
    public static Value ArgMax(NodeContext node)
    {
        Signal signal = node.Computed(0);
        int axis = node.Axis(node.Integer("axis", 0), signal.Rank);
        return signal.Axes[axis].Along == Along.Features && signal.Axes[axis].Size == signal.Elements.Length
            ? new LargestValue(signal)
            : throw node.Error($"runs over axis {axis} of {SignalForms.Describe(signal)}; all values of a step were expected");
    }
}

/// <summary>The index of the largest of some values; only an output of the graph may be one.</summary>
internal sealed record LargestValue(Signal Of) : Value
{
    /// <inheritdoc/>
    public override int Rank => Of.Rank;
}
