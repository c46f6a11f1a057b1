namespace TinyRnn.Interop.Onnx;

/// <summary>A part of a graph: from some of its values on, or up to some.</summary>
internal static class GraphCut
{
    /// <summary>The part that the options name; the whole graph if they name none.</summary>
    /// <exception cref="ImportException">No value has such a name.</exception>
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

        // The part also gives those outputs of the whole graph that need nothing outside the part, such as the next states of its inputs.
        OnnxValueInfo[] carried = options.To is null ? [] : MadeBy(left);
        needed.UnionWith(Needed([.. carried.Select(output => output.Name)], cut));
        return graph with
        {
            Nodes = [.. graph.Nodes.Where(node => node.Outputs.Any(needed.Contains))],
            Inputs = [.. from, .. left],
            Outputs = to,
            Carried = carried,
        };

        // Everything that is read to compute some results, including them, back to where the part begins.
        HashSet<string> Needed(HashSet<string> results, HashSet<string> upTo)
        {
            results.ExceptWith(upTo);
            foreach (OnnxNode node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(results.Contains)))
            {
                results.UnionWith(Reads(node).Where(name => !upTo.Contains(name)));
            }

            return results;
        }

        // The outputs that known operators compute only from these inputs and stored tensors, before the results of the part.
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
                $"no {(option == "from" ? "input or " : "")}result of a node has the name {ImportSource.Quote(name)} that {options.Call(option)} gives; "
                    + "viewers "
                    + "of ONNX files show the names");
    }

    // A node's inputs, and the names that the graphs within it read.
    private static IEnumerable<string> Reads(OnnxNode node) =>
        node.Inputs.Concat(
            node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => OperatorTable.All(attribute.Graph!)).SelectMany(
                inner => inner.Inputs))
            .Concat(
                node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => attribute.Graph!.Outputs).Select(
                    output => output.Name));
}
