namespace TinyRnn.Interop.Onnx;

/// <summary>Numbers that a file leaves to its caller but that a network needs to be fixed: open sizes, and inputs of one integer.</summary>
internal static class GraphSettings
{
    private const long LargestSize = 1 << 20;

    /// <summary>The graph with the numbers that the options give, and without inputs that nothing reads.</summary>
    /// <exception cref="ImportException">A name is neither an open size nor an input of one integer.</exception>
    public static OnnxGraph Apply(ImportSource source, OnnxGraph graph, ImportOptions options)
    {
        OnnxValueInfo[] inputs = [.. graph.Inputs.Where(input => !graph.Initializers.ContainsKey(input.Name))];
        Dictionary<string, OnnxTensor> initializers = new(graph.Initializers);
        foreach ((string name, long number) in options.Set)
        {
            if (inputs.FirstOrDefault(input => input.Name == name) is OnnxValueInfo input)
            {
                initializers[name] = input.IsInteger && (input.Dims ?? []).All(size => size is 1)
                    ? Stored(input, number)
                    : throw source.Error($"input {ImportSource.Quote(name)}", $"is not a single whole number, so {options.Call("set")} cannot set it");
                inputs = [.. inputs.Where(other => other != input)];
                continue;
            }

            if (!inputs.Any(other => other.SizeNames.Contains(name)))
            {
                string[] names =
                [
                    .. inputs.SelectMany(other => other.SizeNames).OfType<string>().Concat(inputs.Where(other => other.IsInteger).Select(other => other.Name))
                    .Distinct().Take(8).Select(ImportSource.Quote)
                ];
                throw source.Error(
                    $"no open size and no input of one whole number has the name {ImportSource.Quote(name)} that {options.Call("set")} "
                        + $"gives{(names.Length == 0 ? "" : $"; there are {string.Join(", ", names)}")}");
            }

            if (number is < 1 or > LargestSize)
            {
                throw source.Error(
                    $"{options.Call("set")} gives the size {ImportSource.Quote(name)} as {number}; a number from 1 to {LargestSize} was expected");
            }

            inputs =
            [
                .. inputs.Select(
                    other => other with { Dims = [.. (other.Dims ?? []).Select((size, i) => other.SizeNames.ElementAtOrDefault(i) == name ? number : size)] })
            ];
        }

        HashSet<string> read = [.. OperatorTable.All(graph).SelectMany(node => node.Inputs), .. Results(graph)];
        OnnxValueInfo[] needed = [.. inputs.Where(input => read.Contains(input.Name))];
        return graph with { Initializers = initializers, Inputs = needed.Length > 0 ? needed : inputs };
    }

    // The outputs of a graph, and of the graphs within its nodes.
    private static IEnumerable<string> Results(OnnxGraph graph) => graph.Outputs.Select(output => output.Name).Concat(
        OperatorTable.All(graph).SelectMany(node => node.Attributes.Values).Where(attribute => attribute.Graph is not null).SelectMany(
            attribute => attribute.Graph!.Outputs).Select(output => output.Name));

    private static OnnxTensor Stored(OnnxValueInfo input, long number)
    {
        MessageWriter message = new();
        foreach (long? size in input.Dims ?? [])
        {
            message.Integer(1, size ?? 1);
        }

        message.Integer(2, OnnxTensor.Int64).Text(8, input.Name).Bytes(9, MessageWriter.Raw(new[] { number }));
        return new OnnxTensor(input.Name, [.. (input.Dims ?? []).Select(size => size ?? 1)], OnnxTensor.Int64, message.ToArray());
    }
}
