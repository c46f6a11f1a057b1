using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A layer's activation for which no special loop is compiled, with or without a limit of its inputs. Every such function is monotonic, so its
/// result shows whether the input was at the limit, where the slope is 0.
/// </summary>
internal readonly struct AnyFunction<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Activation _kind;
    private readonly T _alpha;
    private readonly T _beta;
    private readonly bool _isLimited;
    private readonly Vector<T> _limit;
    private readonly Vector<T> _highest;
    private readonly Vector<T> _lowest;

    /// <param name="layer">The layer's name, for errors.</param>
    /// <param name="function">The function, which is applied to each value.</param>
    /// <param name="clip">The limit of its inputs, or none.</param>
    /// <exception cref="NotSupportedException">The slope does not follow from the result.</exception>
    public AnyFunction(string layer, ActivationFunction function, float? clip = null)
    {
        Check(layer, function);
        _kind = function.Kind;
        _alpha = T.CreateChecked(function.Alpha);
        _beta = T.CreateChecked(function.Beta);
        if (clip is float limit)
        {
            _limit = new Vector<T>(T.CreateChecked(limit));
            _highest = Unlimited(_limit);
            _lowest = Unlimited(-_limit);
            _isLimited = true;
        }
    }

    /// <exception cref="NotSupportedException">The slope does not follow from the result.</exception>
    public static void Check(string layer, ActivationFunction function)
    {
        if (!ElementwiseFunctions.TellsSlope(function))
        {
            throw new NotSupportedException($"layer '{layer}' has an alpha of {function.Alpha}; layers with an alpha below 0 cannot be trained");
        }
    }

    public Vector<T> Apply(Vector<T> a) => _isLimited
        ? Unlimited(Vector.MinNative(_limit, Vector.MaxNative(-_limit, a)))
        : Unlimited(a);

    public Vector<T> SlopeAt(Vector<T> y)
    {
        Vector<T> slope = UnlimitedSlope(y);
        return _isLimited ? Vector.ConditionalSelect(Vector.Equals(y, _highest) | Vector.Equals(y, _lowest), Vector<T>.Zero, slope) : slope;
    }

    private Vector<T> Unlimited(Vector<T> a) => ElementwiseFunctions.Call<T, ValueOf<T>>(_kind, _alpha, _beta, a);

    private Vector<T> UnlimitedSlope(Vector<T> y) => ElementwiseFunctions.Call<T, SlopeOf<T>>(_kind, _alpha, _beta, y);
}
