using System.Numerics.Tensors;

namespace TinyRnn.Model;

/// <summary>
/// r = sigma(W_r x + U_r h + b_r), z = sigma(W_z x + U_z h + b_z), h' = z h + (1 - z) n with
/// n = phi(W_n x + b_n + r (U_n h + c_n)), or n = phi(W_n x + U_n (r h) + b_n).
/// </summary>
internal sealed class GruInterpreter(GruLayer layer, RecurrentDirection direction, Network network) : RecurrentInterpreter(direction, network)
{
    // Only if the reset gate comes after the product does it matter which side a bias is on: the gate then scales c_n.
    private readonly bool _hasInnerBias = layer.Reset == GruReset.After && layer.Bias == BiasForm.Separate;

    public override void Step(LayerInput input, Span<float> state, Span<float> output)
    {
        int size = layer.HiddenSize;
        Span<float> gates = new float[3 * size];
        Span<float> recurrent = new float[3 * size];
        Bias.Start(gates, _hasInnerBias ? Biases.AsSpan(0, 1) : Biases);
        Bias.Start(recurrent, _hasInnerBias ? Biases.AsSpan(1) : []);
        WeightInput.Add(input, gates);
        WeightHidden.Add(new LayerInput(state), recurrent[..(2 * size)]);
        TensorPrimitives.Add(gates[..(2 * size)], recurrent[..(2 * size)], gates[..(2 * size)]);
        layer.GateActivation.Apply(gates[..(2 * size)], layer.Options.Clip);
        Span<float> r = gates[..size];
        Span<float> z = gates.Slice(size, size);
        Span<float> n = gates.Slice(2 * size, size);
        Span<float> candidate = recurrent.Slice(2 * size, size);
        if (layer.Reset == GruReset.After)
        {
            WeightHidden.Add(new LayerInput(state), candidate, firstRow: 2 * size);
            TensorPrimitives.Multiply(candidate, r, candidate);
        }
        else
        {
            TensorPrimitives.Multiply(r, state, r);
            WeightHidden.Add(new LayerInput(r), candidate, firstRow: 2 * size);
        }

        TensorPrimitives.Add(n, candidate, n);
        layer.Activation.Apply(n, layer.Options.Clip);
        for (int i = 0; i < size; i++)
        {
            output[i] = z[i] * state[i] + (1 - z[i]) * n[i];
        }

        output.CopyTo(state);
    }
}
