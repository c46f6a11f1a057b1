using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>How the second part of DTLN is written in ONNX.</summary>
internal enum DtlnForm
{
    /// <summary>As keras2onnx writes it: LSTM nodes, convolutions between transpositions, a causal padding of nothing; opset 11.</summary>
    Keras,

    /// <summary>As tf2onnx writes it: convolutions over two axes, cells that are written out, sizes as inputs; opset 13.</summary>
    TensorFlow,

    /// <summary>As tf2onnx writes TensorFlow Lite's form of it: products of matrices in place of convolutions and of dense layers; opset 13.</summary>
    TensorFlowLite,

    /// <summary>As PyTorch writes its port of it: time as the last axis of input and output, and a state for each of four inputs; opset 9.</summary>
    PyTorch,
}

/// <summary>
/// The second part of DTLN with random weights: samples of a frame to features, their normalisation, two LSTM, a mask over the features, and back
/// to samples. But for PyTorch's form, the states of both cells lie in one tensor [1, 2, hidden, 2].
/// </summary>
/// <param name="Frame">Samples of a frame; 512 in the file that is deployed.</param>
/// <param name="Features">What a frame is encoded as; 256 there.</param>
/// <param name="Hidden">Units of each LSTM; 128 there.</param>
internal sealed record DtlnSecondPart(int Frame, int Features, int Hidden)
{
    public const string Input = "input_4";
    public const string State = "input_5";
    public const string Output = "conv1d_3";
    public const string NextState = "tf_op_layer_stack_5";
    private const int Layers = 2;

    private static readonly string[] Apart = ["h1_in", "c1_in", "h2_in", "c2_in"];

    /// <summary>Whether the next states lie the other way round than those of before, which no caller can hand on.</summary>
    public bool IsSwapped { get; init; }

    /// <summary>The part of the file that is deployed.</summary>
    public static DtlnSecondPart Deployed => new(512, 256, 128);

    public int[] InputShape(DtlnForm form) => form == DtlnForm.PyTorch ? [1, Frame, 1] : [1, 1, Frame];

    /// <summary>The inputs that are states; the output of the next ones has their values one behind the other.</summary>
    public (string Name, int[] Shape)[] States(DtlnForm form) =>
        form == DtlnForm.PyTorch ? [.. Apart.Select(name => (name, new[] { 1, 1, Hidden }))] : [(State, [1, Layers, Hidden, 2])];

    /// <summary>The bytes of the file.</summary>
    public byte[] Write(DtlnForm form) => new Writer(this, form).Write();

    private sealed class Writer(DtlnSecondPart part, DtlnForm form)
    {
        private readonly GraphWriter _graph = new();

        // Keras2onnx and PyTorch write nodes LSTM; tf2onnx writes their formulas, and axes as inputs.
        private readonly bool _isOld = form is DtlnForm.Keras or DtlnForm.PyTorch;
        private int _seed = 1;

        public byte[] Write()
        {
            object[] shape = [.. part.InputShape(form).Select(size => (object)size)];
            _graph.Input(Input, OnnxTensor.Float, shape);
            foreach ((string name, int[] sizes) in part.States(form))
            {
                _graph.Input(name, OnnxTensor.Float, [.. sizes.Select(size => (object)size)]);
            }

            string encoded = Convolution(Input, part.Frame, part.Features, null, isCausal: false);
            string row = Normalised(encoded);
            (string Hidden, string Cell)[] next = new (string, string)[Layers];
            for (int layer = 0; layer < Layers; layer++)
            {
                int inputs = layer == 0 ? part.Features : part.Hidden;
                (row, next[layer]) = _isOld ? Lstm(row, layer, inputs) : WrittenLstm(row, layer, inputs);
            }

            string mask = Op("Sigmoid", form == DtlnForm.TensorFlowLite ? Fully(row) : Op("Add", Op("MatMul", row, Kernel()), Weights(0.1f, part.Features)));
            Convolution(Masked(encoded, mask), part.Features, part.Frame, Output, isCausal: true);
            AddNextState(next);
            _graph.Output(Output, OnnxTensor.Float, shape);
            int[] carried = form == DtlnForm.PyTorch ? [2 * Layers, 1, part.Hidden] : part.States(form)[0].Shape;
            _graph.Output(NextState, OnnxTensor.Float, [.. carried.Select(size => (object)size)]);
            return _graph.ToArray(
                "model_2", 6, form switch { DtlnForm.PyTorch => 9, DtlnForm.Keras => 11, _ => 13 }, new Dictionary<string, string>());
        }

        // PyTorch's port takes the axes of size 1 off, for a runtime that has none.
        private string Masked(string encoded, string mask)
        {
            if (form != DtlnForm.PyTorch)
            {
                return Op("Mul", encoded, mask);
            }

            string all = _graph.Integers(false, -1);
            return Op("Reshape", Op("Mul", Op("Reshape", mask, all), Op("Reshape", encoded, all)), _graph.Integers(false, 1, 1, part.Features));
        }

        private void AddNextState((string Hidden, string Cell)[] next)
        {
            if (form == DtlnForm.PyTorch)
            {
                _graph.Add("Concat", NextState, [.. next.SelectMany(one => new[] { one.Hidden, one.Cell })], [NextState], ("axis", 0L));
                return;
            }

            string[] halves = [.. new[] { next.Select(one => one.Hidden), next.Select(one => one.Cell) }.Select(
                states => Unsqueeze(_graph.Add("Concat", [.. states.Select(state => Unsqueeze(state, 1))], ("axis", 1L)), _isOld ? -1 : 3))];
            _graph.Add("Concat", NextState, part.IsSwapped ? [halves[1], halves[0]] : halves, [NextState], ("axis", _isOld ? -1L : 3L));
        }

        // A convolution of one position, without a bias, of [1, 1, inputs].
        private string Convolution(string input, int inputs, int outputs, string? name, bool isCausal)
        {
            float range = 1f / MathF.Sqrt(inputs);
            switch (form)
            {
                case DtlnForm.Keras:
                    // Padding of a causal convolution of one position: none, but written.
                    string padded = isCausal ? _graph.Add("Pad", [input, _graph.Integers(false, 0, 0, 0, 0, 0, 0)], ("mode", "constant")) : input;
                    string turned = _graph.Add("Transpose", [padded], ("perm", new long[] { 0, 2, 1 }));
                    string summed = _graph.Add(
                        "Conv", [turned, Weights(range, outputs, inputs, 1)],
                        ("auto_pad", "VALID"), ("dilations", new long[] { 1 }), ("group", 1L), ("strides", new long[] { 1 }));
                    return Named("Transpose", name, [summed], ("perm", new long[] { 0, 2, 1 }));
                case DtlnForm.TensorFlow:
                    string field = Unsqueeze(_graph.Add("Transpose", [input], ("perm", new long[] { 0, 2, 1 })), 2);
                    string convolved = _graph.Add(
                        "Conv", [field, Weights(range, outputs, inputs, 1, 1)],
                        ("dilations", new long[] { 1, 1 }), ("group", 1L), ("kernel_shape", new long[] { 1, 1 }), ("strides", new long[] { 1, 1 }));
                    return Named("Transpose", name, [Squeeze(convolved, 2)], ("perm", new long[] { 0, 2, 1 }));
                case DtlnForm.PyTorch:
                    // Its input and its output have time behind the values as they are.
                    string channels = name is null ? input : _graph.Add("Transpose", [input], ("perm", new long[] { 0, 2, 1 }));
                    string result = Named(
                        "Conv", name, [channels, Weights(range, outputs, inputs, 1)], ("dilations", new long[] { 1 }), ("group", 1L),
                        ("kernel_shape", new long[] { 1 }), ("pads", new long[] { 0, 0 }), ("strides", new long[] { 1 }));
                    return name is null ? _graph.Add("Transpose", [result], ("perm", new long[] { 0, 2, 1 })) : result;
                default:
                    string flat = _graph.Add("Reshape", [input, _graph.Integers(false, -1, inputs)]);
                    return Named("Reshape", name, [Op("MatMul", flat, Weights(range, inputs, outputs)), _graph.Integers(false, 1, 1, outputs)]);
            }
        }

        // (x - mean) / sqrt(variance + epsilon) gamma + beta, step by step.
        private string Normalised(string x)
        {
            string difference = Op("Sub", x, Mean(x));
            string square = form == DtlnForm.TensorFlow ? Op("Pow", difference, _graph.Tensor("two", [2f])) : Op("Mul", difference, difference);
            string deviation = Op("Sqrt", Op("Add", Mean(square), _graph.Tensor("epsilon", [1e-7f])));

            // Keras computes the difference once more.
            string scaled = Op("Div", form == DtlnForm.Keras ? Op("Sub", x, Mean(x)) : difference, deviation);
            string gamma = _graph.Tensor("gamma", [.. Random(0.5f, part.Features).Select(value => 1f + value)], part.Features);
            return Op("Add", Op("Mul", scaled, gamma), Weights(0.5f, part.Features));
        }

        private string Mean(string x) => _graph.Add("ReduceMean", [x], ("axes", new long[] { _isOld ? -1 : 2 }), ("keepdims", 1L));

        private (string Row, (string Hidden, string Cell) Next) Lstm(string input, int layer, int inputs)
        {
            string name = $"lstm_{layer}";
            bool isTorch = form == DtlnForm.PyTorch;
            string[] before = isTorch ? Apart[(2 * layer)..((2 * layer) + 2)] : [Unsqueeze(Before(layer, 0), 0), Unsqueeze(Before(layer, 1), 0)];
            _graph.Add(
                "LSTM", name,
                [
                    _graph.Add("Transpose", [input], ("perm", new long[] { 1, 0, 2 })),
                    Weights(1f / MathF.Sqrt(inputs), 1, 4 * part.Hidden, inputs), Weights(1f / MathF.Sqrt(part.Hidden), 1, 4 * part.Hidden, part.Hidden),
                    Weights(0.1f, 1, 8 * part.Hidden), "", .. before, "",
                ],
                [$"{name}_Y", $"{name}_Y_h", $"{name}_Y_c"],
                ("activations", new[] { "Sigmoid", "Tanh", "Tanh" }), ("direction", "forward"), ("hidden_size", (long)part.Hidden));
            string row = Squeeze(_graph.Add("Transpose", [$"{name}_Y"], ("perm", new long[] { 2, 1, 0, 3 })), 1);
            return (row, isTorch ? ($"{name}_Y_h", $"{name}_Y_c") : (Squeeze($"{name}_Y_h", 0), Squeeze($"{name}_Y_c", 0)));
        }

        // A step of Keras' cell, whose gates are input, forget, cell and output.
        private (string Row, (string Hidden, string Cell) Next) WrittenLstm(string input, int layer, int inputs)
        {
            string sum = Op(
                "Add",
                Op(
                    "Add", Op("MatMul", Squeeze(input, 1), Weights(1f / MathF.Sqrt(inputs), inputs, 4 * part.Hidden)),
                    Op("MatMul", Before(layer, 0), Weights(1f / MathF.Sqrt(part.Hidden), part.Hidden, 4 * part.Hidden))),
                Weights(0.1f, 4 * part.Hidden));
            string[] gates = [.. new[] { "i", "f", "g", "o" }.Select(gate => $"{gate}{layer}")];
            long size = part.Hidden;
            _graph.Add("Split", $"split{layer}", [sum, _graph.Integers(false, size, size, size, size)], gates, ("axis", 1L));
            string cell = Op(
                "Add", Op("Mul", Op("Sigmoid", gates[1]), Before(layer, 1)), Op("Mul", Op("Sigmoid", gates[0]), Op("Tanh", gates[2])));
            string hidden = Op("Mul", Op("Sigmoid", gates[3]), Op("Tanh", cell));
            return (Unsqueeze(hidden, 1), (hidden, cell));
        }

        // The state of a layer, [1, hidden]: 0 for what it gives, 1 for its cell.
        private string Before(int layer, int half)
        {
            string[] places =
            [
                _graph.Integers(false, 0, layer, 0, half), _graph.Integers(false, int.MaxValue, layer + 1, int.MaxValue, half + 1),
                _graph.Integers(false, 0, 1, 2, 3), _graph.Integers(false, 1, 1, 1, 1),
            ];
            return Squeeze(_graph.Add("Slice", [State, .. places]), 1, 3);
        }

        private string Fully(string row) => _graph.Add(
            "Reshape",
            [
                _graph.Add("Gemm", [_graph.Add("Reshape", [row, _graph.Integers(false, -1, part.Hidden)]), Kernel(), Weights(0.1f, part.Features)]),
                _graph.Integers(false, 1, 1, part.Features),
            ]);

        private string Kernel() => Weights(1f / MathF.Sqrt(part.Hidden), part.Hidden, part.Features);

        private string Op(string kind, params string[] inputs) => _graph.Add(kind, inputs);

        private string Named(string kind, string? name, string[] inputs, params (string, object)[] attributes)
        {
            if (name is null)
            {
                return _graph.Add(kind, inputs, attributes);
            }

            _graph.Add(kind, name, inputs, [name], attributes);
            return name;
        }

        // Axes are an attribute before opset 13, and an input since.
        private string Squeeze(string input, params long[] axes) => Axes("Squeeze", input, axes);

        private string Unsqueeze(string input, params long[] axes) => Axes("Unsqueeze", input, axes);

        private string Axes(string kind, string input, long[] axes) =>
            _isOld ? _graph.Add(kind, [input], ("axes", axes)) : _graph.Add(kind, [input, _graph.Integers(false, axes)]);

        private string Weights(float range, params long[] dims) =>
            _graph.Tensor($"weights{_seed}", Random(range, (int)dims.Aggregate(1L, (product, size) => product * size)), dims);

        private float[] Random(float range, int count)
        {
            Random random = new(_seed++);
            return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2f) - 1f) * range)];
        }
    }
}
