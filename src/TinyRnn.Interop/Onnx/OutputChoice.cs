using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Decides which of a graph's outputs are the network's; the others are states, or intermediate results.</summary>
/// <param name="Name">Their names.</param>
/// <param name="Elements">Their values, one output after another.</param>
/// <param name="HasTime">Whether they have values at each step.</param>
/// <param name="Notes">What was done with the outputs.</param>
internal sealed record OutputChoice(string Name, Element[] Elements, bool HasTime, IReadOnlyList<string> Notes)
{
    /// <summary>The outputs, if there are several.</summary>
    public IReadOnlyList<NamedPart> Parts { get; init; } = [];

    /// <exception cref="ImportException">No output depends on the input.</exception>
    public static OutputChoice Of(GraphReading reading, IReadOnlyCollection<string> nextStates)
    {
        List<(string Name, Signal Signal)> outputs = [];
        List<string> indices = [];
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

            Value value = reading.Values[output.Name];
            if (value is LargestValue largest)
            {
                indices.Add(output.Name);
                value = largest.Of;
            }

            if (value is Signal given && Replaced(given) is Signal signal && signal.Elements.Any(element => element.Row is not null))
            {
                if (signal.IsShifted || signal.Elements.Any(element => element.View == StepView.Previous))
                {
                    throw reading.Source.Error($"output {ImportSource.Quote(output.Name)}", "has other steps than the network's input");
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
            // In a graph of one step, the last layer's output is its state, and looks like the outputs of the layers before it.
            main = Enumerable.Range(0, outputs.Count).Where(i => outputs[i].Signal.Elements.All(element => element.Row is not CellRow))
                .OrderByDescending(i => Place(outputs[i].Signal)).ThenBy(i => outputs[i].Signal.Elements.Select(element => element.Row).Distinct().Count())
                    .DefaultIfEmpty(-1).First();
        }

        return main >= 0
            ? Joined(
                reading, indices, outputs[main], [.. outputs.Where((output, i) => i != main && !IsState(output.Signal) && !nextStates.Contains(output.Name))])
            : throw reading.Source.Error("the graph gives only cell states; an output was expected");

        // Nodes are in the order in which they run.
        int Place(Signal signal) => signal.Elements.Max(element => element.Row is RecurrentRow row ? places.GetValueOrDefault(row.Node, -1) : -1);

        static Signal Replaced(Signal signal) => signal with
        {
            Elements = Array.ConvertAll(signal.Elements, element => element.Current),
        };

        // In a graph of one step, the last step is that step.
        bool IsState(Signal signal) => signal.Elements.All(element => element.Row is CellRow or StateRow or LengthRow
            || (element.Row is RecurrentRow && (element.View is StepView.Last or StepView.First || !reading.Layout.HasTime)));
    }

    // A result that another output is computed from is left out; others lie side by side, such as the heads of a network.
    private static OutputChoice Joined(GraphReading reading, List<string> indices, (string Name, Signal Signal) main, List<(string Name, Signal Signal)> others)
    {
        RowGraph rows = new(main.Signal.Elements);
        List<string> notes =
        [
            .. indices.Select(name => $"the output {ImportSource.Quote(name)} is the index of the largest of some values; the model gives those values")
        ];
        List<(string Name, Signal Signal)> given = [main];
        foreach ((string name, Signal signal) in others)
        {
            if (rows.Reaches(signal.Elements))
            {
                notes.Add($"the output {ImportSource.Quote(name)} is left out; the model gives {ImportSource.Quote(main.Name)}");
            }
            else if (signal.HasTime == main.Signal.HasTime && signal.Elements.All(element => element.Row is not null))
            {
                given.Add((name, signal));
            }
            else
            {
                throw reading.Source.Error(
                    $"output {ImportSource.Quote(name)}",
                    $"is a second result beside {ImportSource.Quote(main.Name)}, and "
                        + $"{(signal.HasTime ? "that one is for the whole sequence, this one for each step" : "that one is for each step, this one is not")}; "
                        + "results of one kind were expected, and states");
            }
        }

        // With a second input, an intermediate result may be the next state of that input, for which no cell was found.
        if (reading.Layout.Mains.Count > 1 && Between([main, .. others]) is string between)
        {
            throw reading.Source.Error(
                $"output {ImportSource.Quote(between)}",
                "is a result that another output is computed from, in a graph of several inputs: it may be a state; an RNN, a GRU or an LSTM was expected to "
                    + "give "
                    + "it, or a graph without this output");
        }

        if (given.Count > 1)
        {
            notes.Add(NetworkBuilder.SideBySide("outputs", given.Select(output => (output.Name, output.Signal.Elements.Length))));
        }

        return new OutputChoice(
            string.Join(", ", given.Select(output => output.Name)), [.. given.SelectMany(output => output.Signal.Elements)], main.Signal.HasTime, notes)
        {
            Parts = given.Count > 1 ? [.. given.Select(output => new NamedPart(output.Name, output.Signal.Elements.Length))] : [],
        };
    }

    private static string? Between((string Name, Signal Signal)[] outputs)
    {
        RowGraph[] graphs = [.. outputs.Select(output => new RowGraph(output.Signal.Elements))];
        return outputs.Where((output, i) => graphs.Where((graph, other) => other != i && graph.Reaches(output.Signal.Elements)).Any())
            .Select(output => output.Name).FirstOrDefault();
    }
}
