namespace TinyRnn.Interop.Onnx;

/// <summary>A row that is a convolution, with a scaling of its channels folded into the weights if nothing else reads the convolution.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Indices">For each value of the row, its index among the values of the convolution.</param>
/// <param name="Covers">The rows that it replaces.</param>
internal sealed record Convolved(ConvolutionRow Convolution, int[] Indices, IReadOnlyList<Row> Covers)
{
    private const int MaximumDepth = 8;

    /// <summary>The row as a convolution; null if it is none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isInner">Whether nothing else reads a row that it is computed from.</param>
    public static Convolved? Of(Row row, Func<Row, bool> isInner) => Of(row, isInner, 0);

    /// <summary>The convolution that all of a row's elements belong to, in any order; null if there is none, or if something else reads it.</summary>
    public static Convolved? Before(Element[] source, Func<Row, bool> isInner) => Before(source, isInner, 0);

    private static Convolved? Of(Row row, Func<Row, bool> isInner, int depth) => row switch
    {
        ConvolutionRow convolution => new Convolved(convolution, [.. Enumerable.Range(0, row.Size)], [row]),
        AffineRow affine when Before(affine.Source, isInner, depth + 1) is Convolved inner => inner.Scaled(affine),
        _ => null,
    };

    private static Convolved? Before(Element[] source, Func<Row, bool> isInner, int depth)
    {
        if (depth >= MaximumDepth || source is not [{ Row: { ReplacedBy: null } row }, ..] || row is not (ConvolutionRow or AffineRow)
            || source.Length != row.Size || !isInner(row))
        {
            return null;
        }

        bool[] isRead = new bool[row.Size];
        foreach (Element element in source)
        {
            if (element.Row != row || element.View != StepView.Every || isRead[element.Index])
            {
                return null;
            }

            isRead[element.Index] = true;
        }

        return Of(row, isInner, depth) is Convolved found ? found with { Indices = Array.ConvertAll(source, element => found.Indices[element.Index]) } : null;
    }

    // One factor and one offset for each channel.
    private Convolved? Scaled(AffineRow affine)
    {
        int outputs = Convolution.Outputs;
        double?[] scales = new double?[outputs];
        double?[] shifts = new double?[outputs];
        for (int i = 0; i < Indices.Length; i++)
        {
            int channel = Indices[i] % outputs;
            if ((scales[channel] ??= affine.Scale[i]) != affine.Scale[i] || (shifts[channel] ??= affine.Shift[i]) != affine.Shift[i])
            {
                return null;
            }
        }

        (float[] weight, float[] bias) = new Affine(
            [.. scales.Select(scale => scale ?? 1.0)], [.. shifts.Select(shift => shift ?? 0.0)], []).FoldOver(Convolution.Weight, Convolution.Bias);
        return new Convolved(Convolution with { Weight = weight, Bias = bias }, Indices, [.. Covers, affine]);
    }
}
