using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Layers for a recurrent node that reads a single step and takes no state: it starts anew at each step, so nothing may carry over from one step to
/// the next. An RNN then becomes a dense layer. An LSTM stays one, without recurrent weights and with a closed forget gate. A GRU, (1 - z) n, also
/// becomes such an LSTM, after another one that gives r b_hn if the reset gate applies to that bias.
/// </summary>
/// <param name="builder">Receives the layers.</param>
/// <param name="cell">The node's cell.</param>
/// <param name="error">Makes an error from a reason.</param>
internal sealed class StatelessLayers(NetworkBuilder builder, RecurrentCell cell, Func<string, ImportException> error)
{
    // Far above the point where a sigmoid becomes 1 in single precision.
    private const float Far = 200f;

    private int Units => cell.Hidden * cell.Directions.Count;

    public void Add(RowSource source, string name, string node)
    {
        if (cell.Projection > 0 || (cell.Clip is not null && cell.Kind != "RNN")
            || cell.Directions.Any(direction => direction.InitialCell?.Any(value => value != 0f) == true)
            || (cell.Kind == "GRU" && cell.HasInitialState))
        {
            throw error(
                "starts anew at each step, since its state is not an input of the graph; with a projection, a clip or a stored initial state "
                    + "TinyRnn has no layer for that");
        }

        float[][] inputs = Gates(direction => source.Fold(direction.Input, cell.Gates * cell.Hidden), source.Size);
        float[][] biases = Gates(Bias, 1);
        switch (cell.Kind)
        {
            case "RNN":
                AddDense(source, inputs[0], biases[0], name, node);
                break;
            case "LSTM":
                AddLstm(source, inputs, biases, name, node);
                break;
            default:
                AddGru(source, inputs, biases, name, node);
                break;
        }
    }

    /// <summary>The rows of each gate; those of both directions follow each other, because both read the same step.</summary>
    private float[][] Gates(Func<DirectionWeights, float[]> values, int columns)
    {
        float[][] all = [.. cell.Directions.Select(values)];
        int length = cell.Hidden * columns;
        return [.. Enumerable.Range(0, cell.Gates).Select(gate => all.SelectMany(one => one.Skip(gate * length).Take(length)).ToArray())];
    }

    // A stored hidden state is the same at each step. The third recurrent bias of a GRU is separate, because the reset gate applies to it.
    private float[] Bias(DirectionWeights direction)
    {
        float[] bias = new float[cell.Gates * cell.Hidden];
        for (int row = 0; row < bias.Length; row++)
        {
            double sum = (direction.BiasInput?[row] ?? 0.0) + (
                cell.Kind == "GRU" && cell.Reset == GruReset.After && row >= 2 * cell.Hidden ? 0.0 : direction.BiasHidden?[row] ?? 0.0);
            for (int i = 0; direction.InitialHidden is float[] state && i < state.Length; i++)
            {
                sum += (double)direction.Hidden[(row * state.Length) + i] * state[i];
            }

            bias[row] = (float)sum;
        }

        return bias;
    }

    private void AddDense(RowSource source, float[] weight, float[] bias, string name, string node)
    {
        if (cell.Clip is not null)
        {
            throw error("starts anew at each step, since its state is not an input of the graph; with a clip TinyRnn has no layer for that");
        }

        DenseLayer dense = new(name, source.Size, Units, cell.Activation) { Inputs = source.Names };
        builder.Add(dense, [new Tensor(dense.Weight, [Units, source.Size], weight), new Tensor(dense.BiasName, [Units], bias)], [node]);
    }

    private void AddLstm(RowSource source, float[][] inputs, float[][] biases, string name, string node)
    {
        // i, f, g, o, or without f if the gates are coupled. Only the peephole of o sees a cell state, the new one.
        (int g, int o) = cell.HasCoupledGates ? (1, 2) : (2, 3);
        float[]? peephole = cell.HasPeepholes
            ? [.. new float[2 * Units], .. cell.Directions.SelectMany(direction => direction.Peephole!.Skip(direction.Peephole!.Length - cell.Hidden))]
            : null;
        Add(
            name, source.Names, source.Size, Units, (inputs[0], biases[0]), (inputs[g], biases[g]), (inputs[o], biases[o]), cell.Activation,
            cell.CellActivation, peephole, node);
    }

    private void AddGru(RowSource source, float[][] inputs, float[][] biases, string name, string node)
    {
        // r, z, n.
        if (cell.GateActivation.Kind != Activation.Sigmoid && cell.GateActivation is not { Kind: Activation.HardSigmoid, Beta: 0.5f })
        {
            throw error(
                "starts anew at each step, since its state is not an input of the graph; TinyRnn has a layer for that only if the gates are sigmoid or "
                    + "hard-sigmoid, "
                    + "0.5 at 0, alone");
        }

        float[] open = Filled(Units, Open());
        float[] none = new float[Units * source.Size];
        float[] acted = cell.Reset == GruReset.After
            ? [.. cell.Directions.SelectMany(direction => direction.BiasHidden?.Skip(2 * cell.Hidden) ?? new float[cell.Hidden])]
            : new float[Units];
        if (acted.All(value => value == 0f))
        {
            // h = i g with i = 1 - z, which is the gate of the negated sum.
            Add(
                name, source.Names, source.Size, Units, (Negative(inputs[1]), Negative(biases[1])), (inputs[2], biases[2]), (none, open), cell.Activation,
                Activation.Identity, null, node);
            return;
        }

        // First r b_hn, then the sums of z and n unchanged; then n from the sum of the first and the last, and the product.
        float[] allOpen = Filled(3 * Units, Open());
        string gates = builder.NameLayer(name + "_gates");
        float[] wide = new float[3 * Units * source.Size];
        Add(
            gates, source.Names, source.Size, 3 * Units,
            (wide, allOpen),
            ([.. none, .. inputs[1], .. inputs[2]], [.. acted, .. biases[1], .. biases[2]]),
            ([.. inputs[0], .. none, .. none], [.. biases[0], .. open, .. open]),
            Activation.Identity, Activation.Identity, null, node);
        float[] z = new float[Units * 3 * Units];
        float[] n = new float[Units * 3 * Units];
        for (int unit = 0; unit < Units; unit++)
        {
            z[(((unit * 3) + 1) * Units) + unit] = -1f;
            n[(unit * 3 * Units) + unit] = 1f;
            n[(((unit * 3) + 2) * Units) + unit] = 1f;
        }

        Add(
            name, [gates], 3 * Units, Units, (z, new float[Units]), (n, new float[Units]), (new float[Units * 3 * Units], open), cell.Activation,
            Activation.Identity, null, node);
    }

    /// <summary>An LSTM that remembers nothing.</summary>
    private void Add(
        string name, IReadOnlyList<string> read, int size, int units, (float[] Weight, float[] Bias) i, (float[] Weight, float[] Bias) g,
        (float[] Weight, float[] Bias) o,
        ActivationFunction activation, ActivationFunction cellActivation, float[]? peephole, string node)
    {
        LstmLayer layer = new(
            name, size, units, hasPeepholes: peephole is not null, options: new RecurrentOptions(BiasForm.Combined), gateActivation: cell.GateActivation,
                activation: activation, cellActivation: cellActivation);
        RecurrentDirection direction = layer.Directions[0];
        List<Tensor> tensors =
        [
            new Tensor(direction.WeightInput, [4 * units, size], [.. i.Weight, .. new float[units * size], .. g.Weight, .. o.Weight]),
            new Tensor(direction.WeightHidden, [4 * units, units], new float[4 * units * units]),
            new Tensor(direction.BiasNames[0], [4 * units], [.. i.Bias, .. Filled(units, Shut()), .. g.Bias, .. o.Bias]),
        ];
        if (peephole is not null)
        {
            tensors.Add(new Tensor(direction.Peephole, [peephole.Length], peephole));
        }

        builder.Add(layer.WithInputs(read), tensors, [node]);
    }

    /// <summary>A pre-activation for which the gates are 0.</summary>
    private float Shut() => Activations.Of(cell.GateActivation.Kind).Zero(cell.GateActivation.Alpha, cell.GateActivation.Beta)
        ?? throw error("starts anew at each step, since its state is not an input of the graph; with this activation of its gates TinyRnn has no layer for "
            + "that");

    /// <summary>A pre-activation for which a sigmoid or a hard sigmoid is 1.</summary>
    private float Open() => cell.GateActivation.Kind == Activation.Sigmoid ? Far : 2f / cell.GateActivation.Alpha;

    private static float[] Filled(int count, float value) => [.. Enumerable.Repeat(value, count)];

    private static float[] Negative(float[] values) => Array.ConvertAll(values, value => -value);
}
