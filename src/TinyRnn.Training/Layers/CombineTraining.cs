using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Sums, products and similar operations on the parts of a row, which follow one another.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="layer">The layer's description.</param>
public sealed class CombineTraining<T>(CombineLayer layer) : RowTraining<T>(layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The first value of each term in the row, and the distance to its next value: 0 for a term of one value.
    private readonly (int First, int Step)[] _terms =
        [.. layer.Terms.Select((size, term) => (layer.Terms.Take(term).Sum(), size == 1 ? 0 : 1))];

    private readonly CombineOperation _operation = layer.Operation;

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            T result = At(x, 0, i);
            for (int term = 1; term < _terms.Length; term++)
            {
                T value = At(x, term, i);
                result = _operation switch
                {
                    CombineOperation.Add => result + value,
                    CombineOperation.Subtract => result - value,
                    CombineOperation.Multiply => result * value,
                    CombineOperation.Divide => result / value,
                    CombineOperation.Minimum => T.Min(result, value),
                    CombineOperation.Maximum => T.Max(result, value),
                    CombineOperation.Magnitude => T.Hypot(result, value),
                    _ => throw Unknown(),
                };
            }

            y[i] = result;
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        for (int i = 0; i < y.Length; i++)
        {
            bool isFound = false;
            for (int term = 0; term < _terms.Length; term++)
            {
                T slope = _operation switch
                {
                    CombineOperation.Add => T.One,
                    CombineOperation.Subtract => term == 0 ? T.One : -T.One,
                    CombineOperation.Multiply => ProductOfOthers(x, term, i),
                    CombineOperation.Divide => term == 0 ? T.One / At(x, 1, i) : -y[i] / At(x, 1, i),
                    CombineOperation.Minimum or CombineOperation.Maximum => !isFound && At(x, term, i) == y[i] ? T.One : T.Zero,
                    CombineOperation.Magnitude => T.IsZero(y[i]) ? T.Zero : At(x, term, i) / y[i],
                    _ => throw Unknown(),
                };

                // If values are equal, the first gets the slope.
                isFound |= At(x, term, i) == y[i];
                inputGradient[_terms[term].First + (i * _terms[term].Step)] += slope * outputGradient[i];
            }
        }
    }

    private T At(ReadOnlySpan<T> x, int term, int i) => x[_terms[term].First + (i * _terms[term].Step)];

    private T ProductOfOthers(ReadOnlySpan<T> x, int term, int i)
    {
        T product = T.One;
        for (int other = 0; other < _terms.Length; other++)
        {
            product *= other == term ? T.One : At(x, other, i);
        }

        return product;
    }

    private NotSupportedException Unknown() => new($"the operation {_operation} cannot be trained");
}
