using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// The passes over the pre-activations of an LSTM. A row of gates holds i, f, g, o, one after another, each of so many values as there
/// are units; peephole weights, where there are some, hold p_i, p_f, p_o. m is what the output gate lets out: h', or with a projection
/// what is projected.
/// </summary>
internal static unsafe class LstmGates
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
    public static void Forward<T>(int units, Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, Span<T> cell, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
                for (int unit = 0; unit < units; unit += Vector<T>.Count)
                {
                    int left = units - unit;
                    Vector<T> before = Lanes.Load(c + unit, left);
                    Vector<T> inputSum = Lanes.Load(i + unit, left);
                    Vector<T> forgetSum = Lanes.Load(f + unit, left);
                    if (p is not null)
                    {
                        inputSum = Fused.MultiplyAdd(Lanes.Load(p + unit, left), before, inputSum);
                        forgetSum = Fused.MultiplyAdd(Lanes.Load(p + units + unit, left), before, forgetSum);
                    }

                    Vector<T> input = VectorFunctions.Sigmoid(inputSum);
                    Vector<T> forget = VectorFunctions.Sigmoid(forgetSum);
                    Vector<T> candidate = VectorFunctions.Tanh(Lanes.Load(g + unit, left));
                    Vector<T> after = Fused.MultiplyAdd(forget, before, input * candidate);
                    Vector<T> outputSum = Lanes.Load(o + unit, left);
                    if (p is not null)
                    {
                        outputSum = Fused.MultiplyAdd(Lanes.Load(p + (2 * units) + unit, left), after, outputSum);
                    }

                    Vector<T> open = VectorFunctions.Sigmoid(outputSum);
                    Lanes.Store(left, input, i + unit, forget, f + unit, candidate, g + unit, open, o + unit);
                    Lanes.Store(after, next + unit, left);
                    Lanes.Store(open * VectorFunctions.Tanh(after), m + unit, left);
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
    public static void Backward<T>(
        int units, Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, ReadOnlySpan<T> cell, ReadOnlySpan<T> outputGradient, Span<T> carriedOutput, Span<T> carriedCell)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
                for (int unit = 0; unit < units; unit += Vector<T>.Count)
                {
                    int left = units - unit;
                    Vector<T> input = Lanes.Load(i + unit, left);
                    Vector<T> forget = Lanes.Load(f + unit, left);
                    Vector<T> candidate = Lanes.Load(g + unit, left);
                    Vector<T> open = Lanes.Load(o + unit, left);
                    Vector<T> squashed = VectorFunctions.Tanh(Lanes.Load(next + unit, left));
                    Vector<T> gradient = (Lanes.Load(dm + unit, left) + Lanes.Load(carriedM + unit, left)) * open;
                    Vector<T> outputSum = gradient * squashed * (Vector<T>.One - open);
                    Vector<T> cellGradient = Lanes.Load(carriedC + unit, left) + (gradient * (Vector<T>.One - (squashed * squashed)));
                    if (p is not null)
                    {
                        cellGradient = Fused.MultiplyAdd(Lanes.Load(p + (2 * units) + unit, left), outputSum, cellGradient);
                    }

                    Vector<T> throughInput = cellGradient * input;
                    Vector<T> throughForget = cellGradient * forget;
                    Vector<T> inputSum = throughInput * candidate * (Vector<T>.One - input);
                    Vector<T> forgetSum = throughForget * Lanes.Load(c + unit, left) * (Vector<T>.One - forget);
                    if (p is not null)
                    {
                        throughForget = Fused.MultiplyAdd(Lanes.Load(p + unit, left), inputSum, throughForget);
                        throughForget = Fused.MultiplyAdd(Lanes.Load(p + units + unit, left), forgetSum, throughForget);
                    }

                    Vector<T> candidateSum = throughInput * (Vector<T>.One - (candidate * candidate));
                    Lanes.Store(left, inputSum, i + unit, forgetSum, f + unit, candidateSum, g + unit, outputSum, o + unit);
                    Lanes.Store(Vector<T>.Zero, carriedM + unit, left);
                    Lanes.Store(throughForget, carriedC + unit, left);
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
    /// <param name="gates">da_i, da_f, da_g, da_o; of coupled gates without da_f.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">c'.</param>
    /// <param name="gradient">dp_i, dp_f, dp_o; of coupled gates without dp_f.</param>
    public static void AddPeepholeGradient<T>(int units, ReadOnlySpan<T> gates, ReadOnlySpan<T> previous, ReadOnlySpan<T> cell, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = (gradient.Length / units) + 1;
        int rows = GateRows.Count(units, count, gates.Length, previous.Length, cell.Length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> sums = gates.Slice(row * count * units, count * units);
            ReadOnlySpan<T> before = previous.Slice(row * units, units);
            for (int gate = 0; gate < count - 2; gate++)
            {
                AddProduct(sums.Slice(gate * units, units), before, gradient.Slice(gate * units, units));
            }

            AddProduct(sums[^units..], cell.Slice(row * units, units), gradient[^units..]);
        }
    }

    private static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.MultiplyAdd(x, y, sum, sum);
}
