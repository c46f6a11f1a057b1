using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>RNN, GRU and LSTM.</summary>
internal static class RecurrentOperators
{
    // ONNX's gates in TinyRnn's order: z, r, h become r, z, n; i, o, f, c become i, f, g, o; the peepholes i, o, f become i, f, o. Coupled gates
    // have no f.
    private static readonly int[] GruGates = [1, 0, 2];
    private static readonly int[] LstmGates = [0, 2, 3, 1];
    private static readonly int[] PeepholeGates = [0, 2, 1];
    private static readonly int[] CoupledGates = [0, 3, 1];
    private static readonly int[] CoupledPeepholes = [0, 1];

    public static Value?[] Read(NodeContext node)
    {
        Signal input = node.Signal(0);
        bool isBatchFirst = node.Integer("layout", 0) switch
        {
            0 => false,
            1 => true,
            long other => throw node.Error($"has the layout {other}; 0 or 1 was expected"),
        };
        if (input.Rank != 3)
        {
            throw node.Error($"reads {input.Rank} axes; time, batch and values were expected");
        }

        Axis time = input.Axes[isBatchFirst ? 1 : 0];
        Axis batch = input.Axes[isBatchFirst ? 0 : 1];
        if (!(time.Along == Along.Time || (time.IsOne && !node.Reading.Layout.HasTime)) || !(batch.Along == Along.Batch || batch.IsOne))
        {
            throw node.Misread($"reads the axes {SignalForms.Describe(input)}; {(isBatchFirst ? "batch, time" : "time, batch")} and values were expected");
        }

        Element[] source = node.Row(input with { IsReversed = false });
        if (source.Any(element => element.Row is null or TokenRow or LengthRow))
        {
            throw node.Error("reads tokens, lengths or stored numbers; values that the network computes were expected");
        }

        bool hasLengths = ReadLengths(node, 4);
        (RecurrentCell cell, Element[] firstHidden, Element[] firstCell) = ReadCell(node, source.Length, isBatchFirst);
        if (input.IsReversed)
        {
            cell =
                cell with
                {
                    Direction = cell.Direction switch
                    {
                        Direction.Forward => Direction.Reverse,
                        Direction.Reverse => Direction.Forward,
                        _ => throw node.Error("is bidirectional and reads steps in reverse order; steps in the order of the input were expected")
                    }
                };
        }

        RecurrentRow row = new(source, cell, node.Label)
        {
            HasLengths = hasLengths,
            StateNames = [.. new[] { firstHidden, firstCell }.Where(first => first.Length > 0).Select(first => first[0].Row!.Node)],
            FirstHidden = firstHidden,
            FirstCell = firstCell,
        };
        node.Reading.HasLengths |= hasLengths;
        node.Reading.Add(row);
        node.Spend(row.Size * 32L);

        Axis directions = new(Along.Features, cell.Directions.Count);
        Axis units = new(Along.Features, cell.Hidden);
        Axis[] final = isBatchFirst ? [batch, directions, units] : [directions, batch, units];
        return
        [
            new Signal(
                isBatchFirst ? [batch, time, directions, units] : [time, directions, batch, units], Signal.ElementsOf(row)) { IsReversed = input.IsReversed },
            new Signal(final, Final(row)),
            node.Node.Operator == "LSTM" ? new Signal(final, Final(new CellRow(row))) : null,
        ];

        // The reverse direction ends at the first step.
        Element[] Final(Row whole) => [.. Enumerable.Range(0, whole.Size).Select(i => new Element(
            whole,
            time.IsOne ? StepView.Every : cell.Direction == Direction.Reverse || i >= cell.Hidden ? StepView.First : StepView.Last,
            i))];
    }

    /// <summary>Whether an input gives each sequence its own length; fails if all sequences are cut to one length.</summary>
    public static bool ReadLengths(NodeContext node, int input)
    {
        switch (node.Find(input))
        {
            case null:
                return false;
            case Constant { Integers: Extent[] lengths } when lengths.All(length => length == node.Reading.Layout.Time):
                return false;
            case Signal signal when signal.Elements.All(element => element.Row is null):
                return signal.Elements.All(element => node.Reading.Layout.Time == new Extent((long)element.Value))
                    ? false
                    : throw node.Error("cuts all sequences to a fixed length (sequence_lens)");
            case Signal signal when signal.Elements.All(element => element.Row is LengthRow):
                return true;
            default:
                throw node.Error("has lengths (sequence_lens) that are neither those of the whole sequence nor an input of the graph");
        }
    }

    private static (RecurrentCell Cell, Element[] FirstHidden, Element[] FirstCell) ReadCell(NodeContext node, int inputs, bool isBatchFirst)
    {
        string kind = node.Node.Operator;
        Direction direction = node.Text("direction", "forward") switch
        {
            "forward" => Direction.Forward,
            "reverse" => Direction.Reverse,
            "bidirectional" => Direction.Bidirectional,
            string other => throw node.Error($"has the direction {ImportSource.Quote(other)}; forward, reverse or bidirectional was expected"),
        };
        int directions = direction == Direction.Bidirectional ? 2 : 1;
        int gates = kind switch
        {
            "GRU" => 3,
            "LSTM" => 4,
            _ => 1,
        };
        float[] weight = node.Floats(1, "weights W");
        float[] recurrent = node.Floats(2, "weights R");
        if (node.Constant(2, "weights R").Dims is not [int stored, int rows, int hidden] || stored != directions || hidden is < 1 or > 32768
            || rows != gates * hidden)
        {
            throw node.Error(
                $"has R of the sizes [{string.Join(", ", node.Constant(2, "weights R").Dims.Select(number => $"{number}"))}]; [{directions}, {gates} * hidden, "
                    + "hidden] was expected");
        }

        if (!node.Constant(1, "weights W").Dims.SequenceEqual([directions, rows, inputs]))
        {
            throw node.Error(
                $"has W of the sizes [{string.Join(", ", node.Constant(1, "weights W").Dims.Select(number => $"{number}"))}]; [{directions}, {rows}, {inputs}] "
                    + $"was expected, since it reads {inputs} values a step");
        }

        if (node.Integer("hidden_size", hidden) != hidden)
        {
            throw node.Error($"has the hidden_size {node.Integer("hidden_size", hidden)}, but R is made for {hidden}");
        }

        float? clip = node.Attribute("clip")?.Float is float limit and not 0f ? limit : null;
        if (clip is not (null or (> 0f and <= float.MaxValue)))
        {
            throw node.Error(FormattableString.Invariant($"has clip {clip}; a finite number above 0 was expected"));
        }

        float[]? bias = ReadArray(node, 3, "biases B", directions, 2 * rows);
        float[]? peephole = kind == "LSTM" ? ReadArray(node, 7, "peepholes P", directions, 3 * hidden) : null;
        (float[]? initialHidden, Element[] state) = ReadState(node, 5, directions, hidden, isBatchFirst);
        (float[]? initialCell, Element[] cellState) = kind == "LSTM" ? ReadState(node, 6, directions, hidden, isBatchFirst) : (null, []);
        bool hasInitialState = initialHidden is not null || initialCell is not null;
        if (hasInitialState && state.Length + cellState.Length > 0)
        {
            throw node.Error("starts partly from a stored state and partly from the caller's; one of them was expected");
        }

        bool isCoupled = kind == "LSTM" && node.Integer("input_forget", 0) != 0;
        int[] order = kind switch
        {
            "GRU" => GruGates,
            "LSTM" => isCoupled ? CoupledGates : LstmGates,
            _ => [0],
        };
        float[] Gates(float[] values, int start, int gateSize, int[] gateOrder)
        {
            float[] ordered = new float[gateOrder.Length * gateSize];
            for (int gate = 0; gate < gateOrder.Length; gate++)
            {
                values.AsSpan(start + (gateOrder[gate] * gateSize), gateSize).CopyTo(ordered.AsSpan(gate * gateSize));
            }

            return ordered;
        }

        DirectionWeights[] weights = new DirectionWeights[directions];
        for (int i = 0; i < directions; i++)
        {
            weights[i] = new DirectionWeights(
                Gates(weight, i * rows * inputs, hidden * inputs, order),
                Gates(recurrent, i * rows * hidden, hidden * hidden, order))
            {
                BiasInput = bias is null ? null : Gates(bias, i * 2 * rows, hidden, order),
                BiasHidden = bias is null ? null : Gates(bias, ((i * 2) + 1) * rows, hidden, order),
                Peephole = peephole is null ? null : Gates(peephole, i * 3 * hidden, hidden, isCoupled ? CoupledPeepholes : PeepholeGates),
                InitialHidden = hasInitialState ? Part(initialHidden, i) : null,
                InitialCell = hasInitialState && kind == "LSTM" ? Part(initialCell, i) : null,
            };
        }

        ActivationFunction[] functions = RecurrentActivations.Read(node, directions);
        return (new RecurrentCell(kind, inputs, hidden, direction, weights)
        {
            Activation = functions[Math.Min(1, functions.Length - 1)],
            GateActivation = functions[0],
            CellActivation = functions[^1],
            Clip = clip,
            HasCoupledGates = isCoupled,
            Reset = node.Integer("linear_before_reset", 0) != 0 ? GruReset.After : GruReset.Before,
            Bias = bias is null ? BiasForm.None : BiasForm.Separate,
            HasPeepholes = peephole is not null,
            HasInitialState = hasInitialState,
        }, state, cellState);

        float[] Part(float[]? values, int direction) => values is null ? new float[hidden] : values[(direction * hidden)..((direction + 1) * hidden)];
    }

    private static float[]? ReadArray(NodeContext node, int input, string what, int directions, int size)
    {
        if (node.Find(input) is null)
        {
            return null;
        }

        float[] values = node.Floats(input, what);
        return node.Constant(input, what).Dims.SequenceEqual([directions, size])
            ? values
            : throw node.Error(
                $"has {what} of the sizes [{string.Join(", ", node.Constant(input, what).Dims.Select(number => $"{number}"))}]; [{directions}, {size}] "
                    + "was expected");
    }

    /// <summary>A stored state, direction by direction, or the caller's state; neither if it is zero.</summary>
    private static (float[]? Stored, Element[] Caller) ReadState(NodeContext node, int input, int directions, int hidden, bool isBatchFirst)
    {
        string what = input == 5 ? "initial_h" : "initial_c";
        int[] positions = isBatchFirst ? [1, 0] : [0, 1];
        switch (node.Find(input))
        {
            case null:
                return (null, []);
            case Constant { Floats: float[] values, Dims: [int first, int second, int units] dims } when dims[positions[0]] == directions && units == hidden
                && dims[positions[1]] > 0:
                int batch = isBatchFirst ? first : second;
                float[] stored = new float[directions * hidden];
                for (int direction = 0; direction < directions; direction++)
                {
                    for (int b = 0; b < batch; b++)
                    {
                        ReadOnlySpan<float> row = values.AsSpan((isBatchFirst ? (b * directions) + direction : (direction * batch) + b) * hidden, hidden);
                        Span<float> target = stored.AsSpan(direction * hidden, hidden);
                        if (b == 0)
                        {
                            row.CopyTo(target);
                        }
                        else if (!row.SequenceEqual(target))
                        {
                            throw node.Error($"has an {what} that differs between the sequences of a batch; one for all was expected");
                        }
                    }
                }

                return (stored.All(value => value == 0f) ? null : stored, []);
            case Signal signal when signal.Elements.Length == directions * hidden && signal.Rank == 3 && signal.Axes[2] == new Axis(Along.Features, hidden)
                && signal.Axes[positions[0]] == new Axis(Along.Features, directions):
                float[] numbers = Array.ConvertAll(signal.Elements, element => element.Value);
                return signal.Elements.All(element => element.Row is null) ? (numbers.All(value => value == 0f) ? null : numbers, [])
                    : signal.Elements.All(element => element.Row is StateRow && element.Row == signal.Elements[0].Row) ? (null, signal.Elements)
                    : throw node.Error($"has an {what} that the network computes; zero, a stored state or an input of the graph was expected");
            default:
                throw node.Error($"has an {what} that is not [{(isBatchFirst ? $"batch, {directions}" : $"{directions}, batch")}, {hidden}]");
        }
    }
}
