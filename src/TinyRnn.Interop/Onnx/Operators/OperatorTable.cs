namespace TinyRnn.Interop.Onnx;

/// <summary>An operator that is read.</summary>
/// <param name="Read">Makes the node's results.</param>
/// <param name="Attributes">The attributes that it may have.</param>
internal sealed record OnnxOperator(Func<NodeContext, Value?[]> Read, params string[] Attributes);

/// <summary>All operators that are read, by name.</summary>
internal static class OperatorTable
{
    private static readonly string[] RecurrentAttributes = ["hidden_size", "direction", "layout", "activations", "activation_alpha", "activation_beta", "clip"];

    public static IReadOnlyDictionary<string, OnnxOperator> Operators { get; } = new Dictionary<string, OnnxOperator>
    {
        ["RNN"] = new(RecurrentOperators.Read, RecurrentAttributes),
        ["GRU"] = new(RecurrentOperators.Read, [.. RecurrentAttributes, "linear_before_reset"]),
        ["LSTM"] = new(RecurrentOperators.Read, [.. RecurrentAttributes, "input_forget"]),
        ["Gemm"] = new(One(DenseOperators.Gemm), "alpha", "beta", "transA", "transB"),
        ["MatMul"] = new(One(DenseOperators.MatMul)),
        ["BatchNormalization"] = new(One(DenseOperators.BatchNormalization), "epsilon", "momentum", "spatial", "training_mode"),
        ["Add"] = new(One(ArithmeticOperators.Read)),
        ["Sub"] = new(One(ArithmeticOperators.Read)),
        ["Mul"] = new(One(ArithmeticOperators.Read)),
        ["Div"] = new(One(ArithmeticOperators.Read)),
        ["Tanh"] = new(One(ActivationOperators.Read)),
        ["Relu"] = new(One(ActivationOperators.Read)),
        ["Sigmoid"] = new(One(ActivationOperators.Read)),
        ["LeakyRelu"] = new(One(ActivationOperators.Read), "alpha"),
        ["Elu"] = new(One(ActivationOperators.Read), "alpha"),
        ["HardSigmoid"] = new(One(ActivationOperators.Read), "alpha", "beta"),
        ["ThresholdedRelu"] = new(One(ActivationOperators.Read), "alpha"),
        ["Selu"] = new(One(ActivationOperators.ReadSelu), "alpha", "gamma"),
        ["Softsign"] = new(One(ActivationOperators.Read)),
        ["Softplus"] = new(One(ActivationOperators.Read)),
        ["Softmax"] = new(One(ActivationOperators.ReadSoftmax), "axis"),
        ["LogSoftmax"] = new(One(ActivationOperators.ReadSoftmax), "axis"),
        ["OneHot"] = new(One(TokenOperators.OneHot), "axis"),
        ["Gather"] = new(One(TokenOperators.Gather), "axis"),
        ["ReduceMean"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["ReduceMax"] = new(One(TimeOperators.Reduce), "axes", "keepdims", "noop_with_empty_axes"),
        ["GlobalAveragePool"] = new(One(TimeOperators.GlobalPool)),
        ["GlobalMaxPool"] = new(One(TimeOperators.GlobalPool)),
        ["Slice"] = new(One(TimeOperators.Slice), "starts", "ends", "axes"),
        ["Split"] = new(TimeOperators.Split, "axis", "split", "num_outputs"),
        ["Concat"] = new(One(ShapeOperators.Concat), "axis"),
        ["Transpose"] = new(One(ShapeOperators.Transpose), "perm"),
        ["Squeeze"] = new(One(ShapeOperators.Squeeze), "axes"),
        ["Unsqueeze"] = new(One(ShapeOperators.Unsqueeze), "axes"),
        ["Reshape"] = new(One(ShapeOperators.Reshape), "allowzero"),
        ["Flatten"] = new(One(ShapeOperators.Flatten), "axis"),
        ["Expand"] = new(One(ShapeOperators.Expand)),
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
    };

    private static Func<NodeContext, Value?[]> One(Func<NodeContext, Value> read) => node => [read(node)];

    /// <summary>Checks that all nodes are of operators and attributes in the table, before anything is computed.</summary>
    /// <exception cref="ImportException">One is not.</exception>
    public static void Check(ImportSource source, OnnxGraph graph)
    {
        OnnxNode? unknown = graph.Nodes.FirstOrDefault(node => !IsKnown(node));
        if (unknown is not null)
        {
            string[] others = [.. graph.Nodes.Where(node => !IsKnown(node)).Select(node => node.Operator).Distinct().Where(name => name != unknown.Operator).Take(8).Select(ImportSource.Quote)];
            throw source.Error(
                $"node {ImportSource.Quote(unknown.Label)} ({ImportSource.Quote(Name(unknown))})",
                "is of an operator that TinyRnn cannot run: a chain of recurrent, dense, embedding, activation and pooling nodes was expected"
                + (others.Length > 0 ? $" (also {string.Join(", ", others)})" : ""));
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            OnnxAttribute? attribute = node.Attributes.Values.FirstOrDefault(one => !Operators[node.Operator].Attributes.Contains(one.Name)
                && !(one.Name is "output_sequence" or "consumed_inputs"));
            if (attribute is not null)
            {
                throw source.Error(
                    $"node {ImportSource.Quote(node.Label)} ({node.Operator})",
                    $"has the attribute {ImportSource.Quote(attribute.Name)}; {(Operators[node.Operator].Attributes.Length == 0 ? "none" : string.Join(", ", Operators[node.Operator].Attributes))} was expected");
            }
        }
    }

    private static bool IsKnown(OnnxNode node) => node.Domain.Length == 0 && Operators.ContainsKey(node.Operator);

    private static string Name(OnnxNode node) => node.Domain.Length == 0 ? node.Operator : $"{node.Domain}.{node.Operator}";
}
