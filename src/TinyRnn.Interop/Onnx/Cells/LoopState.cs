namespace TinyRnn.Interop.Onnx;

/// <summary>A state of a Loop or a Scan.</summary>
/// <param name="Row">The state as the body reads it.</param>
/// <param name="Inside">The same with its axes.</param>
/// <param name="Stored">The stored values that it starts from; null for zero.</param>
/// <param name="Caller">The name of the graph's state that it starts from, or null.</param>
internal sealed record LoopState(StateRow Row, Signal Inside, float[]? Stored, string? Caller)
{
    /// <summary>Makes a state from its initial value.</summary>
    /// <exception cref="ImportException">The network computes that value, or it differs between the sequences of a batch.</exception>
    public static LoopState Of(NodeContext node, int input, string name)
    {
        Signal initial = node.ToSignal(node.Get(input));
        Axis[] axes = [.. initial.Axes];
        Element[] elements = initial.Elements;
        Extent batch = node.Reading.Layout.Batch;
        int along = Array.FindIndex(axes, axis => axis.Along == Along.Features && batch != Extent.One && new Extent(axis.Size) == batch);
        if (node.Get(input) is Constant && along >= 0 && along < axes.Length - 1)
        {
            // One row for each sequence of a batch of fixed size.
            int rows = axes[along].Size;
            int inner = Indexing.Product(initial.Sizes().AsSpan(along + 1));
            if (elements.Where((element, i) => element != elements[i - (i / inner % rows * inner)]).Any())
            {
                throw node.Error($"has a first state {ImportSource.Quote(name)} that differs between the sequences of a batch; one for all was expected");
            }

            elements = [.. elements.Where((_, i) => i / inner % rows == 0)];
            axes[along] = new Axis(Along.Batch);
        }

        StateRow row = new(elements.Length, $"{node.Label}/{name}");
        Signal inside = new(axes, Signal.ElementsOf(row));
        if (elements.All(element => element.Row is null))
        {
            float[] stored = Array.ConvertAll(elements, element => element.Value);
            return new LoopState(row, inside, stored.All(value => value == 0f) ? null : stored, null);
        }

        return elements.All(element => element.Row is StateRow && element.Row == elements[0].Row)
            ? new LoopState(row, inside, null, elements[0].Row!.Node)
            : throw node.Error(
                $"has a first state {ImportSource.Quote(name)} that the network computes; zero, a stored state or an input of the graph was expected");
    }
}

/// <summary>Reads the results of the body of a Loop or a Scan as the layers of one step.</summary>
/// <param name="node">The node.</param>
/// <param name="states">Its states.</param>
/// <param name="isBackward">Whether the loop runs from the last step to the first.</param>
internal sealed class LoopResults(NodeContext node, IReadOnlyList<LoopState> states, bool isBackward)
{
    /// <summary>Replaces the cells in the body by recurrent rows.</summary>
    /// <param name="next">The states' next values.</param>
    /// <param name="all">All results of the body.</param>
    /// <exception cref="ImportException">A state is not updated as in an RNN, a GRU or an LSTM.</exception>
    public void FindCells(IReadOnlyList<Value> next, IReadOnlyList<Value> all)
    {
        List<(StateRow State, string Name, Element[] Next)> pairs = [];
        for (int i = 0; i < states.Count; i++)
        {
            if (next[i] is not Signal signal || signal.Elements.Length != states[i].Row.Size)
            {
                throw node.Error($"changes the size or the kind of its state {ImportSource.Quote(states[i].Row.Node)}");
            }

            // A value that nothing reads is not a state, unless it is the last of a sequence of results.
            StateReaders readers = new(new StateSlot(states[i].Row, 0, states[i].Row.Size, Stride: 1));
            if (
                all.OfType<Signal>().Concat(all.OfType<SequenceValue>().Select(sequence => sequence.Item).OfType<Signal>()).Any(
                    result => result.Elements.Any(readers.Reads)))
            {
                pairs.Add((states[i].Row, states[i].Row.Node, signal.Elements));
            }
        }

        (_, List<StateRow> left) = StateCells.Replace(node.Reading, [.. pairs.Select(pair => pair.State)], pairs, Make);
        if (left is [StateRow first, ..])
        {
            throw node.Error(
                $"its state {ImportSource.Quote(first.Node)} is not updated as in an RNN, a GRU or an LSTM; one of these cells was expected");
        }
    }

    /// <summary>A value after all steps.</summary>
    public Signal Final(Value value)
    {
        Signal signal = Whole(value);
        StepView view = !node.Reading.Layout.HasTime ? StepView.Every : isBackward ? StepView.First : StepView.Last;
        return new Signal(signal.Axes, Array.ConvertAll(signal.Elements, element => element.Row is null ? element : element with { View = view }));
    }

    /// <summary>The values of all steps, along a new axis.</summary>
    public Signal Stacked(Value value, long axis)
    {
        Signal signal = Whole(value);
        List<Axis> axes = [.. signal.Axes];
        axes.Insert(node.Axis(axis, signal.Rank + 1), new Axis(node.Reading.Layout.HasTime ? Along.Time : Along.Features));
        return new Signal([.. axes], signal.Elements);
    }

    private Signal Whole(Value value)
    {
        Signal signal = node.ToSignal(value);
        node.CheckWhole(signal);
        return signal.Elements.All(element => element.View == StepView.Every)
            ? new Signal(signal.Axes, Array.ConvertAll(signal.Elements, element => element.Current))
            : throw node.Error("gives values from other steps than its own");
    }

    private RecurrentRow Make(CellForm form, StateSlot slot)
    {
        LoopState hidden = states.First(state => state.Row == slot.State);
        (StateSlot Slot, LoopState State)? cell = form.CellState is (StateSlot other, _) ? (other, states.First(state => state.Row == other.State)) : null;
        string[] callers = [.. new[] { hidden.Caller, cell?.State.Caller }.OfType<string>()];
        bool isStored = hidden.Stored is not null || cell?.State.Stored is not null;
        if (isStored && callers.Length > 0)
        {
            throw node.Error("starts from a stored state and from the caller's; one of them was expected");
        }

        DirectionWeights weights = form.Cell.Directions[0];
        if (isStored)
        {
            weights = weights with
            {
                InitialHidden = Part(hidden, slot),
                InitialCell = cell is (StateSlot place, LoopState stored) ? Part(stored, place) : null,
            };
        }

        RecurrentCell made = form.Cell with
        {
            Direction = isBackward ? Model.Direction.Reverse : Model.Direction.Forward,
            HasInitialState = isStored,
            Directions = [weights],
        };
        return new RecurrentRow(form.Inputs, made, node.Label) { StateNames = callers };

        static float[] Part(LoopState state, StateSlot slot) =>
            state.Stored is float[] values ? [.. Enumerable.Range(0, slot.Size).Select(unit => values[slot.At(unit).Index])] : new float[slot.Size];
    }
}
