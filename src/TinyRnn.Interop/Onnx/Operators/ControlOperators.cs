namespace TinyRnn.Interop.Onnx;

/// <summary>Graphs within nodes: branches that are known in advance, and loops over the steps, whose bodies are read as layers.</summary>
internal static class ControlOperators
{
    private const int OldestScan = 9;

    public static Value?[] If(NodeContext node) => node.Get(0) is Constant { Integers: [{ IsKnown: true } condition] }
        ? node.Reading.RunBody(node, Graph(node, condition.Number != 0 ? "then_branch" : "else_branch"), [])
        : throw node.Error(
            "its condition depends on the input or on sizes that are known only during a run; a condition that is known in advance was expected");

    public static Value?[] Scan(NodeContext node)
    {
        OnnxGraph body = Graph(node, "body");
        int inputs = node.Node.Inputs.Count;
        long scanned = node.Integer("num_scan_inputs", 0);
        if (node.Opset < OldestScan || scanned < 1 || scanned > inputs || body.Inputs.Count != inputs)
        {
            throw node.Error(
                $"has opset {node.Opset}, {scanned} of {inputs} inputs step by step and a body with {body.Inputs.Count} inputs; opset {OldestScan} or newer "
                    + "and the same number in the body were expected");
        }

        int count = inputs - (int)scanned;
        Signal[] sequences = [.. Enumerable.Range(count, (int)scanned).Select(node.Signal)];
        bool isReversed = sequences[0].IsReversed;
        long[] directions =
        [
            .. (node.Attribute("scan_input_directions")?.Integers ?? [0]).Concat(node.Attribute("scan_output_directions")?.Integers ?? []).Distinct()
        ];
        bool isBackward = directions is [1];
        if (directions is not ([0] or [1]) || sequences.Any(sequence => sequence.IsReversed != isReversed)
            || (isBackward && body.Outputs.Count > count && node.Attribute("scan_output_directions") is null))
        {
            throw node.Error("runs over its inputs and outputs in different directions; one for all was expected");
        }

        LoopState[] states = [.. Enumerable.Range(0, count).Select(i => LoopState.Of(node, i, body.Inputs[i].Name))];
        List<long>? axes = node.Attribute("scan_input_axes")?.Integers;
        Value[] results = node.Reading.RunBody(
            node, body, [.. states.Select(state => state.Inside),
                .. sequences.Select((sequence, i) => StepOf(node, sequence, axes is null ? 0 : axes.ElementAtOrDefault(i)))]);
        if (results.Length < count)
        {
            throw node.Error($"has {count} states, but its body gives {results.Length} results");
        }

        LoopResults steps = new(node, states, isBackward != isReversed);
        steps.FindCells(results[..count], results);
        List<long>? outputAxes = node.Attribute("scan_output_axes")?.Integers;
        return
        [
            .. results[..count].Select(steps.Final),
            .. results[count..].Select(
                (result, i) => steps.Stacked(result, outputAxes is null ? 0 : outputAxes.ElementAtOrDefault(i)) with { IsReversed = isReversed }),
        ];
    }

    public static Value?[] Loop(NodeContext node)
    {
        OnnxGraph body = Graph(node, "body");
        Extent? trips = node.Find(0) switch
        {
            null => null,
            Constant { Integers: [Extent stated] } => stated,
            _ => throw node.Error("has a number of iterations that depends on the input; one for each step was expected"),
        };
        if (node.Find(1) is not (null or Constant { Integers: [{ IsKnown: true, Number: not 0 }] }))
        {
            throw node.Error("might not run at all; a loop that runs once for each step was expected");
        }

        // The number of the iteration, the condition, and the carried values: states, counters, lists of results.
        int carried = node.Node.Inputs.Count - 2;
        if (carried < 0 || body.Inputs.Count != carried + 2 || body.Outputs.Count < carried + 1)
        {
            throw node.Error($"carries {carried} values, but its body has {body.Inputs.Count} inputs and {body.Outputs.Count} outputs");
        }

        Signal iteration = new([], Signal.ElementsOf(new IterationRow(node.Label)));
        List<LoopState> states = [];
        Value[] inside = new Value[carried];
        for (int i = 0; i < carried; i++)
        {
            switch (node.Get(i + 2))
            {
                case Constant stored when IsHandedOn(body, i):
                    inside[i] = stored;
                    break;
                case SequenceValue { Item: null } empty:
                    inside[i] = empty;
                    break;
                case Constant { Integers: [{ IsKnown: true, Number: 0 }] } counter:
                    inside[i] = new Signal(ShapeOperators.AxesOf(node, counter), iteration.Elements);
                    break;
                default:
                    states.Add(LoopState.Of(node, i + 2, body.Inputs[i + 2].Name));
                    inside[i] = states[^1].Inside;
                    break;
            }
        }

        Value[] results = node.Reading.RunBody(node, body, [iteration, new Constant([], [Extent.One]), .. inside]);
        LoopCondition condition = results[0] switch
        {
            LoopCondition limited => limited,
            Constant { Integers: [{ IsKnown: true, Number: not 0 }] } => new LoopCondition([]),
            _ => throw node.Error("ends on a condition that depends on the input; a loop over all steps was expected"),
        };
        if (!node.Reading.Layout.HasTime || !condition.RunsOver(trips, node.Reading.Layout.Time))
        {
            throw node.Error("does not run once for each step of the input");
        }

        Value[] next = [.. Enumerable.Range(0, carried).Where(i => inside[i] is Signal { Elements: [{ Row: StateRow }, ..] }).Select(i => results[i + 1])];
        LoopResults steps = new(node, states, isBackward: false);
        steps.FindCells(next, results);
        return
        [
            .. Enumerable.Range(0, carried).Select(i => Carried(node, steps, inside[i], results[i + 1])),
            .. results[(carried + 1)..].Select(result => steps.Stacked(result, 0)),
        ];
    }

    // A stored tensor that the body passes on unchanged, such as a matrix.
    private static bool IsHandedOn(OnnxGraph body, int carried)
    {
        string name = body.Outputs[carried + 1].Name;
        for (
            int i = 0; i < body.Nodes.Count && body.Nodes.FirstOrDefault(
                node => node.Operator == "Identity" && node.Outputs is [string output] && output == name) is OnnxNode identity; i++)
        {
            name = identity.Inputs[0];
        }

        return name == body.Inputs[carried + 2].Name;
    }

    private static Value? Carried(NodeContext node, LoopResults steps, Value before, Value next)
    {
        switch (before, next)
        {
            case (Constant stored, Constant) when ReferenceEquals(before, next):
                return stored;
            case (SequenceValue, SequenceValue { Item: Signal item }):
                return new SequenceValue(steps.Stacked(item, 0)) { IsWhole = true };
            case (
                Signal { Elements: [{ Row: IterationRow }] },
                Signal { Elements: [{ Row: AffineRow { Form: AffineForm.Plus, Numbers: [1f], Source: [{ Row: IterationRow }] } }] }):
                return null;
            case (Signal { Elements: [{ Row: StateRow }, ..] }, _):
                return steps.Final(next);
            default:
                throw node.Error("carries a value that is neither a state, nor a counter, nor a list with one result for each step");
        }
    }

    public static Value SequenceEmpty(NodeContext node) => new SequenceValue(null);

    public static Value SequenceInsert(NodeContext node) => node.Get(0) is SequenceValue { Item: null } && node.Find(2) is null
        ? new SequenceValue(node.ToSignal(node.Get(1)))
        : throw node.Error("does not insert exactly one value for each step at the end of a list");

    public static Value ConcatFromSequence(NodeContext node)
    {
        if (node.Get(0) is not SequenceValue { IsWhole: true, Item: Signal item })
        {
            throw node.Error("joins a list that does not hold one result of a loop for each step");
        }

        // So far, the steps lie along the first axis.
        bool isNew = node.Integer("new_axis", 0) != 0;
        Axis[] rest = item.Axes[1..];
        int axis = node.Axis(node.Integer("axis", 0), isNew ? rest.Length + 1 : rest.Length);
        if (!isNew && !rest[axis].IsOne)
        {
            throw node.Error($"joins results of {SignalForms.Describe(item)} along an existing axis; a new axis for the steps was expected");
        }

        List<Axis> axes = [.. rest];
        if (!isNew)
        {
            axes.RemoveAt(axis);
        }

        axes.Insert(axis, item.Axes[0]);
        return new Signal([.. axes], item.Elements);
    }

    /// <summary>A sequence as a single step sees it.</summary>
    public static Signal StepOf(NodeContext node, Signal sequence, long axis)
    {
        int at = node.Axis(axis, sequence.Rank);
        if (!(sequence.Axes[at].Along == Along.Time || (sequence.Axes[at].IsOne && !node.Reading.Layout.HasTime)) || sequence.IsShifted)
        {
            throw node.Misread($"runs over axis {at} of {SignalForms.Describe(sequence)}; the time axis was expected");
        }

        return new Signal([.. sequence.Axes.Where((_, i) => i != at)], sequence.Elements);
    }

    private static OnnxGraph Graph(NodeContext node, string attribute) => node.Attribute(attribute)?.Graph ?? throw node.Error($"lacks the graph {attribute}");
}
