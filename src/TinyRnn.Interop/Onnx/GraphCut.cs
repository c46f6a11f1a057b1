namespace TinyRnn.Interop.Onnx;

/// <summary>A part of a graph: from some of its values on, or up to some.</summary>
internal static class GraphCut
{
    /// <summary>The part that the options name; the graph itself where they name none.</summary>
    /// <exception cref="ImportException">There is no value of such a name.</exception>
    public static OnnxGraph Take(ImportSource source, OnnxGraph graph, ImportOptions options)
    {
        if (options.From is null && options.To is null)
        {
            return graph;
        }

        HashSet<string> made = [.. graph.Nodes.SelectMany(node => node.Outputs)];
        HashSet<string> inputs = [.. graph.Inputs.Select(input => input.Name)];
        OnnxValueInfo[] from =
        [
            .. (options.From ?? []).Select(name => made.Contains(name) || inputs.Contains(name) ? InfoOf(name) : throw Unknown("from", name))
        ];
        OnnxValueInfo[] to = options.To is null
            ? [.. graph.Outputs]
            : [.. options.To.Select(name => made.Contains(name) ? InfoOf(name) : throw Unknown("to", name))];

        HashSet<string> cut = [.. from.Select(value => value.Name)];
        HashSet<string> given = [.. to.Select(value => value.Name)];
        HashSet<string> needed = Needed([.. given], cut);
        OnnxValueInfo[] left = [.. graph.Inputs.Where(input => needed.Contains(input.Name) && !cut.Contains(input.Name))];

        // The next states of what the part reads are outputs of the whole that need nothing of what is left out.
        OnnxValueInfo[] carried = options.To is null ? [] : MadeBy(left);
        needed.UnionWith(Needed([.. carried.Select(output => output.Name)], cut));
        return graph with
        {
            Nodes = [.. graph.Nodes.Where(node => node.Outputs.Any(needed.Contains))],
            Inputs = [.. from, .. left],
            Outputs = to,
            Carried = carried,
        };

        // What is read for some results, these included, up to where the part begins.
        HashSet<string> Needed(HashSet<string> results, HashSet<string> upTo)
        {
            results.ExceptWith(upTo);
            foreach (OnnxNode node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(results.Contains)))
            {
                results.UnionWith(Reads(node).Where(name => !upTo.Contains(name)));
            }

            return results;
        }

        // The outputs that known operators make of these inputs and of stored tensors alone, before what the part gives.
        OnnxValueInfo[] MadeBy(OnnxValueInfo[] read)
        {
            HashSet<string> byInput = [.. read.Select(input => input.Name)];
            HashSet<string> byOther = [.. inputs.Except(byInput), .. given];
            foreach (OnnxNode node in graph.Nodes)
            {
                string[] names = [.. Reads(node)];
                byInput.UnionWith(names.Any(byInput.Contains) ? node.Outputs : []);
                byOther.UnionWith(!OperatorTable.IsKnown(node) || names.Any(byOther.Contains) ? node.Outputs : []);
            }

            return [.. graph.Outputs.Where(output => byInput.Contains(output.Name) && !byOther.Contains(output.Name))];
        }

        OnnxValueInfo InfoOf(string name) =>
            graph.Inputs.Concat(graph.Outputs).Concat(graph.Between).FirstOrDefault(value => value.Name == name && value.Dims is not null)
            ?? new OnnxValueInfo(name, OnnxTensor.Float, [null, null, null]);

        ImportException Unknown(string option, string name) =>
            source.Error(
                $"no {(option == "from" ? "input or " : "")}result of a node is called {ImportSource.Quote(name)}, which {options.Call(option)} names; the "
                    + "names stand in the file, and viewers of ONNX show them");
    }

    // A node's inputs, and what the graphs inside of it read.
    private static IEnumerable<string> Reads(OnnxNode node) =>
        node.Inputs.Concat(
            node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => OperatorTable.All(attribute.Graph!)).SelectMany(inner => inner.Inputs))
            .Concat(
                node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => attribute.Graph!.Outputs).Select(output => output.Name));
}
