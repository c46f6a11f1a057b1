using Google.Protobuf;

namespace TinyRnn.Interop.Onnx;

/// <summary>Reads the messages of onnx.proto by field number.</summary>
internal sealed class OnnxParser(ImportSource source)
{
    // Each part takes at least two bytes of the file, but a hundred bytes of memory.
    private const int MaximumParts = 200_000;
    private const int MaximumRank = 16;
    private const int MaximumDepth = 8;
    private int _parts;
    private int _depth;

    /// <exception cref="ImportException">The file is malformed or too large.</exception>
    public OnnxFile ParseModel()
    {
        string producer = "";
        long opset = 0;
        OnnxGraph? graph = null;
        Dictionary<string, string> metadata = [];
        WireReader reader = new(source, source.Memory);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    producer = reader.ReadText();
                    break;
                case 7:
                    graph = graph is null ? ParseGraph(reader.ReadMessage()) : throw source.Error("the ONNX file holds two graphs; one was expected");
                    break;
                case 8:
                    (string domain, long version) = ParseOpset(reader.ReadMessage());
                    opset = domain is "" or "ai.onnx" ? version : opset;
                    break;
                case 14:
                    (string key, string value) = ParsePair(reader.ReadMessage());
                    metadata[key] = value;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (graph is null)
        {
            throw source.Error("the ONNX file holds no graph");
        }

        return opset >= OnnxImporter.OldestOpset
            ? new OnnxFile(producer, opset, graph, metadata)
            : throw source.Error($"the ONNX file is of opset {opset}; {OnnxImporter.OldestOpset} or newer was expected");
    }

    /// <summary>A tensor in a file of its own, such as ONNX's test data.</summary>
    public OnnxTensor ParseTensor() => ParseTensor(source.Memory);

    /// <summary>A key and a value, both texts (StringStringEntryProto).</summary>
    public (string Key, string Value) ParsePair(WireReader reader)
    {
        Count();
        string key = "";
        string value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.ReadText();
                    break;
                case 2:
                    value = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (key, value);
    }

    private (string Domain, long Version) ParseOpset(WireReader reader)
    {
        Count();
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.ReadText();
                    break;
                case 2:
                    version = reader.ReadInteger();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (domain, version);
    }

    private OnnxGraph ParseGraph(WireReader reader)
    {
        string name = "";
        List<OnnxNode> nodes = [];
        Dictionary<string, OnnxTensor> initializers = [];
        List<OnnxValueInfo> inputs = [];
        List<OnnxValueInfo> outputs = [];
        List<OnnxValueInfo> between = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    nodes.Add(ParseNode(reader.ReadMessage()));
                    break;
                case 2:
                    name = reader.ReadText();
                    break;
                case 5:
                    OnnxTensor tensor = ParseTensor(reader.ReadBytes());
                    if (!initializers.TryAdd(tensor.Name, tensor))
                    {
                        throw source.Error($"tensor {ImportSource.Quote(tensor.Name)}", "duplicate tensor");
                    }

                    break;
                case 11:
                    inputs.Add(ParseValueInfo(reader.ReadMessage()));
                    break;
                case 12:
                    outputs.Add(ParseValueInfo(reader.ReadMessage()));
                    break;
                case 13:
                    between.Add(ParseValueInfo(reader.ReadMessage()));
                    break;
                case 15:
                    throw source.Error("the graph holds sparse initializers; dense ones were expected");
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxGraph(name, nodes, initializers, inputs, outputs) { Between = between };
    }

    // The body of a Loop, a Scan or a branch.
    private OnnxGraph ParseInner(WireReader reader)
    {
        if (++_depth > MaximumDepth)
        {
            throw source.Error($"the graphs within nodes are nested more than {MaximumDepth} deep, which is not supported");
        }

        OnnxGraph graph = ParseGraph(reader);
        _depth--;
        return graph;
    }

    private OnnxNode ParseNode(WireReader reader)
    {
        Count();
        string name = "";
        string kind = "";
        string domain = "";
        List<string> inputs = [];
        List<string> outputs = [];
        Dictionary<string, OnnxAttribute> attributes = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Count();
                    inputs.Add(reader.ReadText());
                    break;
                case 2:
                    Count();
                    outputs.Add(reader.ReadText());
                    break;
                case 3:
                    name = reader.ReadText();
                    break;
                case 4:
                    kind = reader.ReadText();
                    break;
                case 5:
                    OnnxAttribute attribute = ParseAttribute(reader.ReadMessage());
                    attributes[attribute.Name] = attribute;
                    break;
                case 7:
                    domain = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxNode(name, kind, domain == "ai.onnx" ? "" : domain, inputs, outputs, attributes);
    }

    private OnnxAttribute ParseAttribute(WireReader reader)
    {
        Count();
        OnnxAttribute attribute = new("");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    attribute = attribute with { Name = reader.ReadText() };
                    break;
                case 2:
                    attribute.Float = reader.ReadFloat();
                    break;
                case 3:
                    attribute.Integer = reader.ReadInteger();
                    break;
                case 4:
                    attribute.Text = reader.ReadText();
                    break;
                case 5:
                    attribute.Tensor = ParseTensor(reader.ReadBytes());
                    break;
                case 6:
                    attribute.Graph = ParseInner(reader.ReadMessage());
                    break;
                case 7:
                    ReadNumbers(ref reader, WireFormat.WireType.Fixed32, (ref WireReader one) => attribute.Floats.Add(one.ReadFloat()));
                    break;
                case 8:
                    ReadNumbers(ref reader, WireFormat.WireType.Varint, (ref WireReader one) => attribute.Integers.Add(one.ReadInteger()));
                    break;
                case 9:
                    Count();
                    attribute.Texts.Add(reader.ReadText());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return attribute;
    }

    private OnnxTensor ParseTensor(ReadOnlyMemory<byte> message)
    {
        Count();
        string name = "";
        long type = 0;
        List<long> dims = [];
        WireReader reader = new(source, message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ReadNumbers(ref reader, WireFormat.WireType.Varint, (ref WireReader one) => dims.Add(one.ReadInteger()));
                    break;
                case 2:
                    type = reader.ReadInteger();
                    break;
                case 8:
                    name = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }

            if (dims.Count > MaximumRank)
            {
                throw source.Error($"tensor {ImportSource.Quote(name)}", $"has more than {MaximumRank} sizes");
            }
        }

        return new OnnxTensor(name, dims, type is > 0 and < 100 ? (int)type : 0, message);
    }

    private OnnxValueInfo ParseValueInfo(WireReader reader)
    {
        Count();
        string name = "";
        long type = 0;
        List<(long? Size, string? Name)>? dims = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadText();
                    break;
                case 2:
                    WireReader types = reader.ReadMessage();
                    while (types.Next())
                    {
                        if (types.Field == 1)
                        {
                            (type, dims) = ParseTensorType(types.ReadMessage());
                        }
                        else
                        {
                            types.Skip();
                        }
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // An open size without a name is named after the input and the axis.
        return new OnnxValueInfo(name, type is > 0 and < 100 ? (int)type : 0, dims?.ConvertAll(dim => dim.Size))
        {
            SizeNames =
            [
                .. (dims ?? []).Select(
                    (dim, axis) => dim.Size is not null || dim.Name is { Length: > 0 } ? dim.Name : FormattableString.Invariant($"{name}.{axis}"))
            ],
        };
    }

    private (long Type, List<(long? Size, string? Name)>? Dims) ParseTensorType(WireReader reader)
    {
        long type = 0;
        List<(long? Size, string? Name)>? dims = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    type = reader.ReadInteger();
                    break;
                case 2:
                    dims = [];
                    WireReader shape = reader.ReadMessage();
                    while (shape.Next())
                    {
                        if (shape.Field == 1)
                        {
                            Count();
                            dims.Add(ParseDimension(shape.ReadMessage()));
                        }
                        else
                        {
                            shape.Skip();
                        }
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (type, dims);
    }

    // A size is known, has a name, or neither. Some exporters write 0 or -1 for an unknown size.
    private static (long? Size, string? Name) ParseDimension(WireReader reader)
    {
        long? size = null;
        string? name = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                long value = reader.ReadInteger();
                size = value > 0 ? value : null;
            }
            else if (reader.Field == 2)
            {
                name = reader.ReadText();
            }
            else
            {
                reader.Skip();
            }
        }

        return (size, name);
    }

    private delegate void ReadOne(ref WireReader reader);

    // Repeated numbers may be packed or not: a reader must accept both.
    private void ReadNumbers(ref WireReader reader, WireFormat.WireType type, ReadOne one)
    {
        if (!reader.IsBytes)
        {
            Count();
            one(ref reader);
            return;
        }

        WireReader packed = reader.ReadPacked(type);
        while (packed.HasMore)
        {
            Count();
            one(ref packed);
        }
    }

    private void Count()
    {
        if (++_parts > MaximumParts)
        {
            throw source.Error($"the ONNX file has more than {MaximumParts} nodes, names, attributes and tensors");
        }
    }
}
