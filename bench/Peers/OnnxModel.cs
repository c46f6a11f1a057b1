using TinyRnn.Model;

namespace Peers;

/// <summary>
/// A network of the comparison as an ONNX file: GRU, LSTM or RNN, then MatMul and Add, over any number of steps at batch 1.
/// The state is an input and an output, so that a stream can continue from call to call.
/// </summary>
public static class OnnxModel
{
    /// <summary>The input, [steps, 1, inputs].</summary>
    public const string Input = "x";

    /// <summary>The output, [steps, outputs].</summary>
    public const string Output = "y";

    private const int Float = 1;
    private const int Int64 = 7;
    private const int IrVersion = 8;

    // Runtimes of the last three years read this version, and it includes the latest changes to the operators used here.
    private const int OperatorSet = 17;

    /// <summary>The parts of the state as pairs of an input and an output, each [1, 1, hidden].</summary>
    public static IReadOnlyList<(string Before, string After)> States(string cell) =>
        cell == "lstm" ? [("h0", "h"), ("c0", "c")] : [("h0", "h")];

    /// <summary>Writes the bytes of the file.</summary>
    public static byte[] Write(PeerSize size)
    {
        ProtobufWriter model = new();
        model.WriteInteger(1, IrVersion);
        model.WriteText(2, "TinyRnn benchmarks");
        model.WriteMessage(7, graph => WriteGraph(graph, size));
        model.WriteMessage(8, operatorSet =>
        {
            operatorSet.WriteText(1, "");
            operatorSet.WriteInteger(2, OperatorSet);
        });
        return model.ToArray();
    }

    private static void WriteGraph(ProtobufWriter graph, PeerSize size)
    {
        IReadOnlyList<(string Before, string After)> states = States(size.Cell);
        WriteNode(
            graph,
            size.Cell.ToUpperInvariant(),
            [Input, "w", "r", "b", "", .. states.Select(state => state.Before)],
            ["hs", .. states.Select(state => state.After)],
            [("hidden_size", size.Hidden), .. size.Cell == "gru" ? new[] { ("linear_before_reset", 1) } : []]);
        WriteNode(graph, "Squeeze", ["hs", "axes"], ["rows"]);
        WriteNode(graph, "MatMul", ["rows", "dw"], ["product"]);
        WriteNode(graph, "Add", ["product", "db"], [Output]);
        graph.WriteText(2, size.ToString());
        WriteWeights(graph, size);
        WriteValue(graph, 11, Input, "steps", 1, size.Input);
        WriteValue(graph, 12, Output, "steps", size.Output);
        foreach ((string before, string after) in states)
        {
            WriteValue(graph, 11, before, 1, 1, size.Hidden);
            WriteValue(graph, 12, after, 1, 1, size.Hidden);
        }
    }

    private static void WriteWeights(ProtobufWriter graph, PeerSize size)
    {
        Network network = PeerNetwork.Create(size);
        float[] Values(string name) => network.Tensors[name].Values;

        // ONNX's order of the gates, in PyTorch's: r, z, n become z, r, h; i, f, g, o become i, o, f, c.
        int[] order = size.Cell switch { "gru" => [1, 0, 2], "lstm" => [0, 3, 1, 2], _ => [0] };
        float[] Gates(string name)
        {
            float[] values = Values(name);
            int gate = values.Length / order.Length;
            return [.. order.SelectMany(g => values.Skip(g * gate).Take(gate))];
        }

        int rows = order.Length * size.Hidden;
        WriteTensor(graph, "w", Gates("rnn.weight_ih"), 1, rows, size.Input);
        WriteTensor(graph, "r", Gates("rnn.weight_hh"), 1, rows, size.Hidden);
        WriteTensor(graph, "b", [.. Gates("rnn.bias_ih"), .. Gates("rnn.bias_hh")], 1, 2 * rows);
        WriteTensor(graph, "dw", Transpose(Values("fc.weight"), size.Output, size.Hidden), size.Hidden, size.Output);
        WriteTensor(graph, "db", Values("fc.bias"), size.Output);

        // From [steps, directions, batch, hidden] to [steps, hidden], so that the runtime joins MatMul and Add into one product.
        graph.WriteMessage(5, tensor =>
        {
            tensor.WriteInteger(1, 2);
            tensor.WriteInteger(2, Int64);
            tensor.WriteInteger(7, 1);
            tensor.WriteInteger(7, 2);
            tensor.WriteText(8, "axes");
        });
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        float[] transposed = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return transposed;
    }

    private static void WriteNode(ProtobufWriter graph, string operation, string[] inputs, string[] outputs, params (string Name, int Value)[] attributes) =>
        graph.WriteMessage(1, node =>
        {
            foreach (string input in inputs)
            {
                node.WriteText(1, input);
            }

            foreach (string output in outputs)
            {
                node.WriteText(2, output);
            }

            node.WriteText(4, operation);
            foreach ((string name, int value) in attributes)
            {
                node.WriteMessage(5, attribute =>
                {
                    attribute.WriteText(1, name);
                    attribute.WriteInteger(3, value);
                    attribute.WriteInteger(20, 2);
                });
            }
        });

    private static void WriteTensor(ProtobufWriter graph, string name, float[] values, params int[] shape) =>
        graph.WriteMessage(5, tensor =>
        {
            foreach (int size in shape)
            {
                tensor.WriteInteger(1, size);
            }

            tensor.WriteInteger(2, Float);
            tensor.WriteText(8, name);
            tensor.WriteFloats(9, values);
        });

    // A dimension is a number, or a text where it can be any.
    private static void WriteValue(ProtobufWriter graph, int field, string name, params object[] shape) =>
        graph.WriteMessage(field, value =>
        {
            value.WriteText(1, name);
            value.WriteMessage(2, type => type.WriteMessage(1, tensor =>
            {
                tensor.WriteInteger(1, Float);
                tensor.WriteMessage(2, dimensions =>
                {
                    foreach (object size in shape)
                    {
                        dimensions.WriteMessage(1, dimension =>
                        {
                            if (size is int number)
                            {
                                dimension.WriteInteger(1, number);
                            }
                            else
                            {
                                dimension.WriteText(2, (string)size);
                            }
                        });
                    }
                });
            }));
        });
}
