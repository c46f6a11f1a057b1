namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Reads a graph once, with the roles of its inputs' axes taken as given: every name gets a value, shapes are folded, and values that
/// depend on the input become rows with their axes.
/// </summary>
internal sealed class GraphReading
{
    // Elements are cheap next to the file, but a small file must not make many.
    private const long FreeElements = 1 << 22;
    private readonly ConstantCache _constants;
    private readonly List<RecurrentRow> _recurrent = [];
    private long _left;

    public GraphReading(ImportSource source, OnnxFile file, ConstantCache constants, GraphInputs inputs)
    {
        Source = source;
        File = file;
        _constants = constants;
        Inputs = inputs;
        _left = FreeElements + (4L * source.Memory.Length);
        Values = new ValueTable(this);
        foreach ((string name, Value value) in inputs.Values)
        {
            Values.Set(name, value);
        }
    }

    public ImportSource Source { get; }

    public OnnxFile File { get; }

    public GraphInputs Inputs { get; }

    public long Opset => File.Opset;

    public ValueTable Values { get; }

    /// <summary>Whether sequences of a batch have lengths of their own.</summary>
    public bool HasLengths { get; set; }

    /// <summary>Whether it failed at axes that do not fit, which may be for the wrong roles of the input's axes.</summary>
    public bool IsMisread { get; set; }

    /// <summary>Number of nodes that were understood: the reading that comes furthest tells what is wrong.</summary>
    public int Progress { get; private set; }

    /// <exception cref="ImportException">A node cannot be read.</exception>
    public void Run()
    {
        foreach (OnnxNode node in File.Graph.Nodes)
        {
            NodeContext context = new(this, node);
            Value?[] results;
            try
            {
                foreach (string input in node.Inputs)
                {
                    if (input.Length > 0 && !Values.Contains(input))
                    {
                        throw context.Error($"reads {ImportSource.Quote(input)}, which is no input, no stored tensor and no result of an earlier node");
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
        Along.Time => Inputs.Time,
        Along.Batch => Inputs.Batch,
        _ => Inputs.Time * Inputs.Batch,
    };

    public void Spend(long elements, NodeContext node)
    {
        _left -= elements;
        if (elements < 0 || _left < 0)
        {
            throw node.Error("makes tensors that are far larger than the file");
        }
    }

    /// <summary>The recurrent row that starts from the caller's state of this name, among those of nodes and some others.</summary>
    public RecurrentRow? FindCell(string state, IEnumerable<RecurrentRow> others) => _recurrent.Concat(others).FirstOrDefault(row => row.StateNames.Contains(state));

    /// <summary>Remembers the row of a recurrent node.</summary>
    public void Add(RecurrentRow row) => _recurrent.Add(row);

    public Constant? FindConstant(string name) => _constants.Find(name);
}

/// <summary>A result that TinyRnn does not compute, such as a dropout's mask; only reading it is an error.</summary>
internal sealed class MissingValue : Value
{
    /// <inheritdoc/>
    public override int Rank => 0;
}

/// <summary>The values of names: those of inputs and nodes, and the stored tensors, which are decoded when they are first read.</summary>
internal sealed class ValueTable(GraphReading reading)
{
    private readonly Dictionary<string, Value> _values = [];

    public Value this[string name] => _values.TryGetValue(name, out Value? value) ? value : reading.FindConstant(name)!;

    public bool Contains(string name) => _values.ContainsKey(name) || reading.FindConstant(name) is not null;

    public void Set(string name, Value value) => _values[name] = value;
}

/// <summary>Stored tensors, decoded once for all readings of the graph.</summary>
internal sealed class ConstantCache(ImportSource source, OnnxFile file, IReadOnlyDictionary<string, OnnxTensor> given)
{
    private readonly Dictionary<string, Constant> _decoded = [];

    public Constant? Find(string name)
    {
        if (_decoded.TryGetValue(name, out Constant? constant))
        {
            return constant;
        }

        if (!given.TryGetValue(name, out OnnxTensor? tensor) && !file.Graph.Initializers.TryGetValue(name, out tensor))
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
