using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014) between two layers: during training, each value becomes 0 with a probability,
/// and the others are scaled up so that the mean stays the same; an evaluation changes nothing.
/// </summary>
/// <param name="rate">The probability, in [0, 1); rounded to a multiple of 2^-16.</param>
internal sealed class Dropout<T>(double rate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Bits = 16;

    private T[] _mask = [];
    private T[] _output = [];
    private int _length;

    /// <summary>The values of the last <see cref="Forward"/> after dropout.</summary>
    public ReadOnlySpan<T> Output => _output.AsSpan(0, _length);

    public void Forward(ReadOnlySpan<T> values, Xoshiro256StarStar random)
    {
        _length = values.Length;
        Span<T> mask = GrowingArray.Ensure(ref _mask, _length);
        Draw(mask, random);
        TensorPrimitives.Multiply(values, mask, GrowingArray.Ensure(ref _output, _length));
    }

    /// <summary>Replaces the derivative with respect to the results by that with respect to the values.</summary>
    public void Backward(Span<T> gradient) => TensorPrimitives.Multiply(gradient, _mask.AsSpan(0, _length), gradient);

    // Sixteen bits for each value: one number of the generator serves four.
    private void Draw(Span<T> mask, Xoshiro256StarStar random)
    {
        const int Range = 1 << Bits;
        ulong threshold = (ulong)Math.Round(rate * Range);
        T kept = T.CreateChecked((double)Range / (Range - threshold));
        ulong bits = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            bits = i % (64 / Bits) == 0 ? random.NextBits() : bits >> Bits;
            mask[i] = bits % Range < threshold ? T.Zero : kept;
        }
    }
}
