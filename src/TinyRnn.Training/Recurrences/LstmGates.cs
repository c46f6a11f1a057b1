using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>The gates of an LSTM. Structures implement it, so that each loop is compiled for its gates.</summary>
internal interface ILstmForm
{
    /// <summary>Whether f = 1 - i. A row of gates then holds i, g, o and peephole weights p_i, p_o.</summary>
    static abstract bool IsCoupled { get; }
}

/// <summary>i, f, g, o.</summary>
internal readonly struct SeparateGates : ILstmForm
{
    public static bool IsCoupled => false;
}

/// <summary>i, g, o.</summary>
internal readonly struct CoupledGates : ILstmForm
{
    public static bool IsCoupled => true;
}

/// <summary>
/// The passes over the pre-activations of an LSTM, with sigma for the gates, phi for the candidate and psi for the cell state at the output. A row of
/// gates holds i, f, g and o, with one value for each unit; peephole weights, if there are any, hold p_i, p_f and p_o.
/// m is the output of the output gate: h', or with a projection the input of the projection.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
/// <typeparam name="TForm">The gates.</typeparam>
/// <typeparam name="TGate">sigma.</typeparam>
/// <typeparam name="TFunction">phi and psi.</typeparam>
/// <param name="units">Number of units.</param>
/// <param name="gate">sigma.</param>
/// <param name="candidateFunction">phi.</param>
/// <param name="cellFunction">psi.</param>
internal readonly unsafe struct LstmGates<T, TForm, TGate, TFunction>(int units, TGate gate, TFunction candidateFunction, TFunction cellFunction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TForm : struct, ILstmForm
    where TGate : struct, IElementwise<T>
    where TFunction : struct, IElementwise<T>
{
    private static int Count => TForm.IsCoupled ? 3 : 4;

    /// <summary>
    /// i = sigma(a_i + p_i c), f = sigma(a_f + p_f c), g = phi(a_g), c' = f c + i g, o = sigma(a_o + p_o c'), m = o psi(c').
    /// </summary>
    /// <param name="gates">a_i, a_f, a_g, a_o; become i, f, g, o.</param>
    /// <param name="peephole">p_i, p_f, p_o, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">Set to c'.</param>
    /// <param name="output">Set to m.</param>
    [MethodImpl(HotLoop.Optimized)]
    public void Forward(Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, Span<T> cell, Span<T> output)
    {
        int rows = GateRows.Count(units, Count, gates.Length, previous.Length, cell.Length, output.Length);
        int width = units;
        TGate sigma = gate;
        TFunction phi = candidateFunction, psi = cellFunction;
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell, outputStart = output)
        {
            T* i = gatesStart, c = previousStart, next = cellStart, m = outputStart;
            for (int row = 0; row < rows; row++)
            {
                T* f = i + width;
                T* g = TForm.IsCoupled ? f : f + width;
                T* o = g + width;
                for (int unit = 0; unit < width; unit += Vector<T>.Count)
                {
                    int left = width - unit;
                    Vector<T> before = Lanes.Load(c + unit, left);
                    Vector<T> inputSum = Lanes.Load(i + unit, left);
                    Vector<T> forgetSum = TForm.IsCoupled ? default : Lanes.Load(f + unit, left);
                    if (p is not null)
                    {
                        inputSum = Fused.MultiplyAdd(Lanes.Load(p + unit, left), before, inputSum);
                        forgetSum = TForm.IsCoupled ? default : Fused.MultiplyAdd(Lanes.Load(p + width + unit, left), before, forgetSum);
                    }

                    Vector<T> input = sigma.Apply(inputSum);
                    Vector<T> forget = TForm.IsCoupled ? Vector<T>.One - input : sigma.Apply(forgetSum);
                    Vector<T> candidate = phi.Apply(Lanes.Load(g + unit, left));
                    Vector<T> after = Fused.MultiplyAdd(forget, before, input * candidate);
                    Vector<T> outputSum = Lanes.Load(o + unit, left);
                    if (p is not null)
                    {
                        outputSum = Fused.MultiplyAdd(Lanes.Load(p + ((Count - 2) * width) + unit, left), after, outputSum);
                    }

                    Vector<T> open = sigma.Apply(outputSum);
                    Store(left, input, i + unit, forget, f + unit, candidate, g + unit, open, o + unit);
                    Lanes.Store(after, next + unit, left);
                    Lanes.Store(open * psi.Apply(after), m + unit, left);
                }

                i += Count * width;
                c += width;
                next += width;
                m += width;
            }
        }
    }

    /// <summary>
    /// With dm from the output and from the next step, and dc' from the next step: da_o = dm psi(c') sigma'(a_o),
    /// dc' += dm o psi'(c') + p_o da_o, da_i = dc' g sigma'(a_i), da_f = dc' c sigma'(a_f), or of coupled gates da_i = dc' (g - c) sigma'(a_i),
    /// da_g = dc' i phi'(a_g); f dc' + p_i da_i + p_f da_f is passed to c.
    /// </summary>
    /// <param name="gates">i, f, g, o; become da_i, da_f, da_g, da_o.</param>
    /// <param name="peephole">p_i, p_f, p_o, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">c'.</param>
    /// <param name="outputGradient">The part of dm that comes from the output.</param>
    /// <param name="carriedOutput">The part of dm that comes from the next step; becomes 0, because all of it passes through the product with U.</param>
    /// <param name="carriedCell">The part of dc' that comes from the next step; becomes the gradient for c.</param>
    [MethodImpl(HotLoop.Optimized)]
    public void Backward(
        Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, ReadOnlySpan<T> cell, ReadOnlySpan<T> outputGradient, Span<T> carriedOutput,
        Span<T> carriedCell)
    {
        int rows = GateRows.Count(
            units, Count, gates.Length, previous.Length, cell.Length, outputGradient.Length, carriedOutput.Length, carriedCell.Length);
        int width = units;
        TGate sigma = gate;
        TFunction phi = candidateFunction, psi = cellFunction;
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell)
        fixed (T* gradientStart = outputGradient, carriedOutputStart = carriedOutput, carriedCellStart = carriedCell)
        {
            T* i = gatesStart, c = previousStart, next = cellStart, dm = gradientStart, carriedM = carriedOutputStart, carriedC = carriedCellStart;
            for (int row = 0; row < rows; row++)
            {
                T* f = i + width;
                T* g = TForm.IsCoupled ? f : f + width;
                T* o = g + width;
                for (int unit = 0; unit < width; unit += Vector<T>.Count)
                {
                    int left = width - unit;
                    Vector<T> input = Lanes.Load(i + unit, left);
                    Vector<T> forget = TForm.IsCoupled ? Vector<T>.One - input : Lanes.Load(f + unit, left);
                    Vector<T> candidate = Lanes.Load(g + unit, left);
                    Vector<T> open = Lanes.Load(o + unit, left);
                    Vector<T> before = Lanes.Load(c + unit, left);
                    Vector<T> squashed = psi.Apply(Lanes.Load(next + unit, left));
                    Vector<T> gradient = Lanes.Load(dm + unit, left) + Lanes.Load(carriedM + unit, left);
                    Vector<T> outputSum = Through(sigma, gradient, squashed, open);
                    Vector<T> cellGradient = Lanes.Load(carriedC + unit, left) + (gradient * open * psi.SlopeAt(squashed));
                    if (p is not null)
                    {
                        cellGradient = Fused.MultiplyAdd(Lanes.Load(p + ((Count - 2) * width) + unit, left), outputSum, cellGradient);
                    }

                    Vector<T> inputSum = Through(sigma, cellGradient, TForm.IsCoupled ? candidate - before : candidate, input);
                    Vector<T> forgetSum = TForm.IsCoupled ? default : Through(sigma, cellGradient, before, forget);
                    Vector<T> throughForget = cellGradient * forget;
                    if (p is not null)
                    {
                        throughForget = Fused.MultiplyAdd(Lanes.Load(p + unit, left), inputSum, throughForget);
                        throughForget = TForm.IsCoupled
                            ? throughForget
                            : Fused.MultiplyAdd(Lanes.Load(p + width + unit, left), forgetSum, throughForget);
                    }

                    Vector<T> candidateSum = cellGradient * input * phi.SlopeAt(candidate);
                    Store(left, inputSum, i + unit, forgetSum, f + unit, candidateSum, g + unit, outputSum, o + unit);
                    Lanes.Store(Vector<T>.Zero, carriedM + unit, left);
                    Lanes.Store(throughForget, carriedC + unit, left);
                }

                i += Count * width;
                c += width;
                next += width;
                dm += width;
                carriedM += width;
                carriedC += width;
            }
        }
    }

    // gradient factor sigma'(a) where y = sigma(a). The gradient through the gate also needs gradient y, so the usual slope, y (1 - y), shares it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Through(TGate sigma, Vector<T> gradient, Vector<T> factor, Vector<T> y) =>
        typeof(TGate) == typeof(Sigmoid<T>) ? gradient * y * factor * (Vector<T>.One - y) : gradient * factor * sigma.SlopeAt(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int left, Vector<T> input, T* i, Vector<T> forget, T* f, Vector<T> candidate, T* g, Vector<T> output, T* o)
    {
        if (!TForm.IsCoupled)
        {
            Lanes.Store(left, input, i, forget, f, candidate, g, output, o);
            return;
        }

        Lanes.Store(input, i, left);
        Lanes.Store(candidate, g, left);
        Lanes.Store(output, o, left);
    }
}
