using System.Numerics;

namespace TinyRnn.Training;

/// <summary>y_i = f(x_i).</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="layer">The layer's description.</param>
public sealed class FunctionTraining<T>(FunctionLayer layer) : RowTraining<T>(layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Function _function = layer.Function;
    private readonly T _low = T.CreateChecked(layer.Low);
    private readonly T _high = T.CreateChecked(layer.High);
    private readonly T _exponent = T.CreateChecked(layer.Exponent);

    private protected override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = _function switch
            {
                Function.Abs => T.Abs(x[i]),
                Function.Sqrt => T.Sqrt(x[i]),
                Function.Square => x[i] * x[i],
                Function.Reciprocal => T.One / x[i],
                Function.Exp => T.Exp(x[i]),
                Function.Log => T.Log(x[i]),
                Function.Clip => x[i] < _low ? _low : x[i] > _high ? _high : x[i],
                Function.Power => T.Pow(x[i], _exponent),
                _ => throw Unknown(),
            };
        }
    }

    private protected override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        T two = T.CreateChecked(2);
        for (int i = 0; i < y.Length; i++)
        {
            // Where the slope is undefined, at the ends of a clip and at zero, it is taken as 0.
            T slope = _function switch
            {
                Function.Abs => T.IsZero(x[i]) ? T.Zero : T.CopySign(T.One, x[i]),
                Function.Sqrt => T.One / (two * y[i]),
                Function.Square => two * x[i],
                Function.Reciprocal => -y[i] * y[i],
                Function.Exp => y[i],
                Function.Log => T.One / x[i],
                Function.Clip => x[i] > _low && x[i] < _high ? T.One : T.Zero,
                Function.Power => _exponent * T.Pow(x[i], _exponent - T.One),
                _ => throw Unknown(),
            };
            inputGradient[i] += slope * outputGradient[i];
        }
    }

    private NotSupportedException Unknown() => new($"the function {_function} cannot be trained");
}
