using System.Numerics;

namespace TinyRnn.Training;

/// <summary>The elementwise activations by kind, as structures with value and slope.</summary>
internal static class ElementwiseFunctions
{
    /// <summary>Computes a function's values or its slopes.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TPart">The value or the slope.</typeparam>
    /// <param name="kind">The function.</param>
    /// <param name="alpha">Its alpha.</param>
    /// <param name="beta">Its beta.</param>
    /// <param name="lanes">Arguments; for the slope, results.</param>
    /// <exception cref="NotSupportedException">The activation is not elementwise, or the trainer does not know it.</exception>
    public static Vector<T> Call<T, TPart>(Activation kind, T alpha, T beta, Vector<T> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPart : struct, IFunctionPart<T> => kind switch
        {
            Activation.Identity => TPart.Of(default(Identity<T>), lanes),
            Activation.Tanh => TPart.Of(default(Tanh<T>), lanes),
            Activation.Sigmoid => TPart.Of(default(Sigmoid<T>), lanes),
            Activation.Relu => TPart.Of(default(Relu<T>), lanes),
            Activation.LeakyRelu => TPart.Of(new LeakyRelu<T>(alpha), lanes),
            Activation.Elu => TPart.Of(new Elu<T>(alpha), lanes),
            Activation.Selu => TPart.Of(default(Selu<T>), lanes),
            Activation.HardSigmoid => TPart.Of(new HardSigmoid<T>(alpha, beta), lanes),
            Activation.ThresholdedRelu => TPart.Of(new ThresholdedRelu<T>(alpha), lanes),
            Activation.ScaledTanh => TPart.Of(new ScaledTanh<T>(alpha, beta), lanes),
            Activation.Affine => TPart.Of(new AffineFunction<T>(alpha, beta), lanes),
            Activation.Softsign => TPart.Of(default(Softsign<T>), lanes),
            Activation.Softplus => TPart.Of(default(Softplus<T>), lanes),
            _ => throw new NotSupportedException($"the activation {kind} cannot be trained"),
        };

    /// <summary>Whether the slope follows from the result, as for monotonic functions.</summary>
    public static bool TellsSlope(ActivationFunction function) =>
        function.Kind is not (Activation.LeakyRelu or Activation.Elu or Activation.ThresholdedRelu) || function.Alpha >= 0;
}

/// <summary>phi(a) = a.</summary>
internal readonly struct Identity<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => a;

    public Vector<T> SlopeAt(Vector<T> y) => Vector<T>.One;
}

/// <summary>phi(a) = tanh(a).</summary>
internal readonly struct Tanh<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => VectorFunctions.Tanh(a);

    public Vector<T> SlopeAt(Vector<T> y) => Vector<T>.One - (y * y);
}

/// <summary>phi(a) = 1 / (1 + exp(-a)).</summary>
internal readonly struct Sigmoid<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => VectorFunctions.Sigmoid(a);

    public Vector<T> SlopeAt(Vector<T> y) => y * (Vector<T>.One - y);
}

/// <summary>phi(a) = max(a, 0); NaN stays NaN.</summary>
internal readonly struct Relu<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => Vector.MaxNative(Vector<T>.Zero, a);

    public Vector<T> SlopeAt(Vector<T> y) => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, Vector<T>.Zero);
}

/// <summary>phi(a) = a where a is above 0, else alpha a; alpha is at least 0, so the sign of a follows from the result.</summary>
internal readonly struct LeakyRelu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, a * alpha);

    public Vector<T> SlopeAt(Vector<T> y) => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, new Vector<T>(alpha));
}

/// <summary>phi(a) = a where a is above 0, else alpha (exp(a) - 1); alpha is at least 0, so the sign of a follows from the result.</summary>
internal readonly struct Elu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) =>
        Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, VectorFunctions.ExpMinus1(a) * alpha);

    // alpha exp(a) = y + alpha
    public Vector<T> SlopeAt(Vector<T> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, y + new Vector<T>(alpha));
}

/// <summary>phi(a) = lambda a where a is above 0, else lambda alpha (exp(a) - 1), with the constants of Klambauer et al. (2017).</summary>
internal readonly struct Selu<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Scale = T.CreateChecked(Activations.SeluScale);
    private static readonly Elu<T> Unscaled = new(T.CreateChecked(Activations.SeluAlpha));

    public Vector<T> Apply(Vector<T> a) => Unscaled.Apply(a) * Scale;

    public Vector<T> SlopeAt(Vector<T> y) => Unscaled.SlopeAt(y * (T.One / Scale)) * Scale;
}

/// <summary>phi(a) = max(0, min(1, alpha a + beta)).</summary>
internal readonly struct HardSigmoid<T>(T alpha, T beta) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) =>
        Vector.MinNative(Vector<T>.One, Vector.MaxNative(Vector<T>.Zero, Fused.MultiplyAdd(a, new Vector<T>(alpha), new Vector<T>(beta))));

    public Vector<T> SlopeAt(Vector<T> y) => Vector.ConditionalSelect(
        Vector.GreaterThan(y, Vector<T>.Zero) & Vector.LessThan(y, Vector<T>.One), new Vector<T>(alpha), Vector<T>.Zero);
}

/// <summary>phi(a) = a where a is above alpha, else 0; alpha is at least 0, so the sign of a follows from the result.</summary>
internal readonly struct ThresholdedRelu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => Vector.ConditionalSelect(Vector.LessThanOrEqual(a, new Vector<T>(alpha)), Vector<T>.Zero, a);

    public Vector<T> SlopeAt(Vector<T> y) => default(Relu<T>).SlopeAt(y);
}

/// <summary>phi(a) = alpha tanh(beta a).</summary>
internal readonly struct ScaledTanh<T>(T alpha, T beta) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => VectorFunctions.Tanh(a * beta) * alpha;

    // With alpha 0 all results are 0.
    public Vector<T> SlopeAt(Vector<T> y) => alpha == T.Zero ? Vector<T>.Zero : default(Tanh<T>).SlopeAt(y * (T.One / alpha)) * (alpha * beta);
}

/// <summary>phi(a) = alpha a + beta.</summary>
internal readonly struct AffineFunction<T>(T alpha, T beta) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => Fused.MultiplyAdd(a, new Vector<T>(alpha), new Vector<T>(beta));

    public Vector<T> SlopeAt(Vector<T> y) => new(alpha);
}

/// <summary>phi(a) = a / (1 + |a|).</summary>
internal readonly struct Softsign<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a)
    {
        // An infinity over itself would be NaN.
        Vector<T> result = a / (Vector<T>.One + Vector.Abs(a));
        return Vector.ConditionalSelect(Vector.IsInfinity(a), Vector.CopySign(Vector<T>.One, a), result);
    }

    // 1 / (1 + |a|) = 1 - |y|
    public Vector<T> SlopeAt(Vector<T> y)
    {
        Vector<T> share = Vector<T>.One - Vector.Abs(y);
        return share * share;
    }
}

/// <summary>phi(a) = log(1 + exp(a)).</summary>
internal readonly struct Softplus<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => VectorFunctions.Softplus(a);

    // The sigmoid of a: 1 - exp(-y).
    public Vector<T> SlopeAt(Vector<T> y) => -VectorFunctions.ExpMinus1(-y);
}
