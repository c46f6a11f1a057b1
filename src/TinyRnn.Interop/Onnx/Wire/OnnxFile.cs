namespace TinyRnn.Interop.Onnx;

/// <summary>The content of an ONNX file, as far as a network needs it (onnx.proto: ModelProto).</summary>
internal sealed record OnnxFile(string Producer, long Opset, OnnxGraph Graph, IReadOnlyDictionary<string, string> Metadata);

/// <summary>GraphProto.</summary>
internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, OnnxTensor> Initializers,
    IReadOnlyList<OnnxValueInfo> Inputs,
    IReadOnlyList<OnnxValueInfo> Outputs)
{
    /// <summary>What the file says about values between the nodes.</summary>
    public IReadOnlyList<OnnxValueInfo> Between { get; init; } = [];

    /// <summary>For a part of a graph: outputs of the whole graph that the part also gives, such as next states.</summary>
    public IReadOnlyList<OnnxValueInfo> Carried { get; init; } = [];
}

/// <summary>ValueInfoProto: a name, an element type, and the known sizes; no sizes at all if the rank is unknown.</summary>
internal sealed record OnnxValueInfo(string Name, int ElementType, IReadOnlyList<long?>? Dims)
{
    /// <summary>The names of its sizes, axis by axis; null for a size without a name.</summary>
    public IReadOnlyList<string?> SizeNames { get; init; } = [];

    /// <summary>Whether it holds integers, which are tokens for a network.</summary>
    public bool IsInteger => ElementType is OnnxTensor.Int32 or OnnxTensor.Int64;
}

/// <summary>NodeProto.</summary>
internal sealed record OnnxNode(
    string Name, string Operator, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes)
{
    /// <summary>Its name in errors and reports: its own, or that of its result.</summary>
    public string Label => Name.Length > 0 ? Name : Outputs.FirstOrDefault(output => output.Length > 0) ?? Operator;
}

/// <summary>AttributeProto: only the value that its type names is set.</summary>
internal sealed record OnnxAttribute(string Name)
{
    public float? Float { get; set; }

    public long? Integer { get; set; }

    public string? Text { get; set; }

    public OnnxTensor? Tensor { get; set; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    public List<string> Texts { get; } = [];

    public OnnxGraph? Graph { get; set; }
}

/// <summary>TensorProto: its elements stay in the file's bytes until they are needed.</summary>
internal sealed record OnnxTensor(string Name, IReadOnlyList<long> Dims, int Type, ReadOnlyMemory<byte> Message)
{
    public const int Undefined = 0;
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int UInt16 = 4;
    public const int Int16 = 5;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Boolean = 9;
    public const int Float16 = 10;
    public const int Double = 11;
    public const int BFloat16 = 16;
}
