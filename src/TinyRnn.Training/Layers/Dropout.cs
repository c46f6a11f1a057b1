using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014) between two layers: in a pass to learn from, each value becomes 0 with a probability,
/// and the others are enlarged so that the mean stays; a pass to measure changes nothing.
/// </summary>
/// <param name="rate">The probability, in [0, 1); rounded to a multiple of 2^-16.</param>
internal sealed class Dropout<T>(double rate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Bits = 16;

    private T[] _mask = [];
    private T[] _output = [];
    private int _length;

    /// <summary>What is left of the values of the last <see cref="Forward"/>.</summary>
    public ReadOnlySpan<T> Output => _output.AsSpan(0, _length);

    public void Forward(ReadOnlySpan<T> values, Xoshiro256StarStar random)
    {
        _length = values.Length;
        Span<T> mask = GrowingArray.Ensure(ref _mask, _length);
        Draw(mask, random);
        TensorPrimitives.Multiply(values, mask, GrowingArray.Ensure(ref _output, _length));
    }

    /// <summary>The derivative by what is left becomes that by the values.</summary>
    public void Backward(Span<T> gradient) => TensorPrimitives.Multiply(gradient, _mask.AsSpan(0, _length), gradient);

    // Sixteen bits a value: a draw of the generator serves four.
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
