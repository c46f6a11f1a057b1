using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Cells by their formulas, in the ways in which exporters and people write them.</summary>
/// <param name="graph">Gets the nodes.</param>
/// <param name="inputs">Values a step.</param>
/// <param name="hidden">Units.</param>
/// <param name="seed">Start of the weights, and of their names.</param>
internal sealed class WrittenCells(GraphWriter graph, int inputs, int hidden, int seed = 1)
{
    private int _seed = seed;

    public static IReadOnlyList<string> Names { get; } =
    [
        "RNNCell", "RNNCell, relu", "GRUCell", "GRUCell, transposed", "GRU, 1 - z", "GRU, reset before", "GRU, joined", "LSTMCell", "LSTM, slices",
        "LSTM, coupled", "LSTM, one gate at a time",
        "LSTM, projected", "GRUCell, without bias",
    ];

    /// <summary>How many values the hidden state has.</summary>
    public static int StateSize(string name, int hidden) => name == "LSTM, projected" ? hidden - 1 : hidden;

    /// <summary>How many states a cell has.</summary>
    public static int States(string name) => name.StartsWith("LSTM", StringComparison.Ordinal) ? 2 : 1;

    /// <summary>Adds a cell and gives the names of its next states.</summary>
    public string[] Add(string name, string x, params string[] states)
    {
        string h = states[0];
        switch (name)
        {
            case "RNNCell":
            case "RNNCell, relu":
                return [Node(name == "RNNCell" ? "Tanh" : "Relu", Node("Add", Gemm(x, inputs, hidden), Gemm(h, hidden, hidden)))];
            case "GRUCell":
            case "GRUCell, without bias":
            case "GRUCell, transposed":
                bool hasBias = name != "GRUCell, without bias";
                string[] i = Split(name == "GRUCell, transposed" ? MatMul(x, inputs, 3 * hidden) : Gemm(x, inputs, 3 * hidden, hasBias), 3);
                string[] s = Split(name == "GRUCell, transposed" ? MatMul(h, hidden, 3 * hidden) : Gemm(h, hidden, 3 * hidden, hasBias), 3);
                string reset = Node("Sigmoid", Node("Add", s[0], i[0]));
                string update = Node("Sigmoid", Node("Add", s[1], i[1]));
                string candidate = Node("Tanh", Node("Add", i[2], Node("Mul", s[2], reset)));
                return [Node("Add", Node("Mul", Node("Sub", h, candidate), update), candidate)];
            case "GRU, 1 - z":
                string z = Node("Sigmoid", Node("Add", MatMul(x, inputs, hidden), MatMul(h, hidden, hidden)));
                string r = Node("Sigmoid", Node("Add", MatMul(x, inputs, hidden), MatMul(h, hidden, hidden)));
                string n = Node("Tanh", Node("Add", Node("Mul", r, MatMul(h, hidden, hidden)), MatMul(x, inputs, hidden)));
                return [Node("Add", Node("Mul", Node("Sub", One(), z), n), Node("Mul", z, h))];
            case "GRU, reset before":
                string[] both = Split(Node("Sigmoid", Node("Add", Gemm(x, inputs, 2 * hidden), Gemm(h, hidden, 2 * hidden))), 2);
                string made = Node("Tanh", Node("Add", Gemm(x, inputs, hidden), Gemm(Node("Mul", both[1], h), hidden, hidden)));
                return [Node("Add", Node("Mul", both[0], h), Node("Mul", made, Node("Sub", One(), both[0])))];
            case "GRU, joined":
                // As TensorFlow's old GRUCell, with the update gate turned round.
                string[] gates = Split(Node("Sigmoid", MatMul(Join(x, h), inputs + hidden, 2 * hidden)), 2);
                string relu = Node("Relu", MatMul(Join(x, Node("Mul", gates[0], h)), inputs + hidden, hidden));
                return [Node("Add", Node("Mul", Node("Sub", One(), gates[1]), h), Node("Mul", gates[1], relu))];
            case "LSTMCell":
                return Lstm(Split(Node("Add", Gemm(h, hidden, 4 * hidden), Gemm(x, inputs, 4 * hidden)), 4), states[1]);
            case "LSTM, slices":
                string sum = Node("Add", Node("MatMul", x, Weights(inputs, 4 * hidden)), MatMul(h, hidden, 4 * hidden));
                return Lstm([.. Enumerable.Range(0, 4).Select(gate => graph.Add(
                    "Slice", [sum, graph.Integers(false, gate * hidden), graph.Integers(false, (gate + 1) * hidden), graph.Integers(false, 1)]))], states[1]);
            case "LSTM, one gate at a time":
                return Lstm([.. Enumerable.Range(0, 4).Select(gate => MatMul(Join(h, x), inputs + hidden, hidden))], states[1]);
            case "LSTM, coupled":
                string[] three = Split(Gemm(Join(x, h), inputs + hidden, 3 * hidden), 3);
                string gateIn = Node("Sigmoid", three[0]);
                string cell = Node("Add", Node("Mul", Node("Sub", One(), gateIn), states[1]), Node("Mul", gateIn, Node("Tanh", three[1])));
                return [Node("Mul", Node("Tanh", cell), Node("Sigmoid", three[2])), cell];
            case "LSTM, projected":
                string[] wide = Lstm(Split(Node("Add", Gemm(h, hidden - 1, 4 * hidden), Gemm(x, inputs, 4 * hidden)), 4), states[1]);
                return [Node("MatMul", wide[0], Weights(hidden, hidden - 1)), wide[1]];
            default:
                throw new ArgumentException(name);
        }
    }

    public string Weights(params long[] dims) =>
        graph.Tensor($"w{_seed}_{dims.Length}", Networks.RandomInput((int)dims.Aggregate(1L, (product, size) => product * size), _seed++), dims);

    public string Gemm(string x, int from, int to, bool hasBias = true) =>
        graph.Add("Gemm", hasBias ? [x, Weights(to, from), Weights(to)] : [x, Weights(to, from)], ("transB", 1L));

    private string[] Lstm(string[] gates, string c)
    {
        string kept = Node("Mul", Node("Sigmoid", gates[1]), c);
        string cell = Node("Add", kept, Node("Mul", Node("Sigmoid", gates[0]), Node("Tanh", gates[2])));
        return [Node("Mul", Node("Sigmoid", gates[3]), Node("Tanh", cell)), cell];
    }

    private string MatMul(string x, int from, int to) => Node("Add", Node("MatMul", x, Weights(from, to)), Weights(to));

    private string Join(string a, string b) => graph.Add("Concat", [a, b], ("axis", -1L));

    private string One() => graph.Tensor($"one_{_seed++}", [1f]);

    private string[] Split(string x, int parts)
    {
        string[] names = [.. Enumerable.Range(0, parts).Select(part => $"part_{_seed}_{part}")];
        graph.Add("Split", $"split_{_seed++}", [x], names, ("axis", 1L), ("num_outputs", (long)parts));
        return names;
    }

    private string Node(string kind, params string[] from) => graph.Add(kind, from);
}
