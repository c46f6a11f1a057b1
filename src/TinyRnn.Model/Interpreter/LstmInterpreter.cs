using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>
/// i = sigma(W_i x + U_i h + b_i + p_i c), f = sigma(W_f x + U_f h + b_f + p_f c) or f = 1 - i, g = phi(W_g x + U_g h + b_g),
/// c' = f c + i g, o = sigma(W_o x + U_o h + b_o + p_o c'), h' = o psi(c') or h' = V (o psi(c')).
/// The state is h, then c.
/// </summary>
internal sealed class LstmInterpreter(LstmLayer layer, RecurrentDirection direction, Network network) : RecurrentInterpreter(direction, network)
{
    private readonly WeightMatrix? _projection = layer.ProjectionSize == 0 ? null : new WeightMatrix(network.Tensors[direction.Projection]);

    // Without peepholes p = 0.
    private readonly float[] _peephole = layer.HasPeepholes ? network.Tensors[direction.Peephole].Values : new float[(layer.Gates - 1) * layer.HiddenSize];

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int size = layer.HiddenSize;
        Span<float> hidden = state[..layer.DirectionOutputSize];
        Span<float> cell = state[layer.DirectionOutputSize..];
        Span<float> gates = new float[layer.Gates * size];
        Linear(input, hidden, gates);
        Span<float> i = gates[..size];
        Span<float> f = layer.HasCoupledGates ? new float[size] : gates.Slice(size, size);
        Span<float> g = gates[^(2 * size)..^size];
        Span<float> o = gates[^size..];

        Gate(i, _peephole.AsSpan(0, size), cell);
        if (layer.HasCoupledGates)
        {
            TensorPrimitives.Subtract(1f, i, f);
        }
        else
        {
            Gate(f, _peephole.AsSpan(size, size), cell);
        }

        layer.Activation.Apply(g, layer.Options.Clip);
        for (int k = 0; k < size; k++)
        {
            cell[k] = f[k] * cell[k] + i[k] * g[k];
        }

        Gate(o, _peephole.AsSpan(_peephole.Length - size), cell);
        Span<float> unprojected = cell.ToArray();
        layer.CellActivation.Apply(unprojected);
        TensorPrimitives.Multiply(o, unprojected, unprojected);
        if (_projection is null)
        {
            unprojected.CopyTo(output);
        }
        else
        {
            output.Clear();
            _projection.Add(new LayerInput(unprojected), output);
        }

        output.CopyTo(hidden);
    }

    private void Gate(Span<float> gate, ReadOnlySpan<float> peephole, ReadOnlySpan<float> cell)
    {
        TensorPrimitives.MultiplyAdd(peephole, cell, gate, gate);
        layer.GateActivation.Apply(gate, layer.Options.Clip);
    }
}
