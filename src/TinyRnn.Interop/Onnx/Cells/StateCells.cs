namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Recurrences that are written out: a step takes a state and gives the next one, as in PyTorch's tutorial cell, <c>nn.RNNCell</c>, <c>nn.GRUCell</c>
/// and <c>nn.LSTMCell</c>, in a graph of one step or in the body of a Loop or Scan.
/// </summary>
internal static class StateCells
{
    /// <summary>Finds the cells between the graph's own inputs and outputs and replaces them by recurrent rows.</summary>
    /// <returns>The names of the outputs that are next states.</returns>
    /// <exception cref="ImportException">An input is a state, but no cell gives its next value.</exception>
    public static HashSet<string> Find(GraphReading reading)
    {
        StateRow[] states = [.. reading.Layout.States.Where(state => reading.FindCell(state.Node) is null)];
        if (states.Length == 0)
        {
            return [];
        }

        List<(string Name, Element[] Elements)> outputs = [];
        foreach (OnnxValueInfo output in reading.File.Graph.Outputs.Concat(reading.File.Graph.Carried))
        {
            if (reading.Values.Contains(output.Name) && reading.Values[output.Name] is Signal signal)
            {
                outputs.Add((output.Name, signal.Elements));
            }
        }

        // TinyRnn's own exporter names the next state after the state. Nearly all others put the output before the states: if two results could be the
        // next state, it is the later one.
        List<(StateRow State, string Name, Element[] Next)> pairs = [];
        foreach (StateRow state in states)
        {
            (string Name, Element[] Elements)[] fitting = [.. outputs.Where(output => output.Elements.Length == state.Size).Reverse()];
            (string Name, Element[] Elements)[] named = [.. fitting.Where(output => output.Name == state.Node + LayerExport.NextSuffix)];
            pairs.AddRange((named.Length > 0 ? named : fitting).Select(output => (state, output.Name, output.Elements)));
        }

        HashSet<string> registers = ShiftRegisters.ReplaceCertain(states, pairs);
        (HashSet<string> names, List<StateRow> others) = Replace(
            reading, [.. states.Where(state => state.Earlier is null)], [.. pairs.Where(pair => pair.State.Earlier is null && !registers.Contains(pair.Name))],
            (form, _) => new RecurrentRow(form.Inputs, form.Cell, ""));
        names.UnionWith(registers);
        StateRow? left = ShiftRegisters.Replace(others, pairs, names);
        return left is null ? names : throw reading.Source.Error(
            $"input {ImportSource.Quote(left.Node)}",
            "is an input besides the network's input, but no recurrent node starts from it, and no output is its next state as in an RNN, a GRU, an LSTM or "
                + "a row of earlier values");
    }

    /// <summary>Replaces the cells that compute next states by recurrent rows.</summary>
    /// <param name="reading">The graph.</param>
    /// <param name="states">The states.</param>
    /// <param name="pairs">Possible next states of each, the likeliest first.</param>
    /// <param name="make">Makes the row of a cell.</param>
    /// <returns>The names of the pairs that were found, and the states without one.</returns>
    public static (HashSet<string> Names, List<StateRow> Left) Replace(
        GraphReading reading, IReadOnlyCollection<StateRow> states, IReadOnlyList<(StateRow State, string Name, Element[] Next)> pairs, Func<CellForm,
            StateSlot, RecurrentRow> make)
    {
        HashSet<string> names = [];
        Dictionary<StateRow, int> covered = states.ToDictionary(state => state, _ => 0);
        HashSet<StateSlot> taken = [];
        List<(Row Row, StateSlot Slot, CellForm Form)> found = [];
        foreach ((StateRow state, string name, Element[] next) in pairs)
        {
            foreach ((int start, int stride, Row row) in Parts(next))
            {
                StateSlot slot = new(state, start, row.Size, stride);
                if (row is RecurrentRow || taken.Contains(slot) || CellForm.Of(row, slot, states) is not CellForm form)
                {
                    continue;
                }

                if (form.CellState is (StateSlot cell, Row cellNext))
                {
                    // Both states must be updated: the next cell state must go to the place that it comes from.
                    string? other = pairs
                        .Where(pair => pair.State == cell.State && Parts(pair.Next).Contains((cell.Start, cell.Stride, cellNext)))
                        .Select(pair => pair.Name).FirstOrDefault();
                    if (other is null || !taken.Add(cell))
                    {
                        continue;
                    }

                    names.Add(other);
                    covered[cell.State] += cell.Size;
                }

                taken.Add(slot);
                names.Add(name);
                covered[state] += slot.Size;
                found.Add((row, slot, form));
            }
        }

        foreach ((Row row, StateSlot slot, CellForm form) in found)
        {
            string[] callers = form.CellState is (StateSlot cell, _) ? [slot.State.Node, cell.State.Node] : [slot.State.Node];
            RecurrentRow made = make(form, slot);
            RecurrentRow recurrent = made with { Node = row.Node, StateNames = [.. callers, .. made.StateNames] };
            reading.Add(recurrent);
            row.ReplacedBy = recurrent;
            if (form.CellState is (_, Row next))
            {
                next.ReplacedBy = new CellRow(recurrent);
            }
        }

        return (names, [.. states.Where(state => covered[state] != state.Size)]);
    }

    // The rows that the elements consist of, one after another or interleaved, if they are complete.
    private static List<(int Start, int Stride, Row Row)> Parts(Element[] elements)
    {
        ILookup<Row, int> seconds = Enumerable.Range(0, elements.Length).Where(i => elements[i] is { Row: not null, Index: 1 })
            .ToLookup(i => elements[i].Row!);
        Dictionary<Row, int> seen = [];
        List<(int, int, Row)> parts = [];
        bool[] taken = new bool[elements.Length];
        for (int start = 0; start < elements.Length; start++)
        {
            if (taken[start])
            {
                continue;
            }

            // A row that appears more than once continues each time at its next second value.
            if (elements[start].Row is not Row row)
            {
                return [];
            }

            int time = seen.GetValueOrDefault(row);
            seen[row] = time + 1;
            int stride = row.Size == 1 ? 1 : seconds[row].ElementAtOrDefault(time) - start;
            if (stride < 1 || start + ((row.Size - 1L) * stride) >= elements.Length)
            {
                return [];
            }

            for (int unit = 0; unit < row.Size; unit++)
            {
                int at = start + (unit * stride);
                if (taken[at] || elements[at] != new Element(row, StepView.Every, unit))
                {
                    return [];
                }

                taken[at] = true;
            }

            parts.Add((start, stride, row));
        }

        return parts;
    }
}
