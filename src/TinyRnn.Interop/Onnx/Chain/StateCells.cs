using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Recurrences that are written out: a step takes a state as an input of the graph and gives the next one as an output, made by
/// products, a sum and at most one activation, as of PyTorch's tutorial cell and of <c>nn.RNNCell</c>.
/// </summary>
internal static class StateCells
{
    /// <summary>The rows that give next states, as recurrent ones, and the names of their outputs.</summary>
    public static IReadOnlyList<(string Output, Row Row, RecurrentRow Cell)> Find(GraphReading reading)
    {
        List<(string, Row, RecurrentRow)> found = [];
        foreach (StateRow state in reading.Inputs.States)
        {
            if (reading.FindCell(state.Node, []) is not null)
            {
                continue;
            }

            (string Output, Row Row, RecurrentRow Cell)? cell = null;
            foreach (OnnxValueInfo output in reading.File.Graph.Outputs)
            {
                if (reading.Values.Contains(output.Name) && reading.Values[output.Name] is Signal { Elements: [{ Row: Row row }, ..] elements }
                    && Linear.IsWhole(elements, row) && row.Size == state.Size && Cell(row, state) is RecurrentRow one)
                {
                    cell = (output.Name, row, one);
                }
            }

            found.Add(cell ?? throw reading.Source.Error(
                $"input {ImportSource.Quote(state.Node)}",
                "is beside the network's input, but no recurrent node starts from it, and no output is a next state made of it by products and at most one activation"));
        }

        return found;
    }

    private static RecurrentRow? Cell(Row row, StateRow state)
    {
        ActivationFunction activation = Activation.Identity;
        Row inside = row;
        if (row is ActivationRow { Source: [{ Row: Row source }, ..] } phi)
        {
            if (!phi.Activation.Kind.IsElementwise() || !Linear.IsWhole(phi.Source, source))
            {
                return null;
            }

            (activation, inside) = (phi.Activation, source);
        }

        if (Linear.Of(inside) is not Linear linear)
        {
            return null;
        }

        int[] fromState = [.. Enumerable.Range(0, linear.Source.Length).Where(i => linear.Source[i].Row == state)];
        int[] fromInput = [.. Enumerable.Range(0, linear.Source.Length).Where(i => linear.Source[i].Row != state)];
        if (fromState.Length == 0 || fromInput.Length == 0 || linear.Source.Any(element => element.View != StepView.Every || (element.Row is StateRow && element.Row != state)))
        {
            return null;
        }

        float[] input = new float[linear.Outputs * fromInput.Length];
        float[] hidden = new float[linear.Outputs * state.Size];
        for (int i = 0; i < linear.Outputs; i++)
        {
            for (int column = 0; column < fromInput.Length; column++)
            {
                input[(i * fromInput.Length) + column] = linear.Weight[(i * linear.Source.Length) + fromInput[column]];
            }

            foreach (int column in fromState)
            {
                hidden[(i * state.Size) + linear.Source[column].Index] += linear.Weight[(i * linear.Source.Length) + column];
            }
        }

        RecurrentPassWeights weights = new(input, hidden) { BiasInput = linear.Bias, BiasHidden = linear.Bias is null ? null : new float[linear.Outputs] };
        RecurrentCell cell = new("RNN", fromInput.Length, state.Size, Direction.Forward, [weights])
        {
            Activation = activation,
            Bias = linear.Bias is null ? BiasForm.None : BiasForm.Separate,
        };
        return new RecurrentRow([.. fromInput.Select(i => linear.Source[i])], cell, row.Node) { StateNames = [state.Node] };
    }
}
