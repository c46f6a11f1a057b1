using System.Numerics;

namespace TinyRnn.Training;

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

/// <summary>phi(a) = a where a is above 0, else alpha a; alpha is at least 0, so that the result tells the side.</summary>
internal readonly struct LeakyRelu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) => Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, a * alpha);

    public Vector<T> SlopeAt(Vector<T> y) => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, new Vector<T>(alpha));
}

/// <summary>phi(a) = a where a is above 0, else alpha (exp(a) - 1); alpha is at least 0, so that the result tells the side.</summary>
internal readonly struct Elu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T> Apply(Vector<T> a) =>
        Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, VectorFunctions.ExpMinus1(a) * alpha);

    // alpha exp(a) = y + alpha
    public Vector<T> SlopeAt(Vector<T> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), Vector<T>.One, y + new Vector<T>(alpha));
}
