using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>A supported operator.</summary>
/// <param name="Read">Computes the node's results.</param>
/// <param name="Attributes">The attributes that it may have.</param>
internal sealed record OnnxOperator(Func<NodeContext, Value?[]> Read, params string[] Attributes);

/// <summary>All supported operators, by name.</summary>
internal static class OperatorTable
{
    private static readonly string[] RecurrentAttributes = ["hidden_size", "direction", "layout", "activations", "activation_alpha", "activation_beta", "clip"];

    // Operators with code of their own; those that only stand for an activation, a function or an operation of TinyRnn.Model are added from its
    // tables.
    private static readonly Dictionary<string, OnnxOperator> Special = new()
    {
        ["RNN"] = new(RecurrentOperators.Read, RecurrentAttributes),
        ["GRU"] = new(RecurrentOperators.Read, [.. RecurrentAttributes, "linear_before_reset"]),
        ["LSTM"] = new(RecurrentOperators.Read, [.. RecurrentAttributes, "input_forget"]),
        ["Gemm"] = new(One(DenseOperators.Gemm), "alpha", "beta", "transA", "transB"),
        ["MatMul"] = new(One(DenseOperators.MatMul)),
        ["Einsum"] = new(One(EinsumOperator.Read), "equation"),
        ["Conv"] = new(One(WindowOperators.Conv), "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"),
        ["ConvTranspose"] = new(
            One(TransposedConvolutions.Read), "auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads", "strides"),
        ["MaxPool"] = new(One(WindowOperators.Pool), "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"),
        ["AveragePool"] = new(One(WindowOperators.Pool), "auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"),
        ["Pad"] = new(One(WindowOperators.Pad), "mode", "pads", "value"),
        ["BatchNormalization"] = new(One(DenseOperators.BatchNormalization), "epsilon", "momentum", "spatial", "training_mode"),
        ["Add"] = new(One(ArithmeticOperators.Read)),
        ["Sub"] = new(One(ArithmeticOperators.Read)),
        ["Mul"] = new(One(ArithmeticOperators.Read)),
        ["Div"] = new(One(ArithmeticOperators.Read)),
        ["Sum"] = new(One(FunctionOperators.Several)),
        ["Mean"] = new(One(FunctionOperators.Several)),
        ["Min"] = new(One(FunctionOperators.Extreme)),
        ["Max"] = new(One(FunctionOperators.Extreme)),
        ["Pow"] = new(One(FunctionOperators.Pow)),
        ["Clip"] = new(One(FunctionOperators.Clip), "min", "max"),
        ["PRelu"] = new(One(FunctionOperators.Prelu)),
        ["HardSwish"] = new(One(FunctionOperators.Gated)),
        ["Mish"] = new(One(FunctionOperators.Gated)),
        ["Swish"] = new(One(FunctionOperators.Gated), "alpha"),
        ["LayerNormalization"] = new(One(NormOperators.Layer), "axis", "epsilon", "stash_type"),
        ["InstanceNormalization"] = new(One(NormOperators.Instance), "epsilon"),
        ["GroupNormalization"] = new(One(NormOperators.Group), "epsilon", "num_groups", "stash_type"),
        ["Neg"] = new(One(ActivationOperators.Negate)),
        ["ArgMax"] = new(One(TokenOperators.ArgMax), "axis", "keepdims", "select_last_index"),
        ["OneHot"] = new(One(TokenOperators.OneHot), "axis"),
        ["Gather"] = new(One(TokenOperators.Gather), "axis"),
        ["ReduceMean"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceSum"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceMax"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceMin"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceSumSquare"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceL2"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["GlobalAveragePool"] = new(One(TimeOperators.GlobalPool)),
        ["GlobalMaxPool"] = new(One(TimeOperators.GlobalPool)),
        ["Slice"] = new(One(TimeOperators.Slice), "starts", "ends", "axes"),
        ["ReverseSequence"] = new(One(TimeOperators.ReverseSequence), "batch_axis", "time_axis"),
        ["Split"] = new(TimeOperators.Split, "axis", "split", "num_outputs"),
        ["Concat"] = new(One(ShapeOperators.Concat), "axis"),
        ["Transpose"] = new(One(ShapeOperators.Transpose), "perm"),
        ["Squeeze"] = new(One(ShapeOperators.Squeeze), "axes"),
        ["Unsqueeze"] = new(One(ShapeOperators.Unsqueeze), "axes"),
        ["Reshape"] = new(One(ShapeOperators.Reshape), "allowzero"),
        ["Flatten"] = new(One(ShapeOperators.Flatten), "axis"),
        ["Expand"] = new(One(ShapeOperators.Expand)),
        ["Tile"] = new(One(ShapeOperators.Tile)),
        ["Identity"] = new(One(ShapeOperators.Identity)),
        ["Dropout"] = new(One(ShapeOperators.Dropout), "ratio", "seed", "is_test"),
        ["Cast"] = new(One(ShapeOperators.Cast), "to", "saturate", "round_mode"),
        ["CastLike"] = new(One(ShapeOperators.Identity), "saturate", "round_mode"),
        ["Shape"] = new(One(ConstantOperators.Shape), "start", "end"),
        ["Size"] = new(One(ConstantOperators.Size)),
        ["Constant"] = new(One(ConstantOperators.Constant), "value", "value_float", "value_floats", "value_int", "value_ints"),
        ["ConstantOfShape"] = new(One(ConstantOperators.ConstantOfShape), "value"),
        ["Range"] = new(One(ConstantOperators.Range)),
        ["Equal"] = new(One(ConstantOperators.Equal)),
        ["Where"] = new(One(ConstantOperators.Where)),
        ["Not"] = new(One(ConstantOperators.Compare)),
        ["And"] = new(One(ConstantOperators.Compare)),
        ["Or"] = new(One(ConstantOperators.Compare)),
        ["Less"] = new(One(ConstantOperators.Compare)),
        ["LessOrEqual"] = new(One(ConstantOperators.Compare)),
        ["Greater"] = new(One(ConstantOperators.Compare)),
        ["GreaterOrEqual"] = new(One(ConstantOperators.Compare)),
        ["If"] = new(ControlOperators.If, "then_branch", "else_branch"),
        ["Loop"] = new(ControlOperators.Loop, "body"),
        ["Scan"] = new(
            ControlOperators.Scan, "body", "num_scan_inputs", "scan_input_axes", "scan_input_directions", "scan_output_axes", "scan_output_directions"),
        ["SplitToSequence"] = new(One(TimeOperators.SplitToSequence), "axis", "keepdims"),
        ["SequenceAt"] = new(One(TimeOperators.SequenceAt)),
        ["SequenceEmpty"] = new(One(ControlOperators.SequenceEmpty), "dtype"),
        ["SequenceInsert"] = new(One(ControlOperators.SequenceInsert)),
        ["ConcatFromSequence"] = new(One(ControlOperators.ConcatFromSequence), "axis", "new_axis"),
    };

    public static IReadOnlyDictionary<string, OnnxOperator> Operators { get; } = Special
        .Concat(OfTables().Where(pair => !Special.ContainsKey(pair.Key)))
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    private static IEnumerable<KeyValuePair<string, OnnxOperator>> OfTables() =>
    [
        .. from facts in Activations.All
           where facts.Onnx is not null
           select KeyValuePair.Create(facts.Onnx, new OnnxOperator(One(node => ActivationOperators.Read(node, facts)), ActivationOperators.Attributes(facts))),
        .. from facts in Functions.All
           where facts.Onnx is not null
           select KeyValuePair.Create(facts.Onnx, new OnnxOperator(One(node => FunctionOperators.Apply(node, node.Get(0), facts.Kind)))),
    ];

    private static Func<NodeContext, Value?[]> One(Func<NodeContext, Value> read) => node => [read(node)];

    /// <summary>Checks that the table has all operators and attributes, before anything is computed.</summary>
    /// <exception cref="ImportException">An operator or an attribute is not supported.</exception>
    public static void Check(ImportSource source, OnnxGraph graph)
    {
        OnnxNode[] nodes = [.. All(graph)];
        OnnxNode? unknown = nodes.FirstOrDefault(node => !IsKnown(node));
        if (unknown is not null)
        {
            string[] others =
            [
                .. nodes.Where(node => !IsKnown(node)).Select(node => node.Operator).Distinct().Where(name => name != unknown.Operator).Take(8)
                .Select(ImportSource.Quote)
            ];
            throw source.Error(
                $"node {ImportSource.Quote(unknown.Label)} ({ImportSource.Quote(Name(unknown))})",
                "is of an operator that TinyRnn does not know"
                + (others.Length > 0 ? $" (also {string.Join(", ", others)})" : ""));
        }

        foreach (OnnxNode node in nodes)
        {
            OnnxAttribute? attribute = node.Attributes.Values.FirstOrDefault(one => !Operators[node.Operator].Attributes.Contains(one.Name)
                && !(one.Name is "output_sequence" or "consumed_inputs"));
            if (attribute is not null)
            {
                throw source.Error(
                    $"node {ImportSource.Quote(node.Label)} ({node.Operator})",
                    $"has the attribute {ImportSource.Quote(attribute.Name)}; "
                        + $"{(Operators[node.Operator].Attributes.Length == 0 ? "none" : string.Join(", ", Operators[node.Operator].Attributes))} "
                        + "was expected");
            }
        }
    }

    /// <summary>The nodes of a graph, and of the graphs within its nodes.</summary>
    public static IEnumerable<OnnxNode> All(OnnxGraph graph) =>
        graph.Nodes.SelectMany(
            node => node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => All(attribute.Graph!)).Prepend(node));

    public static bool IsKnown(OnnxNode node) => node.Domain.Length == 0 && Operators.ContainsKey(node.Operator);

    private static string Name(OnnxNode node) => node.Domain.Length == 0 ? node.Operator : $"{node.Domain}.{node.Operator}";
}
