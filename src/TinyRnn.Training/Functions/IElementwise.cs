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
    Vector<T> Apply(Vector<T> a);

    /// <summary>phi'(a), where y = phi(a).</summary>
    Vector<T> SlopeAt(Vector<T> y);
}
