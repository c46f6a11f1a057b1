namespace TinyRnn.Interop.Onnx;

/// <summary>Builds an ONNX graph: nodes in the order in which they are added, tensors, inputs and outputs.</summary>
/// <param name="prefix">Prefix of the names that the graph makes up; not empty for a graph within a node, whose names must be new.</param>
internal sealed class GraphWriter(string prefix = "")
{
    private readonly List<MessageWriter> _nodes = [];
    private readonly List<MessageWriter> _tensors = [];
    private readonly List<MessageWriter> _inputs = [];
    private readonly List<MessageWriter> _outputs = [];
    private readonly Dictionary<string, string> _numbers = [];
    private readonly HashSet<string> _names = [];
    private int _count;

    /// <summary>Adds a node with one output and returns the output's name.</summary>
    public string Add(string kind, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        string output = NewName(FormattableString.Invariant($"{prefix}{kind.ToLowerInvariant()}_{++_count}"));
        Add(kind, output, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node.</summary>
    /// <param name="kind">The operator.</param>
    /// <param name="name">Name of the node.</param>
    /// <param name="inputs">The inputs; an empty name for one that is left out.</param>
    /// <param name="outputs">The outputs; an empty name for one that is left out.</param>
    /// <param name="attributes">Values of type long, float, string, float[], long[] or string[], a tensor or a graph.</param>
    public void Add(string kind, string name, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params (string Name, object Value)[] attributes)
    {
        MessageWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            _names.Add(output);
            node.Text(2, output);
        }

        node.Text(3, name).Text(4, kind);
        foreach ((string attribute, object value) in attributes)
        {
            node.Message(5, Attribute(attribute, value));
        }

        _nodes.Add(node);
    }

    /// <summary>Adds stored numbers and returns their name: the requested one, or a longer one if it is taken.</summary>
    public string Tensor(string name, float[] values, params long[] dims)
    {
        name = NewName(name);
        _tensors.Add(TensorProto(name, OnnxTensor.Float, MessageWriter.Raw(values), dims));
        return name;
    }

    /// <summary>Adds stored integers, equal ones only once; as a scalar if <paramref name="isScalar"/>.</summary>
    public string Integers(bool isScalar, params long[] values)
    {
        string key = FormattableString.Invariant(
            $"{prefix}{(isScalar ? "scalar" : "list")}_{string.Join('_', values.Select(number => $"{number}"))}").Replace('-', 'm');
        if (!_numbers.TryGetValue(key, out string? name))
        {
            name = NewName(key);
            _numbers.Add(key, name);
            _tensors.Add(TensorProto(name, OnnxTensor.Int64, MessageWriter.Raw(values), isScalar ? [] : [values.Length]));
        }

        return name;
    }

    /// <summary>Declares an input of the graph; a size is a number or a name.</summary>
    public void Input(string name, int type, params object[] dims)
    {
        _names.Add(name);
        _inputs.Add(ValueInfo(name, type, dims));
    }

    /// <summary>Declares an output of the graph.</summary>
    public void Output(string name, int type, params object[] dims) => _outputs.Add(ValueInfo(name, type, dims));

    private string NewName(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToArray(string name, long irVersion, long opset, IReadOnlyDictionary<string, string> metadata)
    {
        MessageWriter model = new MessageWriter().Integer(1, irVersion).Text(2, "TinyRnn").Message(7, ToGraph(name))
            .Message(8, new MessageWriter().Text(1, "").Integer(2, opset));
        foreach ((string key, string value) in metadata)
        {
            model.Message(14, new MessageWriter().Text(1, key).Text(2, value));
        }

        return model.ToArray();
    }

    // A GraphProto.
    private MessageWriter ToGraph(string name)
    {
        MessageWriter graph = new();
        _nodes.ForEach(node => graph.Message(1, node));
        graph.Text(2, name);
        _tensors.ForEach(tensor => graph.Message(5, tensor));
        _inputs.ForEach(input => graph.Message(11, input));
        _outputs.ForEach(output => graph.Message(12, output));
        return graph;
    }

    /// <summary>A TensorProto.</summary>
    public static MessageWriter TensorProto(string name, int type, byte[] raw, IReadOnlyList<long> dims)
    {
        MessageWriter tensor = new();
        foreach (long size in dims)
        {
            tensor.Integer(1, size);
        }

        return tensor.Integer(2, type).Text(8, name).Bytes(9, raw);
    }

    private static MessageWriter Attribute(string name, object value)
    {
        MessageWriter attribute = new MessageWriter().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Number(2, number).Integer(20, 1);
            case long integer:
                return attribute.Integer(3, integer).Integer(20, 2);
            case string text:
                return attribute.Text(4, text).Integer(20, 3);
            case GraphWriter graph:
                return attribute.Message(6, graph.ToGraph(name)).Integer(20, 5);
            case MessageWriter tensor:
                return attribute.Message(5, tensor).Integer(20, 4);
            case float[] numbers:
                Array.ForEach(numbers, one => attribute.Number(7, one));
                return attribute.Integer(20, 6);
            case long[] integers:
                Array.ForEach(integers, one => attribute.Integer(8, one));
                return attribute.Integer(20, 7);
            case string[] texts:
                Array.ForEach(texts, one => attribute.Text(9, one));
                return attribute.Integer(20, 8);
            default:
                throw new ArgumentException($"an attribute cannot be a {value.GetType()}");
        }
    }

    // A type that is not stated follows from the nodes.
    private static MessageWriter ValueInfo(string name, int type, object[] dims)
    {
        if (type == OnnxTensor.Undefined)
        {
            return new MessageWriter().Text(1, name);
        }

        MessageWriter shape = new();
        foreach (object dim in dims)
        {
            shape.Message(1, dim is string symbol ? new MessageWriter().Text(2, symbol) : new MessageWriter().Integer(1, Convert.ToInt64(dim, null)));
        }

        return new MessageWriter().Text(1, name).Message(2, new MessageWriter().Message(1, new MessageWriter().Integer(1, type).Message(2, shape)));
    }
}
