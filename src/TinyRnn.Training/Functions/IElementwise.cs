using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// A function of each value alone and its slope as a function of its result. Implemented by structures, so that each loop is
/// compiled for its function.
/// </summary>
internal interface IElementwise<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>phi(a).</summary>
    TLanes Apply<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes, T>;

    /// <summary>phi'(a), where y = phi(a).</summary>
    TLanes SlopeAt<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>;
}
