using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// The passes over the pre-activations of an LSTM. A row of gates holds i, f, g, o, one after another, each of so many values as there
/// are units; peephole weights, where there are some, hold p_i, p_f, p_o. m is what the output gate lets out: h', or with a projection
/// what is projected.
/// </summary>
internal static unsafe class LstmGates<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>
    /// i = sigmoid(a_i + p_i c), f = sigmoid(a_f + p_f c), g = tanh(a_g), c' = f c + i g, o = sigmoid(a_o + p_o c'), m = o tanh(c').
    /// </summary>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">a_i, a_f, a_g, a_o; become i, f, g, o.</param>
    /// <param name="peephole">p_i, p_f, p_o, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">Set to c'.</param>
    /// <param name="output">Set to m.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void Forward(int units, Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, Span<T> cell, Span<T> output)
    {
        int rows = GateRows.Count(units, 4, gates.Length, previous.Length, cell.Length, output.Length);
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell, outputStart = output)
        {
            T* i = gatesStart, c = previousStart, next = cellStart, m = outputStart;
            for (int row = 0; row < rows; row++)
            {
                T* f = i + units;
                T* g = f + units;
                T* o = g + units;
                for (int unit = 0; unit < units; unit += TLanes.Count)
                {
                    int left = units - unit;
                    TLanes before = Lanes<T, TLanes>.Load(c + unit, left);
                    TLanes inputSum = Lanes<T, TLanes>.Load(i + unit, left);
                    TLanes forgetSum = Lanes<T, TLanes>.Load(f + unit, left);
                    if (p is not null)
                    {
                        inputSum = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + unit, left), before, inputSum);
                        forgetSum = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + units + unit, left), before, forgetSum);
                    }

                    TLanes input = VectorFunctions<T, TLanes>.Sigmoid(inputSum);
                    TLanes forget = VectorFunctions<T, TLanes>.Sigmoid(forgetSum);
                    TLanes candidate = VectorFunctions<T, TLanes>.Tanh(Lanes<T, TLanes>.Load(g + unit, left));
                    TLanes after = TLanes.MultiplyAdd(forget, before, input * candidate);
                    TLanes outputSum = Lanes<T, TLanes>.Load(o + unit, left);
                    if (p is not null)
                    {
                        outputSum = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + (2 * units) + unit, left), after, outputSum);
                    }

                    TLanes open = VectorFunctions<T, TLanes>.Sigmoid(outputSum);
                    Lanes<T, TLanes>.Store(left, input, i + unit, forget, f + unit, candidate, g + unit, open, o + unit);
                    Lanes<T, TLanes>.Store(after, next + unit, left);
                    Lanes<T, TLanes>.Store(open * VectorFunctions<T, TLanes>.Tanh(after), m + unit, left);
                }

                i += 4 * units;
                c += units;
                next += units;
                m += units;
            }
        }
    }

    /// <summary>
    /// With dm from outside and from the next step, and dc' from the next step: da_o = dm tanh(c') o (1 - o),
    /// dc' += dm o (1 - tanh(c')^2) + p_o da_o, da_i = dc' g i (1 - i), da_f = dc' c f (1 - f), da_g = dc' i (1 - g^2);
    /// f dc' + p_i da_i + p_f da_f goes on to c.
    /// </summary>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">i, f, g, o; become da_i, da_f, da_g, da_o.</param>
    /// <param name="peephole">p_i, p_f, p_o, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">c'.</param>
    /// <param name="outputGradient">The part of dm that comes from outside.</param>
    /// <param name="carriedOutput">The part of dm that comes from the next step; becomes 0, as no part goes round the product with U.</param>
    /// <param name="carriedCell">The part of dc' that comes from the next step; becomes what goes on to c.</param>
    [MethodImpl(HotLoop.Optimized)]
    public static void Backward(
        int units, Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, ReadOnlySpan<T> cell, ReadOnlySpan<T> outputGradient, Span<T> carriedOutput, Span<T> carriedCell)
    {
        int rows = GateRows.Count(
            units, 4, gates.Length, previous.Length, cell.Length, outputGradient.Length, carriedOutput.Length, carriedCell.Length);
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell)
        fixed (T* gradientStart = outputGradient, carriedOutputStart = carriedOutput, carriedCellStart = carriedCell)
        {
            T* i = gatesStart, c = previousStart, next = cellStart, dm = gradientStart, carriedM = carriedOutputStart, carriedC = carriedCellStart;
            for (int row = 0; row < rows; row++)
            {
                T* f = i + units;
                T* g = f + units;
                T* o = g + units;
                for (int unit = 0; unit < units; unit += TLanes.Count)
                {
                    int left = units - unit;
                    TLanes input = Lanes<T, TLanes>.Load(i + unit, left);
                    TLanes forget = Lanes<T, TLanes>.Load(f + unit, left);
                    TLanes candidate = Lanes<T, TLanes>.Load(g + unit, left);
                    TLanes open = Lanes<T, TLanes>.Load(o + unit, left);
                    TLanes squashed = VectorFunctions<T, TLanes>.Tanh(Lanes<T, TLanes>.Load(next + unit, left));
                    TLanes gradient = (Lanes<T, TLanes>.Load(dm + unit, left) + Lanes<T, TLanes>.Load(carriedM + unit, left)) * open;
                    TLanes outputSum = gradient * squashed * (TLanes.One - open);
                    TLanes cellGradient = Lanes<T, TLanes>.Load(carriedC + unit, left) + (gradient * (TLanes.One - (squashed * squashed)));
                    if (p is not null)
                    {
                        cellGradient = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + (2 * units) + unit, left), outputSum, cellGradient);
                    }

                    TLanes throughInput = cellGradient * input;
                    TLanes throughForget = cellGradient * forget;
                    TLanes inputSum = throughInput * candidate * (TLanes.One - input);
                    TLanes forgetSum = throughForget * Lanes<T, TLanes>.Load(c + unit, left) * (TLanes.One - forget);
                    if (p is not null)
                    {
                        throughForget = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + unit, left), inputSum, throughForget);
                        throughForget = TLanes.MultiplyAdd(Lanes<T, TLanes>.Load(p + units + unit, left), forgetSum, throughForget);
                    }

                    TLanes candidateSum = throughInput * (TLanes.One - (candidate * candidate));
                    Lanes<T, TLanes>.Store(left, inputSum, i + unit, forgetSum, f + unit, candidateSum, g + unit, outputSum, o + unit);
                    Lanes<T, TLanes>.Store(default, carriedM + unit, left);
                    Lanes<T, TLanes>.Store(throughForget, carriedC + unit, left);
                }

                i += 4 * units;
                c += units;
                next += units;
                dm += units;
                carriedM += units;
                carriedC += units;
            }
        }
    }

    /// <summary>dp_i += sum da_i c, dp_f += sum da_f c, dp_o += sum da_o c', over all rows.</summary>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">da_i, da_f, da_g, da_o.</param>
    /// <param name="cell">c' of each row, and others.</param>
    /// <param name="previous">Which row of <paramref name="cell"/> is c of each row.</param>
    /// <param name="gradient">dp_i, dp_f, dp_o.</param>
    public static void AddPeepholeGradient(int units, ReadOnlySpan<T> gates, ReadOnlySpan<T> cell, ReadOnlySpan<int> previous, Span<T> gradient)
    {
        int rows = GateRows.Count(units, 4, gates.Length, previous.Length * units, cell.Length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> sums = gates.Slice(row * 4 * units, 4 * units);
            ReadOnlySpan<T> before = cell.Slice(previous[row] * units, units);
            AddProduct(sums[..units], before, gradient[..units]);
            AddProduct(sums.Slice(units, units), before, gradient.Slice(units, units));
            AddProduct(sums.Slice(3 * units, units), cell.Slice(row * units, units), gradient.Slice(2 * units, units));
        }
    }

    private static void AddProduct(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum) => TensorPrimitives.MultiplyAdd(x, y, sum, sum);
}
