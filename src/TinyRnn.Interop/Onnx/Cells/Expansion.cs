namespace TinyRnn.Interop.Onnx;

/// <summary>A number times at most two values; a value without a row means none.</summary>
internal readonly record struct Term(double Factor, Element First, Element Second)
{
    /// <summary>Number of values.</summary>
    public int Degree => First.Row is null ? 0 : Second.Row is null ? 1 : 2;

    public bool Has(Element value) => First == value || Second == value;

    /// <summary>The other one of the two values.</summary>
    public Element Beside(Element value) => First == value ? Second : First;

    public bool IsLike(Term other) => (First == other.First && Second == other.Second) || (First == other.Second && Second == other.First);
}

/// <summary>
/// Multiplies out sums, scalings and products of rows, value by value, so that a cell is recognised however its formula was written: (1 - z) n + z h,
/// n + z (h - n) and (h - n) z + n all become z h - z n + n. Products with matrices and activations stay whole.
/// </summary>
internal sealed class Expansion
{
    private const int MaximumTerms = 16;
    private const int MaximumDepth = 48;

    private readonly Dictionary<Element, Term[]?> _known = [];

    /// <summary>The terms of a value; null if they are too many or of too high a degree.</summary>
    public Term[]? Of(Element element) => Of(element, 0);

    private Term[]? Of(Element element, int depth)
    {
        if (element.Row is null)
        {
            return Constant(element.Value);
        }

        if (element.View != StepView.Every || depth == MaximumDepth)
        {
            return null;
        }

        if (!_known.TryGetValue(element, out Term[]? terms))
        {
            int i = element.Index;
            terms = element.Row switch
            {
                { ReplacedBy: not null } => [new Term(1, element, default)],
                SumRow sum => Plus(Of(sum.Left[i], depth + 1), Of(sum.Right[i], depth + 1)),
                AffineRow affine => Plus(Times(Of(affine.Source[i], depth + 1), Constant(affine.Scale[i])), Constant(affine.Shift[i])),
                ProductRow product => Times(Of(product.Left[i], depth + 1), Of(product.Right[i], depth + 1)),
                _ => [new Term(1, element, default)],
            };
            _known.Add(element, terms);
        }

        return terms;
    }

    private static Term[] Constant(double value) => value == 0 ? [] : [new Term(value, default, default)];

    private static Term[]? Plus(Term[]? left, Term[]? right) => left is null || right is null ? null : Joined([.. left, .. right]);

    private static Term[]? Times(Term[]? left, Term[]? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        List<Term> products = [];
        foreach (Term a in left)
        {
            foreach (Term b in right)
            {
                Element[] values = [.. new[] { a.First, a.Second, b.First, b.Second }.Where(value => value.Row is not null)];
                if (values.Length > 2)
                {
                    return null;
                }

                products.Add(new Term(a.Factor * b.Factor, values.ElementAtOrDefault(0), values.ElementAtOrDefault(1)));
            }
        }

        return Joined(products);
    }

    private static Term[]? Joined(List<Term> terms)
    {
        List<Term> joined = [];
        foreach (Term term in terms)
        {
            int same = joined.FindIndex(term.IsLike);
            if (same >= 0)
            {
                joined[same] = joined[same] with { Factor = joined[same].Factor + term.Factor };
            }
            else
            {
                joined.Add(term);
            }
        }

        joined.RemoveAll(term => term.Factor == 0);
        return joined.Count <= MaximumTerms ? [.. joined] : null;
    }
}
