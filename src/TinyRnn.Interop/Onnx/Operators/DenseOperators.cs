using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Products with stored matrices, and batch normalisation.</summary>
internal static class DenseOperators
{
    public static Value MatMul(NodeContext node)
    {
        if (node.Get(0) is Constant)
        {
            // W X is the transpose of X' W'.
            Signal right = node.Signal(1);
            return right.Rank < 2 ? throw node.Error("multiplies a stored matrix with a vector; at least two axes were expected")
                : Turned(node, MatMul(node, Turned(node, right), node.Floats(0, "weights"), node.Constant(0, "weights").Dims, isTurned: true));
        }

        return MatMul(node, node.Signal(0), node.Floats(1, "weights"), node.Constant(1, "weights").Dims, isTurned: false);
    }

    /// <summary>Each row of the left side within a step times its own matrix.</summary>
    public static Signal MatMul(NodeContext node, Signal left, float[] weight, int[] dims, bool isTurned)
    {
        if (dims.Length < 2 || left.Rank < 1 || left.Axes[^1].Along != Along.Features)
        {
            throw node.Misread(
                $"multiplies the axes {SignalForms.Describe(left)} with weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}]; "
                    + "values along the last axis and a matrix were expected");
        }

        (int inputs, int outputs) = isTurned ? (dims[^1], dims[^2]) : (dims[^2], dims[^1]);
        int[] lead = left.Sizes()[..^1];
        int[] batch = dims[..^2];
        if (left.Axes[^1].Size != inputs || batch.Length > Math.Max(lead.Length - 1, 0) && batch.Any(size => size != 1))
        {
            throw node.Error(
                $"multiplies the axes {SignalForms.Describe(left)} with weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}]");
        }

        // The matrix of each row: all its axes but the last correspond to those of the stored matrices.
        int[] outer = lead.Length == 0 ? [] : lead[..^1];
        int[] matrices = batch.Length > outer.Length ? new int[Indexing.Product(outer)]
            : outer.Where(
                (size, i) => i >= outer.Length - batch.Length && batch[i - outer.Length + batch.Length] is int stored && stored != 1 && stored != size).Any()
                ? throw node.Error(
                    $"multiplies the axes {SignalForms.Describe(left)} with weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}]")
                : Indexing.Broadcast([.. Enumerable.Repeat(1, outer.Length - batch.Length), .. batch], outer);
        int rows = lead.Length == 0 ? 1 : lead[^1];
        node.Spend((long)matrices.Length * rows * outputs * 8);
        if (matrices.Length * rows > 1 && matrices.Distinct().Count() == 1
            && left.Elements.All(element => element.Row is not (null or TokenRow or LengthRow or IterationRow)))
        {
            // The same matrix for each row is a convolution over one position.
            node.CheckWhole(left);
            float[] stored = weight[(matrices[0] * inputs * outputs)..((matrices[0] + 1) * inputs * outputs)];
            Window window = new(inputs, 1, matrices.Length * rows);
            return window.Problem is string problem
                ? throw node.Error(problem)
                : node.Result(
                    [.. left.Axes[..^1], new Axis(Along.Features, outputs)],
                    new ConvolutionRow(left.Elements, window, isTurned ? stored : Transposed(stored, inputs, outputs), null, outputs, 1, node.Label));
        }

        Dictionary<int, float[]> turned = [];
        List<Element> results = [];
        for (int i = 0; i < matrices.Length; i++)
        {
            if (!turned.TryGetValue(matrices[i], out float[]? matrix))
            {
                float[] stored = weight[(matrices[i] * inputs * outputs)..((matrices[i] + 1) * inputs * outputs)];
                turned.Add(matrices[i], matrix = isTurned ? stored : Transposed(stored, inputs, outputs));
            }

            for (int row = 0; row < rows; row++)
            {
                int at = ((i * rows) + row) * inputs;
                results.AddRange(
                    Dense(node, left with { Axes = [new Axis(Along.Features, inputs)], Elements = left.Elements[at..(at + inputs)] }, matrix, null, inputs,
                        outputs).Elements);
            }
        }

        return left with { Axes = [.. left.Axes[..^1], new Axis(Along.Features, outputs)], Elements = [.. results] };
    }

    private static Signal Turned(NodeContext node, Signal signal)
    {
        int[] order = [.. Enumerable.Range(0, signal.Rank - 2), signal.Rank - 1, signal.Rank - 2];
        node.Spend(signal.Elements.Length * 8L);
        return signal.Pick([.. order.Select(axis => signal.Axes[axis])], Indexing.Transpose(signal.Sizes(), order));
    }

    public static Value Gemm(NodeContext node)
    {
        Signal signal = node.Signal(0);
        float[] weight = node.Floats(1, "weights");
        if (node.Constant(1, "weights").Dims is not [int first, int second] || signal.Rank != 2 || node.Integer("transA", 0) != 0)
        {
            throw node.Error("does not multiply a row with a stored matrix");
        }

        bool isTransposed = node.Integer("transB", 0) != 0;
        (int inputs, int outputs) = isTransposed ? (second, first) : (first, second);
        float alpha = node.Float("alpha", 1f);
        float beta = node.Float("beta", 1f);
        float[] rows = isTransposed ? weight : Transposed(weight, inputs, outputs);
        if (node.Find(2) is Signal added)
        {
            // Another result of the network takes the place of the bias.
            Signal product = Dense(node, signal, Scaled(rows, alpha), null, inputs, outputs);
            Axis[] axes = node.Join(product, added);
            return beta == 1f && added.Elements.Length == outputs && axes.SequenceEqual(product.Axes)
                ? new Signal(axes, Signal.ElementsOf(new SumRow(product.Elements, node.Row(added), node.Label)))
                : throw node.Error("does not add one value for each output to its product");
        }

        float[]? bias = node.Find(2) is null ? null : node.Floats(2, "bias");
        if (bias is not null && bias.Length != outputs)
        {
            bias = bias.Length == 1 ? [.. Enumerable.Repeat(bias[0], outputs)] : throw node.Error($"has a bias of {bias.Length} values for {outputs} outputs");
        }

        return Dense(node, signal, Scaled(rows, alpha), bias is null ? null : Scaled(bias, beta), inputs, outputs);
    }

    public static Value BatchNormalization(NodeContext node)
    {
        Signal signal = node.Signal(0);
        if (node.Integer("training_mode", 0) != 0 || node.Node.Outputs.Skip(1).Any(output => output.Length > 0))
        {
            throw node.Error("is in training mode; a graph for inference was expected");
        }

        int size = signal.Rank < 2 ? 0 : signal.Axes[1].Size;
        int each = size == 0 ? 0 : signal.Elements.Length / size;
        float[][] parts = [node.Floats(1, "scale"), node.Floats(2, "shift"), node.Floats(3, "mean"), node.Floats(4, "variance")];
        if (size == 0 || signal.Axes.Skip(1).Any(axis => axis.Along != Along.Features) && each != 1 || signal.Axes[1].Along != Along.Features
            || (signal.Axes[0].Along == Along.Features && signal.Axes[0].Size != 1) || parts.Any(part => part.Length != size))
        {
            throw node.Error(
                $"normalises the axes {SignalForms.Describe(signal)} with {parts[0].Length} values; the values of a step along axis 1 were expected");
        }

        node.CheckWhole(signal);
        double epsilon = node.Float("epsilon", 1e-5f);
        double[] scale = [.. parts[0].Select((value, i) => value / Math.Sqrt(parts[3][i] + epsilon))];
        double[] shift = [.. parts[1].Select((value, i) => value - (parts[2][i] * scale[i]))];
        double[] Spread(double[] values) => each == 1 ? values : [.. values.SelectMany(value => Enumerable.Repeat(value, each))];
        return node.Result(signal.Axes, new AffineRow(signal.Elements, Spread(scale), Spread(shift), AffineForm.Other, node.Label));
    }

    private static Signal Dense(NodeContext node, Signal signal, float[] weight, float[]? bias, int inputs, int outputs)
    {
        Element[] source = node.Row(signal);
        if (source.Length != inputs || outputs == 0 || inputs == 0)
        {
            throw node.Error($"multiplies {source.Length} values with a matrix for {inputs}");
        }

        node.Spend(outputs * 8L);
        return new Signal(
            [.. signal.Axes[..^1], new Axis(Along.Features, outputs)], Signal.ElementsOf(new DenseRow(source, weight, bias, outputs, node.Label)));
    }

    private static float[] Transposed(float[] values, int rows, int columns) => Array.ConvertAll(Indexing.Transpose([rows, columns], [1, 0]), i => values[i]);

    private static float[] Scaled(float[] values, float factor) => factor == 1f ? values : Array.ConvertAll(values, value => value * factor);
}
