namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Reads a graph once, for one layout of its inputs: every name gets a value, shapes are computed, and values that depend on the input become rows
/// with their axes.
/// </summary>
internal sealed class GraphReading
{
    // Elements cost little compared with the file, but a small file must not make many.
    private const long FreeElements = 1 << 18;
    private readonly List<RecurrentRow> _recurrent = [];
    private long _left;

    public GraphReading(ImportSource source, OnnxFile file, ConstantCache constants, InputLayout layout)
    {
        Source = source;
        File = file;
        Layout = layout;
        _left = FreeElements + (4L * source.Memory.Length);
        Values = new ValueTable(constants, null);
        foreach ((string name, Value value) in layout.Values)
        {
            Values.Set(name, value);
        }
    }

    public ImportSource Source { get; }

    public OnnxFile File { get; }

    public InputLayout Layout { get; }

    public long Opset => File.Opset;

    /// <summary>Whether TinyRnn's exporter wrote the file.</summary>
    public bool IsOurs => File.Metadata.ContainsKey(OnnxMetadata.Key);

    /// <summary>The values of names in the graph that is being read.</summary>
    public ValueTable Values { get; private set; }

    /// <summary>Whether sequences of a batch have their own lengths.</summary>
    public bool HasLengths { get; set; }

    /// <summary>Whether reading failed at axes that do not fit, so that another layout of the inputs may work.</summary>
    public bool IsMisread { get; set; }

    /// <summary>The node of the graph that is being read; after a failure, the node where it happened.</summary>
    public OnnxNode? Stop { get; private set; }

    /// <summary>Number of nodes that were understood: the error of the layout that comes furthest is reported.</summary>
    public int Progress { get; private set; }

    /// <exception cref="ImportException">A node cannot be read.</exception>
    public void Run()
    {
        Run(File.Graph);
        Stop = null;
    }

    /// <summary>Reads the graph within a node; its names are its own, but it can also read values of the graphs around it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="body">The graph within the node.</param>
    /// <param name="inputs">The values of its inputs.</param>
    /// <returns>The values of its outputs.</returns>
    /// <exception cref="ImportException">A node cannot be read, or the numbers of inputs differ.</exception>
    public Value[] RunBody(NodeContext node, OnnxGraph body, IReadOnlyList<Value> inputs)
    {
        if (body.Inputs.Count != inputs.Count)
        {
            throw node.Error($"passes {inputs.Count} values to an inner graph that has {body.Inputs.Count} inputs");
        }

        ValueTable outer = Values;
        Values = new ValueTable(outer.Constants.Of(body), outer);
        try
        {
            for (int i = 0; i < inputs.Count; i++)
            {
                Values.Set(body.Inputs[i].Name, inputs[i]);
            }

            Run(body);
            return [
                .. body.Outputs.Select(output => Values.Contains(output.Name) ? Values[output.Name]
                    : throw node.Error($"has an inner output {ImportSource.Quote(output.Name)} that no node gives"))];
        }
        finally
        {
            Values = outer;
        }
    }

    private void Run(OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            NodeContext context = new(this, node);
            Stop = graph == File.Graph ? node : Stop;
            Value?[] results;
            try
            {
                foreach (string input in node.Inputs)
                {
                    if (input.Length > 0 && !Values.Contains(input))
                    {
                        throw context.Error($"reads {ImportSource.Quote(input)}, which is not an input, a stored tensor or a result of an earlier node; "
                            + "check the file with onnx.checker");
                    }
                }

                results = OperatorTable.Operators[node.Operator].Read(context);
            }
            catch (OverflowException)
            {
                throw context.Error("computes with sizes that overflow");
            }

            for (int i = 0; i < node.Outputs.Count; i++)
            {
                if (node.Outputs[i].Length > 0)
                {
                    Values.Set(node.Outputs[i], i < results.Length && results[i] is Value result ? result : new MissingValue());
                }
            }

            Progress++;
        }
    }

    public Extent ExtentOf(Axis axis) => axis.Along switch
    {
        Along.Features => new Extent(axis.Size),
        Along.Time => Layout.Time,
        Along.Batch => Layout.Batch,
        _ => Layout.Time * Layout.Batch,
    };

    public void Spend(long elements, NodeContext node)
    {
        _left -= elements;
        if (elements < 0 || _left < 0)
        {
            throw node.Error("makes tensors that are far larger than the file");
        }
    }

    /// <summary>The rows of recurrent nodes and cells.</summary>
    public IReadOnlyList<RecurrentRow> Recurrent => _recurrent;

    /// <summary>The recurrent row that starts from the state of this name.</summary>
    public RecurrentRow? FindCell(string state) => _recurrent.FirstOrDefault(row => row.StateNames.Contains(state));

    /// <summary>Records the row of a recurrent node or cell.</summary>
    public void Add(RecurrentRow row) => _recurrent.Add(row);
}

/// <summary>A result that TinyRnn does not compute, such as a dropout's mask; it is an error only if something reads it.</summary>
internal sealed record MissingValue : Value
{
    /// <inheritdoc/>
    public override int Rank => 0;
}

/// <summary>The values of names: inputs, results of nodes, and stored tensors, which are decoded when they are first read.</summary>
/// <param name="constants">The stored tensors of the graph.</param>
/// <param name="outer">The values of the graph around it.</param>
internal sealed class ValueTable(ConstantCache constants, ValueTable? outer)
{
    private readonly Dictionary<string, Value> _values = [];

    public ConstantCache Constants => constants;

    public Value this[string name] => Find(name)!;

    public bool Contains(string name) => Find(name) is not null;

    private Value? Find(string name) => _values.TryGetValue(name, out Value? value) ? value : constants.Find(name) ?? outer?.Find(name);

    public void Set(string name, Value value) => _values[name] = value;
}

/// <summary>Stored tensors, decoded once for all layouts.</summary>
internal sealed class ConstantCache(ImportSource source, IReadOnlyDictionary<string, OnnxTensor> initializers, IReadOnlyDictionary<string, OnnxTensor> given)
{
    private static readonly Dictionary<string, OnnxTensor> NoneGiven = [];

    private readonly Dictionary<string, Constant> _decoded = [];
    private readonly Dictionary<OnnxGraph, ConstantCache> _inner = [];

    /// <summary>The stored tensors of a graph within a node.</summary>
    public ConstantCache Of(OnnxGraph graph)
    {
        if (!_inner.TryGetValue(graph, out ConstantCache? cache))
        {
            cache = new ConstantCache(source, graph.Initializers, NoneGiven);
            _inner.Add(graph, cache);
        }

        return cache;
    }

    public Constant? Find(string name)
    {
        if (_decoded.TryGetValue(name, out Constant? constant))
        {
            return constant;
        }

        if (!given.TryGetValue(name, out OnnxTensor? tensor) && !initializers.TryGetValue(name, out tensor))
        {
            return null;
        }

        constant = Decode(source, tensor);
        _decoded.Add(name, constant);
        return constant;
    }

    public static Constant Decode(ImportSource source, OnnxTensor tensor)
    {
        TensorDecoder decoder = new(source, tensor);
        return decoder.IsInteger
            ? new Constant(decoder.Dims(), Array.ConvertAll(decoder.Integers(), value => new Extent(value)))
            : new Constant(decoder.Dims(), decoder.Floats());
    }
}
