using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>Vectors of the width that <see cref="Vector{T}"/> has on this machine.</summary>
internal readonly unsafe struct SystemLanes<T>(Vector<T> value) : ILanes<SystemLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T> _value = value;

    public static int Count => Vector<T>.Count;

    public static SystemLanes<T> One => new(Vector<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> Fill(T value) => new(new Vector<T>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> Load(T* source) => new(Vector.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SystemLanes<T> lanes, T* destination) => Vector.Store(lanes._value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> operator +(SystemLanes<T> x, SystemLanes<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> operator -(SystemLanes<T> x, SystemLanes<T> y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> operator *(SystemLanes<T> x, SystemLanes<T> y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> operator /(SystemLanes<T> x, SystemLanes<T> y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> MultiplyAdd(SystemLanes<T> x, SystemLanes<T> y, SystemLanes<T> z) => new(Fused.MultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> Max(SystemLanes<T> x, SystemLanes<T> y) => new(Vector.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> Min(SystemLanes<T> x, SystemLanes<T> y) => new(Vector.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> IfPositive(SystemLanes<T> value, SystemLanes<T> positive, SystemLanes<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.GreaterThan(value._value, Vector<T>.Zero), positive._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> FillSingle(float value) => new(Vector.As<float, T>(new Vector<float>(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SystemLanes<T> ShiftBitsLeft(SystemLanes<T> lanes, int count) => new(Vector.As<int, T>(Vector.ShiftLeft(Vector.As<T, int>(lanes._value), count)));
}
