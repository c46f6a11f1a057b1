namespace TinyRnn.Interop.Onnx;

/// <summary>Products with stored matrices, and batch normalisation.</summary>
internal static class DenseOperators
{
    public static Value MatMul(NodeContext node)
    {
        if (node.Get(0) is Constant)
        {
            throw node.Error("has a stored matrix on the left; a product of the input with a stored matrix on the right was expected");
        }

        Signal signal = node.Signal(0);
        float[] weight = node.Floats(1, "weights");
        int[] dims = node.Constant(1, "weights").Dims;
        return dims.Length >= 2 && dims.Take(dims.Length - 2).All(size => size == 1)
            ? Dense(node, signal, Transposed(weight, dims[^2], dims[^1]), null, dims[^2], dims[^1])
            : throw node.Error($"has weights of the sizes [{string.Join(", ", dims.Select(number => $"{number}"))}]; a matrix was expected");
    }

    public static Value Gemm(NodeContext node)
    {
        Signal signal = node.Signal(0);
        float[] weight = node.Floats(1, "weights");
        if (node.Constant(1, "weights").Dims is not [int first, int second] || signal.Rank != 2 || node.Integer("transA", 0) != 0)
        {
            throw node.Error("multiplies other than a row with a stored matrix");
        }

        bool isTransposed = node.Integer("transB", 0) != 0;
        (int inputs, int outputs) = isTransposed ? (second, first) : (first, second);
        float alpha = node.Float("alpha", 1f);
        float beta = node.Float("beta", 1f);
        float[] rows = isTransposed ? weight : Transposed(weight, inputs, outputs);
        if (node.Find(2) is Signal added)
        {
            // Another result of the network in the place of the bias.
            Signal product = Dense(node, signal, Scaled(rows, alpha), null, inputs, outputs);
            Axis[] axes = node.Join(product, added);
            return beta == 1f && added.Elements.Length == outputs && axes.SequenceEqual(product.Axes)
                ? new Signal(axes, Signal.ElementsOf(new SumRow(product.Elements, node.Row(added), node.Label)))
                : throw node.Error("adds other than one value an output to its product");
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

        int size = signal.Elements.Length;
        float[][] parts = [node.Floats(1, "scale"), node.Floats(2, "shift"), node.Floats(3, "mean"), node.Floats(4, "variance")];
        if (signal.Rank < 2 || signal.Axes[1] != new Axis(Along.Features, size) || parts.Any(part => part.Length != size))
        {
            throw node.Error($"normalises the axes {SignalForms.Describe(signal)} with {parts[0].Length} values; the values of a step along axis 1 were expected");
        }

        node.CheckWhole(signal);
        double epsilon = node.Float("epsilon", 1e-5f);
        double[] scale = [.. parts[0].Select((value, i) => value / Math.Sqrt(parts[3][i] + epsilon))];
        double[] shift = [.. parts[1].Select((value, i) => value - (parts[2][i] * scale[i]))];
        return new Signal(signal.Axes, Signal.ElementsOf(new AffineRow(signal.Elements, scale, shift, AffineForm.Other, node.Label)));
    }

    private static Signal Dense(NodeContext node, Signal signal, float[] weight, float[]? bias, int inputs, int outputs)
    {
        Element[] source = node.Row(signal);
        if (source.Length != inputs || outputs == 0 || inputs == 0)
        {
            throw node.Error($"multiplies {source.Length} values with a matrix for {inputs}");
        }

        node.Spend(outputs * 8L);
        return new Signal([.. signal.Axes[..^1], new Axis(Along.Features, outputs)], Signal.ElementsOf(new DenseRow(source, weight, bias, outputs, node.Label)));
    }

    private static float[] Transposed(float[] values, int rows, int columns) => Array.ConvertAll(Indexing.Transpose([rows, columns], [1, 0]), i => values[i]);

    private static float[] Scaled(float[] values, float factor) => factor == 1f ? values : Array.ConvertAll(values, value => value * factor);
}
