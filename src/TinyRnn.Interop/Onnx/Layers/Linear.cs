namespace TinyRnn.Interop.Onnx;

/// <summary>A row that is linear in elements of other rows: W x + b, W [outputs][Source.Length].</summary>
/// <param name="Source">x.</param>
/// <param name="Weight">W, row by row.</param>
/// <param name="Bias">b, or none.</param>
/// <param name="Outputs">Number of values.</param>
/// <param name="Covers">The rows that it replaces.</param>
internal sealed record Linear(Element[] Source, float[] Weight, float[]? Bias, int Outputs, IReadOnlyList<Row> Covers)
{
    private const int MaximumDepth = 32;
    private const long MaximumWeights = 1 << 26;

    /// <summary>The row as a linear one, through products with matrices, scalings and sums; null if it is not linear.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isInner">Whether nothing else reads a row that it is computed from.</param>
    public static Linear? Of(Row row, Func<Row, bool> isInner) => Of(row, isInner, 0);

    private static Linear? Of(Row row, Func<Row, bool> isInner, int depth)
    {
        switch (row)
        {
            case DenseRow dense:
                return new Linear(dense.Source, dense.Weight, dense.Bias, dense.Size, [dense]).WithoutScaling(isInner);
            case AffineRow affine when OfElements(affine.Source, isInner, depth + 1) is Linear inner:
                float[] weight = [.. inner.Weight.Select((value, i) => (float)(value * affine.Scale[i / inner.Source.Length]))];
                return inner with
                {
                    Weight = weight,
                    Bias = [.. affine.Shift.Select((shift, i) => (float)(((inner.Bias?[i] ?? 0.0) * affine.Scale[i]) + shift))],
                    Covers = [.. inner.Covers, affine],
                };
            case SumRow sum when OfElements(sum.Left, isInner, depth + 1) is Linear left && OfElements(sum.Right, isInner, depth + 1) is Linear right:
                return left.Plus(right, sum);
            default:
                return null;
        }
    }

    private static Linear? OfElements(Element[] elements, Func<Row, bool> isInner, int depth) =>
        depth < MaximumDepth && elements is [{ Row: { ReplacedBy: null } row }, ..] && (row is DenseRow or AffineRow or SumRow) && IsWhole(elements, row)
            && isInner(row)
            ? Of(row, isInner, depth)
            : null;

    // A scaling of the matrix's input is folded into the matrix.
    private Linear WithoutScaling(Func<Row, bool> isInner)
    {
        if (Source is not [{ Row: AffineRow { ReplacedBy: null } affine }, ..] || !IsWhole(Source, affine) || !isInner(affine) || affine.IsScalingOfInput)
        {
            return this;
        }

        (float[] weight, float[] bias) = new Affine(affine.Scale, affine.Shift, []).FoldInto(Weight, Bias, Outputs);
        return this with
        {
            Source = affine.Source,
            Weight = weight,
            Bias = Bias is null && Array.TrueForAll(affine.Shift, shift => shift == 0) ? null : bias,
            Covers = [affine, .. Covers],
        };
    }

    /// <summary>Whether the elements are those of a whole row, in order, at the same step.</summary>
    public static bool IsWhole(Element[] elements, Row row) => elements.Length == row.Size
        && elements.Select((element, i) => element.Row == row && element.Index == i && element.View == StepView.Every).All(fits => fits);

    private Linear? Plus(Linear other, Row sum)
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
        return new Linear([.. Source, .. other.Source], weight, bias, Outputs, [.. Covers, .. other.Covers, sum]);
    }
}
