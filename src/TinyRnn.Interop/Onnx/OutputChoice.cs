namespace TinyRnn.Interop.Onnx;

/// <summary>Which of a graph's outputs is the network's; the others are states, or results on the way.</summary>
internal sealed record OutputChoice(string Name, Signal Main, IReadOnlyList<(string Name, Signal Signal)> Others)
{
    /// <exception cref="ImportException">No output depends on the input.</exception>
    public static OutputChoice Of(GraphReading reading, IReadOnlyCollection<string> nextStates)
    {
        List<(string Name, Signal Signal)> outputs = [];
        Dictionary<string, int> places = [];
        for (int i = 0; i < reading.File.Graph.Nodes.Count; i++)
        {
            places[reading.File.Graph.Nodes[i].Label] = i;
        }

        foreach (OnnxValueInfo output in reading.File.Graph.Outputs)
        {
            if (!reading.Values.Contains(output.Name))
            {
                throw reading.Source.Error($"output {ImportSource.Quote(output.Name)}", "is given by no node");
            }

            if (reading.Values[output.Name] is Signal given && Replaced(given) is Signal signal && signal.Elements.Any(element => element.Row is not null))
            {
                if (signal.LacksLast || signal.Elements.Any(element => element.View == StepView.Previous))
                {
                    throw reading.Source.Error($"output {ImportSource.Quote(output.Name)}", "lacks the last step");
                }

                if (signal.IsReversed)
                {
                    throw reading.Source.Error($"output {ImportSource.Quote(output.Name)}", "has its steps from the last to the first");
                }

                outputs.Add((output.Name, signal));
            }
        }

        if (outputs.Count == 0)
        {
            throw reading.Source.Error("no output of the graph depends on its input");
        }

        int main = outputs.FindIndex(output => !IsState(output.Signal) && !nextStates.Contains(output.Name));
        if (main < 0)
        {
            // Of one step, the last layer's output is its state, and looks like those of the layers before it.
            main = Enumerable.Range(0, outputs.Count).Where(i => outputs[i].Signal.Elements.All(element => element.Row is not CellRow))
                .OrderByDescending(i => Place(outputs[i].Signal)).ThenBy(i => outputs[i].Signal.Elements.Select(element => element.Row).Distinct().Count()).DefaultIfEmpty(-1).First();
        }

        return main >= 0
            ? new OutputChoice(outputs[main].Name, outputs[main].Signal, [.. outputs.Where((output, i) => i != main && !IsState(output.Signal) && !nextStates.Contains(output.Name))])
            : throw reading.Source.Error("the graph gives cell states alone; an output was expected");

        // Nodes stand in the order in which they run.
        int Place(Signal signal) => signal.Elements.Max(element => element.Row is RecurrentRow row ? places.GetValueOrDefault(row.Node, -1) : -1);

        static Signal Replaced(Signal signal) => signal with
        {
            Elements = Array.ConvertAll(signal.Elements, element => element.Row?.ReplacedBy is Row row ? element with { Row = row } : element),
        };

        // Of one step alone, the last step is that step.
        bool IsState(Signal signal) => signal.Elements.All(element => element.Row is CellRow or StateRow or LengthRow
            || (element.Row is RecurrentRow && (element.View is StepView.Last or StepView.First || !reading.Inputs.HasTime)));
    }
}
