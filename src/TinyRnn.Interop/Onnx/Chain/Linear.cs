namespace TinyRnn.Interop.Onnx;

/// <summary>A row that is linear in elements of other rows: W x + b, W [outputs][Source.Length].</summary>
internal sealed record Linear(Element[] Source, float[] Weight, float[]? Bias, int Outputs)
{
    private const int MaximumDepth = 32;
    private const long MaximumWeights = 1 << 26;

    /// <summary>The row as a linear one, through products, scalings and sums; null where it is not.</summary>
    public static Linear? Of(Row row, int depth = 0)
    {
        switch (row)
        {
            case DenseRow dense:
                return new Linear(dense.Source, dense.Weight, dense.Bias, dense.Size);
            case AffineRow affine when depth < MaximumDepth && OfElements(affine.Source, depth + 1) is Linear inner:
                float[] weight = [.. inner.Weight.Select((value, i) => (float)(value * affine.Scale[i / inner.Source.Length]))];
                return inner with { Weight = weight, Bias = [.. affine.Shift.Select((shift, i) => (float)(((inner.Bias?[i] ?? 0.0) * affine.Scale[i]) + shift))] };
            case SumRow sum when depth < MaximumDepth && OfElements(sum.Left, depth + 1) is Linear left && OfElements(sum.Right, depth + 1) is Linear right:
                return left.Plus(right);
            default:
                return null;
        }
    }

    private static Linear? OfElements(Element[] elements, int depth)
    {
        if (elements[0].Row is { ReplacedBy: null } row && row is DenseRow or AffineRow or SumRow && IsWhole(elements, row) && Of(elements[0].Row!, depth) is Linear linear)
        {
            return linear;
        }

        int size = elements.Length;
        if ((long)size * size > MaximumWeights)
        {
            return null;
        }

        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++)
        {
            identity[(i * size) + i] = 1f;
        }

        return new Linear(elements, identity, null, size);
    }

    /// <summary>Whether the elements are those of a row, all and in order, step by step.</summary>
    public static bool IsWhole(Element[] elements, Row row) => elements.Length == row.Size
        && elements.Select((element, i) => element.Row == row && element.Index == i && element.View == StepView.Every).All(fits => fits);

    private Linear? Plus(Linear other)
    {
        int columns = Source.Length + other.Source.Length;
        if ((long)columns * Outputs > MaximumWeights)
        {
            return null;
        }

        float[] weight = new float[Outputs * columns];
        for (int i = 0; i < Outputs; i++)
        {
            Weight.AsSpan(i * Source.Length, Source.Length).CopyTo(weight.AsSpan(i * columns));
            other.Weight.AsSpan(i * other.Source.Length, other.Source.Length).CopyTo(weight.AsSpan((i * columns) + Source.Length));
        }

        float[]? bias = Bias is null ? other.Bias : other.Bias is null ? Bias : [.. Bias.Zip(other.Bias, (a, b) => a + b)];
        return new Linear([.. Source, .. other.Source], weight, bias, Outputs);
    }
}
