using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Makes TinyRnn's layers from recurrent cells.</summary>
internal sealed class RecurrentLayerMaker(NetworkBuilder builder, OnnxMetadata metadata)
{
    public void Add(RecurrentCell cell, RowSource source, string name, string node)
    {
        bool isCombined = cell.Bias == BiasForm.Separate && metadata.BiasOf(builder.Layers.Count) == BiasForm.Combined
            && cell.Directions.All(direction => direction.BiasHidden!.All(value => value == 0f));
        RecurrentOptions options = new(isCombined ? BiasForm.Combined : cell.Bias, cell.Direction, cell.HasInitialState) { Clip = cell.Clip };
        RecurrentLayer layer = cell.Kind switch
        {
            "GRU" => new GruLayer(name, source.Size, cell.Hidden, cell.Reset, cell.Activation, options, cell.GateActivation),
            "LSTM" => new LstmLayer(
                name, source.Size, cell.Hidden, cell.Projection, cell.HasPeepholes, options, cell.GateActivation, cell.Activation, cell.CellActivation,
                    cell.HasCoupledGates),
            _ => new RnnLayer(name, source.Size, cell.Hidden, cell.Activation, options),
        };
        int rows = cell.Gates * cell.Hidden;
        List<Tensor> tensors = [];
        foreach ((RecurrentDirection direction, DirectionWeights weights) in layer.Directions.Zip(cell.Directions))
        {
            tensors.Add(new Tensor(direction.WeightInput, [rows, source.Size], source.Fold(weights.Input, rows)));
            tensors.Add(new Tensor(direction.WeightHidden, [rows, cell.Output], weights.Hidden));
            tensors.AddRange(direction.BiasNames.Select((bias, i) => new Tensor(bias, [rows], i == 0 ? weights.BiasInput! : weights.BiasHidden!)));
            if (weights.Peephole is float[] peephole)
            {
                tensors.Add(new Tensor(direction.Peephole, [peephole.Length], peephole));
            }

            if (weights.Projection is float[] projection)
            {
                tensors.Add(new Tensor(direction.Projection, [cell.Projection, cell.Hidden], projection));
            }

            if (weights.InitialHidden is float[] hidden)
            {
                tensors.Add(new Tensor(direction.InitialHidden, [hidden.Length], hidden));
            }

            if (weights.InitialCell is float[] state)
            {
                tensors.Add(new Tensor(direction.InitialCell, [state.Length], state));
            }
        }

        builder.Add(layer.WithInputs(source.Names), tensors, [node]);
    }

    /// <summary>The cell of PyTorch's tutorial: a linear recurrence, and an output that reads the step's input and the state before it.</summary>
    public void AddConcat(
        RecurrentRow recurrent, RowSource input, RowSource output, Linear linear, int size, Activation activation, string name, IEnumerable<string> nodes)
    {
        RecurrentCell cell = recurrent.Cell;
        int hidden = cell.Hidden;
        DirectionWeights weights = cell.Directions[0];
        int inputs = recurrent.Source.Length;
        float[] joined = new float[hidden * (inputs + hidden)];
        for (int i = 0; i < hidden; i++)
        {
            weights.Input.AsSpan(i * inputs, inputs).CopyTo(joined.AsSpan(i * (inputs + hidden)));
            weights.Hidden.AsSpan(i * hidden, hidden).CopyTo(joined.AsSpan((i * (inputs + hidden)) + inputs));
        }

        float[] hiddenBias = weights.BiasInput is null ? new float[hidden]
            : weights.BiasHidden is null || weights.BiasHidden.All(value => value == 0f) ? weights.BiasInput
            : [.. weights.BiasInput.Zip(weights.BiasHidden, (a, b) => a + b)];
        ConcatRnnLayer layer = new(name, size, hidden, linear.Outputs, activation) { Inputs = input.Names };
        builder.Add(
            layer,
            [
                new Tensor(layer.HiddenWeight, [hidden, size + hidden], input.Fold(joined, hidden)),
                new Tensor(layer.HiddenBias, [hidden], hiddenBias),
                new Tensor(layer.OutputWeight, [linear.Outputs, size + hidden], output.Fold(linear.Weight, linear.Outputs)),
                new Tensor(layer.OutputBias, [linear.Outputs], linear.Bias ?? new float[linear.Outputs]),
            ],
            nodes);
    }
}
