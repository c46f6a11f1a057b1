using System.Numerics;

namespace TinyRnn.Training;

/// <summary>Selects a function's value or its slope. Structures implement it, so that one list of the functions is compiled for both.</summary>
internal interface IFunctionPart<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract Vector<T> Of<TFunction>(TFunction function, Vector<T> lanes)
        where TFunction : struct, IElementwise<T>;
}

/// <summary>phi(a) of a.</summary>
internal readonly struct ValueOf<T> : IFunctionPart<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Vector<T> Of<TFunction>(TFunction function, Vector<T> lanes)
        where TFunction : struct, IElementwise<T> => function.Apply(lanes);
}

/// <summary>phi'(a) of y = phi(a).</summary>
internal readonly struct SlopeOf<T> : IFunctionPart<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Vector<T> Of<TFunction>(TFunction function, Vector<T> lanes)
        where TFunction : struct, IElementwise<T> => function.SlopeAt(lanes);
}
