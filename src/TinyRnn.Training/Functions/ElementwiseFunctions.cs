using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>phi(a) = a.</summary>
internal readonly struct Identity<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.One;
}

/// <summary>phi(a) = tanh(a).</summary>
internal readonly struct Tanh<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => VectorFunctions<T, TLanes>.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.One - (y * y);
}

/// <summary>phi(a) = 1 / (1 + exp(-a)).</summary>
internal readonly struct Sigmoid<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => VectorFunctions<T, TLanes>.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => y * (TLanes.One - y);
}

/// <summary>phi(a) = max(a, 0); NaN stays NaN.</summary>
internal readonly struct Relu<T> : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.Max(default, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.IfPositive(y, TLanes.One, default(TLanes));
}

/// <summary>phi(a) = a where a is above 0, else alpha a; alpha is at least 0, so that the result tells the side.</summary>
internal readonly struct LeakyRelu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.IfPositive(a, a, a * TLanes.Fill(alpha));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.IfPositive(y, TLanes.One, TLanes.Fill(alpha));
}

/// <summary>phi(a) = a where a is above 0, else alpha (exp(a) - 1); alpha is at least 0, so that the result tells the side.</summary>
internal readonly struct Elu<T>(T alpha) : IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.IfPositive(a, a, VectorFunctions<T, TLanes>.ExpMinus1(a) * TLanes.Fill(alpha));

    // alpha exp(a) = y + alpha
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.IfPositive(y, TLanes.One, y + TLanes.Fill(alpha));
}
