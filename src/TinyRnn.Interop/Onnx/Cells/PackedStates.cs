namespace TinyRnn.Interop.Onnx;

/// <summary>
/// States of several layers, or both states of an LSTM, in one tensor. The caller passes an output back as this input, so each part must return to
/// its place.
/// </summary>
internal static class PackedStates
{
    /// <exception cref="ImportException">No output gives the next values of a state in their places.</exception>
    public static void Check(GraphReading reading)
    {
        Dictionary<Element, (RecurrentRow Row, bool IsCell, int Index)> next = [];
        HashSet<Row> packed = [];
        foreach (RecurrentRow row in reading.Recurrent)
        {
            foreach ((Element[] first, bool isCell) in new[] { (row.FirstHidden, false), (row.FirstCell, true) })
            {
                for (int i = 0; i < first.Length; i++)
                {
                    next[first[i]] = (row, isCell, i);
                }

                if (first is [{ Row: StateRow state }, ..] && !Linear.IsWhole(first, state))
                {
                    packed.Add(state);
                }
            }
        }

        Element[][] outputs =
        [
            .. reading.File.Graph.Outputs.Concat(reading.File.Graph.Carried).Where(output => reading.Values.Contains(output.Name))
            .Select(output => reading.Values[output.Name]).OfType<Signal>().Select(signal => signal.Elements)
        ];
        foreach (Row state in packed)
        {
            if (
                !Array.Exists(outputs, output => output.Length == state.Size
                    && Enumerable.Range(0, state.Size).All(i => IsNext(output[i], new Element(state, StepView.Every, i)))))
            {
                throw reading.Source.Error(
                    $"input {ImportSource.Quote(state.Node)}", "holds the states of several layers, but no output gives their next values at the same places");
            }
        }

        // A value that no layer starts from may be anything.
        bool IsNext(Element output, Element first) => !next.TryGetValue(first, out (RecurrentRow Row, bool IsCell, int Index) made)
            || (made.IsCell ? output.Row is CellRow cell && cell.Hidden == made.Row : output.Row == made.Row) && output.Index == made.Index;
    }
}
