using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Writes an LSTM with a projection, which ONNX's operator does not have, by its formulas: directly in a graph of one step, and in the body of a Scan
/// over a sequence.
/// </summary>
internal sealed class ProjectedLstm(GraphWriter graph, Network network, LstmLayer layer)
{
    private static readonly string[] Gates = ["i", "f", "g", "o"];

    /// <summary>Adds a step of [1, batch, values], with the states as inputs and outputs of the graph, and returns the name of its output.</summary>
    public string AddStep(string input)
    {
        string[] states = [$"{layer.Name}_h", $"{layer.Name}_c"];
        int[] sizes = [layer.ProjectionSize, layer.HiddenSize];
        for (int i = 0; i < states.Length; i++)
        {
            graph.Input(states[i], OnnxTensor.Float, 1, "batch", sizes[i]);
            graph.Output(states[i] + LayerExport.NextSuffix, OnnxTensor.Float, 1, "batch", sizes[i]);
        }

        (string hidden, string cell) = AddFormulas(graph, layer.Directions[0], Row(input), Row(states[0]), Row(states[1]));
        graph.Add("Unsqueeze", layer.Name + "/c", [cell, graph.Integers(false, 0)], [states[1] + LayerExport.NextSuffix]);
        graph.Add("Unsqueeze", layer.Name + "/h", [hidden, graph.Integers(false, 0)], [states[0] + LayerExport.NextSuffix]);
        return states[0] + LayerExport.NextSuffix;
    }

    /// <summary>Adds a Scan over [time, batch, values] for each direction and returns the name of the output.</summary>
    /// <param name="input">The values.</param>
    /// <param name="initial">Adds an initial state [1, batch, size] with these values, under the given name.</param>
    public string AddScans(string input, Func<string, float[], string> initial)
    {
        List<string> outputs = [];
        foreach (RecurrentDirection direction in layer.Directions)
        {
            bool isBackward = outputs.Count > 0 || layer.Options.Direction == Direction.Reverse;
            string name = isBackward ? layer.Name + "_reverse" : layer.Name;
            GraphWriter body = new(name + ".");
            string[] inputs = [name + ".h", name + ".c", name + ".x"];
            int[] sizes = [layer.ProjectionSize, layer.HiddenSize, layer.InputSize];
            for (int i = 0; i < inputs.Length; i++)
            {
                body.Input(inputs[i], OnnxTensor.Float, "batch", sizes[i]);
            }

            (string hidden, string cell) = AddFormulas(body, direction, inputs[2], inputs[0], inputs[1]);
            body.Output(hidden, OnnxTensor.Float, "batch", layer.ProjectionSize);
            body.Output(cell, OnnxTensor.Float, "batch", layer.HiddenSize);
            string shown = body.Add("Identity", [hidden]);
            body.Output(shown, OnnxTensor.Float, "batch", layer.ProjectionSize);

            bool isStored = layer.Options.HasInitialState;
            string firstHidden = Row(initial(name + ".initial_h", isStored ? Values(direction.InitialHidden) : new float[layer.ProjectionSize]));
            string firstCell = Row(initial(name + ".initial_c", isStored ? Values(direction.InitialCell) : new float[layer.HiddenSize]));
            long[] order = [isBackward ? 1 : 0];
            graph.Add(
                "Scan", name, [firstHidden, firstCell, input], [name + ".last_h", name + ".last_c", name + ".Y"],
                ("body", body), ("num_scan_inputs", 1L), ("scan_input_directions", order), ("scan_output_directions", order));
            outputs.Add(name + ".Y");
        }

        return outputs.Count == 1 ? outputs[0] : graph.Add("Concat", outputs, ("axis", 2L));
    }

    // i, f, g, o are parts of W x + b + U h + c; c' = f c + i g; h' = P (o tanh(c')).
    private (string Hidden, string Cell) AddFormulas(GraphWriter into, RecurrentDirection direction, string x, string h, string c)
    {
        long units = layer.HiddenSize;
        long rows = 4 * units;
        string fromInput = into.Add("Gemm", [x, Tensor(into, direction.WeightInput, rows, layer.InputSize), .. Bias(into, direction, 0, rows)], ("transB", 1L));
        string fromState = into.Add(
            "Gemm", [h, Tensor(into, direction.WeightHidden, rows, layer.ProjectionSize), .. Bias(into, direction, 1, rows)], ("transB", 1L));
        string[] gates = [.. Gates.Select(gate => $"{direction.WeightHidden}.{gate}")];
        into.Add("Split", gates[0], [into.Add("Add", [fromInput, fromState]), into.Integers(false, units, units, units, units)], gates, ("axis", -1L));
        string Activated(string kind, int gate) => into.Add(kind, [gates[gate]]);
        string kept = into.Add("Mul", [Activated("Sigmoid", 1), c]);
        string cell = into.Add("Add", [kept, into.Add("Mul", [Activated("Sigmoid", 0), Activated("Tanh", 2)])]);
        string shown = into.Add("Mul", [Activated("Sigmoid", 3), into.Add("Tanh", [cell])]);
        return (into.Add("Gemm", [shown, Tensor(into, direction.Projection, layer.ProjectionSize, units)], ("transB", 1L)), cell);
    }

    private IEnumerable<string> Bias(GraphWriter into, RecurrentDirection direction, int index, long rows) =>
        index < direction.BiasNames.Count ? [Tensor(into, direction.BiasNames[index], rows)] : [];

    private string Row(string step) => graph.Add("Squeeze", [step, graph.Integers(false, 0)]);

    private string Tensor(GraphWriter into, string name, params long[] dims) => into.Tensor(name, Values(name), dims);

    private float[] Values(string name) => network.Tensors[name].Values;
}
