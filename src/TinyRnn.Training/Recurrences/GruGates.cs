using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// The passes over the pre-activations of a GRU. A row of gates holds r, z and n, with one value for each unit. h' = z h + (1 - z) n. The slope of a
/// sigmoid shares products with other terms.
/// </summary>
internal static unsafe class GruGates
{
    /// <summary>Reset after the product: r = sigma(a_r), z = sigma(a_z), n = phi(a_n + r q).</summary>
    /// <param name="gate">sigma.</param>
    /// <param name="function">phi.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">a_r, a_z, a_n; become r, z, n.</param>
    /// <param name="inner">q = U_n h + c_n.</param>
    /// <param name="previous">h.</param>
    /// <param name="hidden">Set to h'.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void ForwardAfter<T, TGate, TFunction>(
        TGate gate, TFunction function, int units, Span<T> gates, ReadOnlySpan<T> inner, ReadOnlySpan<T> previous, Span<T> hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGate : struct, IElementwise<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, innerStart = inner, previousStart = previous, hiddenStart = hidden)
        {
            T* r = gatesStart, q = innerStart, h = previousStart, output = hiddenStart;
            for (int row = GateRows.Count(units, 3, gates.Length, inner.Length, previous.Length, hidden.Length); row > 0; row--)
            {
                T* z = r + units;
                T* n = z + units;
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> reset = gate.Apply(Lanes.Load(r + i, left));
                    Vector<T> update = gate.Apply(Lanes.Load(z + i, left));
                    Vector<T> candidate = function.Apply(Fused.MultiplyAdd(reset, Lanes.Load(q + i, left), Lanes.Load(n + i, left)));
                    Vector<T> after = Fused.MultiplyAdd(update, Lanes.Load(h + i, left) - candidate, candidate);
                    Lanes.Store(left, reset, r + i, update, z + i, candidate, n + i, after, output + i);
                }

                r += 3 * units;
                q += units;
                h += units;
                output += units;
            }
        }
    }

    /// <summary>
    /// With dh' from the output and from the next step: da_n = dh' (1 - z) phi'(n), da_z = dh' (h - n) sigma'(z), dq = da_n r,
    /// da_r = da_n q sigma'(r); z dh' is passed to h, in addition to the gradient through the products.
    /// </summary>
    /// <param name="gate">sigma.</param>
    /// <param name="function">phi.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">r, z, n; become da_r, da_z, da_n.</param>
    /// <param name="inner">q; becomes dq.</param>
    /// <param name="previous">h.</param>
    /// <param name="outputGradient">The part of dh' that comes from the output.</param>
    /// <param name="carried">The part of dh' that comes from the next step; becomes z dh'.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void BackwardAfter<T, TGate, TFunction>(
        TGate gate, TFunction function, int units, Span<T> gates, Span<T> inner, ReadOnlySpan<T> previous, ReadOnlySpan<T> outputGradient, Span<T> carried)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGate : struct, IElementwise<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, innerStart = inner, previousStart = previous, outputStart = outputGradient, carriedStart = carried)
        {
            T* r = gatesStart, q = innerStart, h = previousStart, g = outputStart, c = carriedStart;
            for (int row = GateRows.Count(units, 3, gates.Length, inner.Length, previous.Length, outputGradient.Length, carried.Length); row > 0; row--)
            {
                T* z = r + units;
                T* n = z + units;
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> gradient = Lanes.Load(g + i, left) + Lanes.Load(c + i, left);
                    Vector<T> reset = Lanes.Load(r + i, left);
                    Vector<T> update = Lanes.Load(z + i, left);
                    Vector<T> candidate = Lanes.Load(n + i, left);
                    Vector<T> direct = gradient * update;
                    Vector<T> candidateGradient = (gradient - direct) * function.SlopeAt(candidate);
                    Vector<T> innerGradient = candidateGradient * reset;
                    Vector<T> resetGradient = typeof(TGate) == typeof(Sigmoid<T>)
                        ? innerGradient * Lanes.Load(q + i, left) * (Vector<T>.One - reset)
                        : candidateGradient * Lanes.Load(q + i, left) * gate.SlopeAt(reset);
                    Vector<T> updateGradient = typeof(TGate) == typeof(Sigmoid<T>)
                        ? (gradient - direct) * update * (Lanes.Load(h + i, left) - candidate)
                        : gradient * (Lanes.Load(h + i, left) - candidate) * gate.SlopeAt(update);
                    Lanes.Store(left, resetGradient, r + i, updateGradient, z + i, candidateGradient, n + i, innerGradient, q + i);
                    Lanes.Store(direct, c + i, left);
                }

                r += 3 * units;
                q += units;
                h += units;
                g += units;
                c += units;
            }
        }
    }

    /// <summary>Reset before the product, the part before the product: r = sigma(a_r), z = sigma(a_z), and r h, the input of U_n.</summary>
    /// <param name="gate">sigma.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">a_r, a_z; become r, z.</param>
    /// <param name="previous">h.</param>
    /// <param name="reset">Set to r h.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void ForwardReset<T, TGate>(TGate gate, int units, Span<T> gates, ReadOnlySpan<T> previous, Span<T> reset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGate : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, previousStart = previous, resetStart = reset)
        {
            T* r = gatesStart, h = previousStart, output = resetStart;
            for (int row = GateRows.Count(units, 3, gates.Length, previous.Length, reset.Length); row > 0; row--)
            {
                T* z = r + units;
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> value = gate.Apply(Lanes.Load(r + i, left));
                    Lanes.Store(value, r + i, left);
                    Lanes.Store(value * Lanes.Load(h + i, left), output + i, left);
                    Lanes.Store(gate.Apply(Lanes.Load(z + i, left)), z + i, left);
                }

                r += 3 * units;
                h += units;
                output += units;
            }
        }
    }

    /// <summary>Reset before the product, the part after the product: n = phi(a_n), h' = z h + (1 - z) n.</summary>
    /// <param name="function">phi.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">r, z, a_n; a_n becomes n.</param>
    /// <param name="previous">h.</param>
    /// <param name="hidden">Set to h'.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void ForwardCandidate<T, TFunction>(
        TFunction function, int units, Span<T> gates, ReadOnlySpan<T> previous, Span<T> hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, previousStart = previous, hiddenStart = hidden)
        {
            T* z = gatesStart + units, h = previousStart, output = hiddenStart;
            for (int row = GateRows.Count(units, 3, gates.Length, previous.Length, hidden.Length); row > 0; row--)
            {
                T* n = z + units;
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> candidate = function.Apply(Lanes.Load(n + i, left));
                    Lanes.Store(candidate, n + i, left);
                    Lanes.Store(Fused.MultiplyAdd(Lanes.Load(z + i, left), Lanes.Load(h + i, left) - candidate, candidate), output + i, left);
                }

                z += 3 * units;
                h += units;
                output += units;
            }
        }
    }

    /// <summary>
    /// The backward pass of <see cref="ForwardCandidate"/>: da_n = dh' (1 - z) phi'(n), da_z = dh' (h - n) sigma'(z); z dh' is passed to h.
    /// </summary>
    /// <param name="gate">sigma.</param>
    /// <param name="function">phi.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">r, z, n; become r, da_z, da_n.</param>
    /// <param name="previous">h.</param>
    /// <param name="outputGradient">The part of dh' that comes from the output.</param>
    /// <param name="carried">The part of dh' that comes from the next step; becomes z dh'.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void BackwardCandidate<T, TGate, TFunction>(
        TGate gate, TFunction function, int units, Span<T> gates, ReadOnlySpan<T> previous, ReadOnlySpan<T> outputGradient, Span<T> carried)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGate : struct, IElementwise<T>
        where TFunction : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, previousStart = previous, outputStart = outputGradient, carriedStart = carried)
        {
            T* z = gatesStart + units, h = previousStart, g = outputStart, c = carriedStart;
            for (int row = GateRows.Count(units, 3, gates.Length, previous.Length, outputGradient.Length, carried.Length); row > 0; row--)
            {
                T* n = z + units;
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> gradient = Lanes.Load(g + i, left) + Lanes.Load(c + i, left);
                    Vector<T> update = Lanes.Load(z + i, left);
                    Vector<T> candidate = Lanes.Load(n + i, left);
                    Vector<T> direct = gradient * update;
                    Lanes.Store((gradient - direct) * function.SlopeAt(candidate), n + i, left);
                    Vector<T> updateGradient = typeof(TGate) == typeof(Sigmoid<T>)
                        ? (gradient - direct) * update * (Lanes.Load(h + i, left) - candidate)
                        : gradient * (Lanes.Load(h + i, left) - candidate) * gate.SlopeAt(update);
                    Lanes.Store(updateGradient, z + i, left);
                    Lanes.Store(direct, c + i, left);
                }

                z += 3 * units;
                h += units;
                g += units;
                c += units;
            }
        }
    }

    /// <summary>
    /// The backward pass of <see cref="ForwardReset"/>, where d is the derivative with respect to r h: da_r = d h sigma'(r); r d is passed to h.
    /// </summary>
    /// <param name="gate">sigma.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">r; becomes da_r.</param>
    /// <param name="previous">h.</param>
    /// <param name="resetGradient">d.</param>
    /// <param name="carried">r d is added.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void BackwardReset<T, TGate>(TGate gate, int units, Span<T> gates, ReadOnlySpan<T> previous, ReadOnlySpan<T> resetGradient, Span<T> carried)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGate : struct, IElementwise<T>
    {
        fixed (T* gatesStart = gates, previousStart = previous, resetStart = resetGradient, carriedStart = carried)
        {
            T* r = gatesStart, h = previousStart, d = resetStart, c = carriedStart;
            for (int row = GateRows.Count(units, 3, gates.Length, previous.Length, resetGradient.Length, carried.Length); row > 0; row--)
            {
                for (int i = 0; i < units; i += Vector<T>.Count)
                {
                    int left = units - i;
                    Vector<T> reset = Lanes.Load(r + i, left);
                    Vector<T> through = Lanes.Load(d + i, left) * reset;
                    Vector<T> sumGradient = typeof(TGate) == typeof(Sigmoid<T>)
                        ? through * Lanes.Load(h + i, left) * (Vector<T>.One - reset)
                        : Lanes.Load(d + i, left) * Lanes.Load(h + i, left) * gate.SlopeAt(reset);
                    Lanes.Store(sumGradient, r + i, left);
                    Lanes.Store(Lanes.Load(c + i, left) + through, c + i, left);
                }

                r += 3 * units;
                h += units;
                d += units;
                c += units;
            }
        }
    }
}
