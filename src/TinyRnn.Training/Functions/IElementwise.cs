using System.Numerics;

namespace TinyRnn.Training;

/// <summary>
/// An elementwise function, and its slope as a function of its result. Structures implement it, so that each loop is
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
