using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>
/// The passes of <see cref="LstmGates"/> with any functions: sigma of the gates, phi of the candidate, psi of the cell state on its way
/// out; and with coupled gates, f = 1 - i, where a row of gates holds i, g, o and peephole weights p_i, p_o.
/// </summary>
internal sealed unsafe class LstmFunctions<T>(LstmLayer layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _units = layer.HiddenSize;
    private readonly int _gates = layer.Gates;
    private readonly bool _isCoupled = layer.HasCoupledGates;
    private readonly AnyFunction<T> _gate = new(layer.Name, layer.GateActivation, layer.Options.Clip);
    private readonly AnyFunction<T> _candidate = new(layer.Name, layer.Activation, layer.Options.Clip);
    private readonly AnyFunction<T> _cell = new(layer.Name, layer.CellActivation);

    /// <summary>The functions of a layer, or null where they are those of <see cref="LstmGates"/>.</summary>
    /// <exception cref="NotSupportedException">A function cannot be trained.</exception>
    public static LstmFunctions<T>? Of(LstmLayer layer) =>
        !layer.HasCoupledGates && layer.Options.Clip is null
        && (layer.GateActivation.Kind, layer.Activation.Kind, layer.CellActivation.Kind) == (Activation.Sigmoid, Activation.Tanh, Activation.Tanh)
            ? null
            : new LstmFunctions<T>(layer);

    /// <summary>i, f, g, o, c' = f c + i g and m = o psi(c').</summary>
    /// <param name="gates">Sums; become i, f, g, o, or i, g, o.</param>
    /// <param name="peephole">p, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">Set to c'.</param>
    /// <param name="output">Set to m.</param>
    [MethodImpl(HotLoop.Optimized)]
    public void Forward(Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, Span<T> cell, Span<T> output)
    {
        int rows = GateRows.Count(_units, _gates, gates.Length, previous.Length, cell.Length, output.Length);
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell, outputStart = output)
        {
            for (int row = 0; row < rows; row++)
            {
                T* i = gatesStart + (row * _gates * _units);
                T* f = i + _units;
                T* g = i + ((_gates - 2) * _units);
                T* o = g + _units;
                for (int unit = 0; unit < _units; unit += Vector<T>.Count)
                {
                    int left = _units - unit;
                    int at = (row * _units) + unit;
                    Vector<T> before = Lanes.Load(previousStart + at, left);
                    Vector<T> input = _gate.Apply(Seen(i + unit, p, 0, before, unit));
                    Lanes.Store(input, i + unit, left);
                    Vector<T> forget;
                    if (_isCoupled)
                    {
                        forget = Vector<T>.One - input;
                    }
                    else
                    {
                        forget = _gate.Apply(Seen(f + unit, p, 1, before, unit));
                        Lanes.Store(forget, f + unit, left);
                    }

                    Vector<T> candidate = _candidate.Apply(Lanes.Load(g + unit, left));
                    Vector<T> after = Fused.MultiplyAdd(forget, before, input * candidate);
                    Vector<T> open = _gate.Apply(Seen(o + unit, p, _gates - 2, after, unit));
                    Lanes.Store(candidate, g + unit, left);
                    Lanes.Store(open, o + unit, left);
                    Lanes.Store(after, cellStart + at, left);
                    Lanes.Store(open * _cell.Apply(after), outputStart + at, left);
                }
            }
        }
    }

    /// <summary>
    /// With dm from outside and from the next step, and dc' from the next step: da_o = dm psi(c') sigma'(o),
    /// dc' += dm o psi'(c') + p_o da_o, da_i = dc' g sigma'(i), da_f = dc' c sigma'(f), or of coupled gates da_i = dc' (g - c) sigma'(i),
    /// da_g = dc' i phi'(g); f dc' + p_i da_i + p_f da_f goes on to c.
    /// </summary>
    /// <param name="gates">i, f, g, o, or i, g, o; become the derivatives by their sums.</param>
    /// <param name="peephole">p, or empty for 0.</param>
    /// <param name="previous">c.</param>
    /// <param name="cell">c'.</param>
    /// <param name="outputGradient">The part of dm that comes from outside.</param>
    /// <param name="carriedOutput">The part of dm that comes from the next step; becomes 0, as no part goes round the product with U.</param>
    /// <param name="carriedCell">The part of dc' that comes from the next step; becomes what goes on to c.</param>
    [MethodImpl(HotLoop.Optimized)]
    public void Backward(
        Span<T> gates, ReadOnlySpan<T> peephole, ReadOnlySpan<T> previous, ReadOnlySpan<T> cell, ReadOnlySpan<T> outputGradient, Span<T> carriedOutput, Span<T> carriedCell)
    {
        int rows = GateRows.Count(
            _units, _gates, gates.Length, previous.Length, cell.Length, outputGradient.Length, carriedOutput.Length, carriedCell.Length);
        fixed (T* gatesStart = gates, p = peephole, previousStart = previous, cellStart = cell)
        fixed (T* gradientStart = outputGradient, carriedOutputStart = carriedOutput, carriedCellStart = carriedCell)
        {
            for (int row = 0; row < rows; row++)
            {
                T* i = gatesStart + (row * _gates * _units);
                T* f = i + _units;
                T* g = i + ((_gates - 2) * _units);
                T* o = g + _units;
                for (int unit = 0; unit < _units; unit += Vector<T>.Count)
                {
                    int left = _units - unit;
                    int at = (row * _units) + unit;
                    Vector<T> input = Lanes.Load(i + unit, left);
                    Vector<T> candidate = Lanes.Load(g + unit, left);
                    Vector<T> open = Lanes.Load(o + unit, left);
                    Vector<T> before = Lanes.Load(previousStart + at, left);
                    Vector<T> squashed = _cell.Apply(Lanes.Load(cellStart + at, left));
                    Vector<T> gradient = Lanes.Load(gradientStart + at, left) + Lanes.Load(carriedOutputStart + at, left);
                    Vector<T> outputSum = gradient * squashed * _gate.SlopeAt(open);
                    Vector<T> cellGradient = Lanes.Load(carriedCellStart + at, left) + (
                        gradient * open * _cell.SlopeAt(squashed)) + Peeped(outputSum, p, _gates - 2, unit);
                    Vector<T> inputSum;
                    Vector<T> through;
                    if (_isCoupled)
                    {
                        inputSum = cellGradient * (candidate - before) * _gate.SlopeAt(input);
                        through = cellGradient * (Vector<T>.One - input);
                    }
                    else
                    {
                        Vector<T> forget = Lanes.Load(f + unit, left);
                        Vector<T> forgetSum = cellGradient * before * _gate.SlopeAt(forget);
                        inputSum = cellGradient * candidate * _gate.SlopeAt(input);
                        through = (cellGradient * forget) + Peeped(forgetSum, p, 1, unit);
                        Lanes.Store(forgetSum, f + unit, left);
                    }

                    Lanes.Store(cellGradient * input * _candidate.SlopeAt(candidate), g + unit, left);
                    Lanes.Store(inputSum, i + unit, left);
                    Lanes.Store(outputSum, o + unit, left);
                    Lanes.Store(Vector<T>.Zero, carriedOutputStart + at, left);
                    Lanes.Store(through + Peeped(inputSum, p, 0, unit), carriedCellStart + at, left);
                }
            }
        }
    }

    // The sum of a gate with what its peephole sees.
    private Vector<T> Seen(T* sum, T* peephole, int gate, Vector<T> cell, int unit) =>
        peephole is null
            ? Lanes.Load(sum, _units - unit)
            : Fused.MultiplyAdd(Lanes.Load(peephole + (gate * _units) + unit, _units - unit), cell, Lanes.Load(sum, _units - unit));

    // The way back.
    private Vector<T> Peeped(Vector<T> sumGradient, T* peephole, int gate, int unit) =>
        peephole is null ? Vector<T>.Zero : sumGradient * Lanes.Load(peephole + (gate * _units) + unit, _units - unit);
}
