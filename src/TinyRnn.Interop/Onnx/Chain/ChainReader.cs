using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Follows the rows from the graph's output back to its input. A TinyRnn network is a chain of layers; what does not lie on one line, other
/// than in the ways that a layer knows, is an error.
/// </summary>
internal sealed class ChainReader(GraphReading reading, NetworkBuilder builder, OnnxMetadata metadata)
{
    private readonly Stack<Action> _layers = [];
    private readonly Dictionary<(Row, Row), RecurrentRow> _merged = [];

    /// <summary>The rows on the chain.</summary>
    public HashSet<Row> Visited { get; } = [];

    /// <summary>Adds the layers up to the output.</summary>
    /// <exception cref="ImportException">The output is not that of a chain of layers.</exception>
    public void Read(Element[] output, string name)
    {
        Row? next = Output(output, name);
        while (next is not null)
        {
            Visited.Add(next);
            next = Read(next);
        }

        while (_layers.TryPop(out Action? add))
        {
            add();
        }
    }

    private Row Output(Element[] elements, string name)
    {
        if (elements is [{ Row: SumRow sum }, ..] && Linear.IsWhole([.. elements.Select(element => element with { View = StepView.Every })], sum) && Skip(sum, elements[0].View) is Element[] rest)
        {
            elements = rest;
        }

        if (metadata.HasOutputScaling && elements is [{ Row: AffineRow { Form: AffineForm.Plus } plus }, ..] && plus.Source is [{ Row: AffineRow { Form: AffineForm.Times } times }, ..]
            && times.Numbers.All(value => value > 0f))
        {
            builder.OutputScaling = new Scaling(plus.Numbers, times.Numbers);
            StepView view = elements[0].View;
            elements = view == StepView.Every ? times.Source : [.. times.Source.Select(element => element with { View = view })];
        }

        if (elements.Length == 0)
        {
            throw reading.Source.Error($"output {ImportSource.Quote(name)}", "has no values");
        }

        ChainSource source = Resolve(elements, name);
        AddSelection(source, elements.Length, name);
        return source.Row;
    }

    // The sum of a result and values of the input, at the end: the skip connection of the format.
    private Element[]? Skip(SumRow sum, StepView view)
    {
        foreach ((Element[] through, Element[] added) in new[] { (sum.Left, sum.Right), (sum.Right, sum.Left) })
        {
            (Element[] around, float factor) = added is [{ Row: AffineRow { Form: AffineForm.Times } times }, ..] && Linear.IsWhole([.. added.Select(element => element with { View = StepView.Every })], times)
                && times.Numbers.All(number => number == times.Numbers[0] && number != 0f && float.IsFinite(number))
                ? (times.Source, times.Numbers[0])
                : (added, 1f);
            if (around.All(element => element is { Row: InputRow { IsTokens: false }, View: StepView.Every or StepView.Last }) && !through.All(element => element.Row is InputRow))
            {
                Visited.Add(sum);
                builder.Skip = [.. around.Select(element => element.Index)];
                builder.SkipFactor = factor;
                return view == StepView.Every ? through : [.. through.Select(element => element with { View = view })];
            }
        }

        return null;
    }

    private Row? Read(Row row)
    {
        switch (row)
        {
            case InputRow input:
                if (input.IsTokens && builder.Options.Vocabulary is null)
                {
                    throw reading.Source.Error($"the graph reads one of {input.Size} characters, which the file does not list; give them in the order of their tokens as {builder.Options.Call("vocabulary")}");
                }

                return null;
            case EmbeddingRow embedding:
                _layers.Push(() =>
                {
                    string name = NameOf(embedding, "embedding");
                    builder.Add(new EmbeddingLayer(name, embedding.Tokens, embedding.Size), [new Tensor(name + ".weight", [embedding.Tokens, embedding.Size], embedding.Table)], [embedding.Node]);
                });
                return null;
            case AffineRow affine when IsInputScaling(affine) is Scaling scaling:
                builder.InputScaling = scaling;
                return null;
            case RecurrentRow recurrent:
                ChainSource source = Resolve(recurrent.Source, recurrent.Node);
                _layers.Push(() => AddRecurrent(recurrent, source));
                AddPooling(source, recurrent.Node);
                return source.Row;
            case DenseRow or SumRow:
                Linear linear = Linear.Of(row) ?? throw Unjoined(row, "adds results that are not linear in one row");
                return Delayed(linear, row) ?? Dense(linear, row);
            case AffineRow { Source: [{ Row: DenseRow or SumRow }, ..] } affine when Linear.Of(affine) is Linear inner && Delayed(inner, affine) is Row before:
                return before;
            case AffineRow affine:
                ChainSource scaled = Resolve(affine.Source, affine.Node);
                _layers.Push(() => builder.AddAffine(affine.Scale, affine.Shift, [affine.Node]));
                AddSelection(scaled, affine.Source.Length, affine.Node);
                return scaled.Row;
            case ActivationRow activation:
                ChainSource read = Resolve(activation.Source, activation.Node);
                _layers.Push(() => builder.AddActivation(activation.Activation, [activation.Node], activation.Size));
                AddSelection(read, activation.Size, activation.Node);
                return read.Row;
            case ProductRow product:
                throw Unjoined(product, "multiplies two results of the network, which no layer of TinyRnn does");
            case CellRow cell:
                throw Unjoined(cell, "gives its final cell state to other nodes, which a layer of TinyRnn does not show");
            default:
                throw Unjoined(row, "is read as a value, but it is a state, a token, the length of a sequence or the number of a step");
        }
    }

    // Of one step alone, only the states that are inputs of the graph go on to the next.
    private void AddRecurrent(RecurrentRow recurrent, ChainSource source)
    {
        RecurrentCell cell = recurrent.Cell;
        string name = NameOf(recurrent, cell.Kind);
        if (reading.Inputs.HasTime || recurrent.StateNames.Count > 0)
        {
            if (!reading.Inputs.HasTime && cell.Kind == "LSTM" && recurrent.StateNames.Count == 1)
            {
                throw Unjoined(recurrent, $"goes on from {ImportSource.Quote(recurrent.StateNames[0])} and from no other state; both states of an LSTM or none were expected as inputs of the graph");
            }

            new RecurrentLayerMaker(builder, metadata).Add(cell, source, name, recurrent.Node);
            return;
        }

        new StatelessLayers(builder, cell, reason => Unjoined(recurrent, reason)).Add(source, name, recurrent.Node);
        builder.Note($"node {ImportSource.Quote(recurrent.Node)} reads sequences of one step and its state is no input of the graph: it is read as it is, so that it starts anew at each step and remembers none; where the rows of the batch were meant to be the steps, export again with the axes turned (PyTorch's 'batch_first'), or with an open number of steps");
    }

    private Row Dense(Linear linear, Row row)
    {
        ChainSource source = Resolve(linear.Source, row.Node);
        _layers.Push(() =>
        {
            string name = NameOf(row, "dense");
            List<Tensor> tensors = [new Tensor(name + ".weight", [linear.Outputs, source.Size], source.Fold(linear.Weight, linear.Outputs))];
            if (linear.Bias is float[] bias)
            {
                tensors.Add(new Tensor(name + ".bias", [linear.Outputs], bias));
            }

            builder.Add(new DenseLayer(name, source.Size, linear.Outputs, bias: linear.Bias is not null), tensors, [row.Node]);
        });
        AddPooling(source, row.Node);
        return source.Row;
    }

    // Reads the values of a step and the hidden state before it: the cell of PyTorch's tutorial.
    private Row? Delayed(Linear linear, Row row)
    {
        bool IsState(Element element) => element.View == StepView.Previous || element.Row is StateRow;
        Element? state = linear.Source.Where(IsState).Select(element => (Element?)element).FirstOrDefault();
        if (state is null)
        {
            return null;
        }

        RecurrentRow cell = state.Value.Row switch
        {
            RecurrentRow direct => direct,
            StateRow given => reading.FindCell(given.Node) ?? throw Unjoined(row, $"reads the state {ImportSource.Quote(given.Node)}, which no recurrent node goes on from"),
            _ => throw Unjoined(row, "reads the step before"),
        };
        Element[] inputs = [.. linear.Source.Where(element => !IsState(element))];
        if (inputs.Length == 0 || cell.Cell is not { Kind: "RNN", Activation.Kind: Activation.Identity, Clip: null, Direction: Direction.Forward, HasInitialState: false }
            || linear.Source.Where(IsState).Any(element => element.Row != state.Value.Row))
        {
            throw Unjoined(row, "reads the state before a step; only beside the step's input and with a linear recurrence is there such a layer");
        }

        ChainSource own = Resolve(inputs, row.Node);
        ChainSource recurrent = Resolve(cell.Source, cell.Node);
        if (own.Row != recurrent.Row || own.Pooling is not null || recurrent.Pooling is not null)
        {
            throw Unjoined(row, "reads another input than the recurrence whose state it reads");
        }

        int size = own.Size;
        int hidden = cell.Cell.Hidden;
        int at = 0;
        ChainSource both = own with
        {
            Row = new StateRow(size + hidden, row.Node),
            Selection = [.. linear.Source.Select(element => IsState(element) ? size + element.Index : own.Selection is int[] selection ? selection[at++] : at++)],
        };
        ChainSource input = recurrent with { Row = new StateRow(size + hidden, row.Node), Selection = [.. recurrent.Selection ?? Enumerable.Range(0, size), .. Enumerable.Range(size, hidden)] };
        Visited.Add(cell);
        _layers.Push(() => new RecurrentLayerMaker(builder, metadata).AddConcat(cell, input, both, linear, size, NameOf(row, "rnn"), row.Node));
        return own.Row;
    }

    private static Scaling? IsInputScaling(AffineRow over) =>
        over is { Form: AffineForm.Over, Source: [{ Row: AffineRow { Form: AffineForm.Minus, Source: [{ Row: InputRow { IsTokens: false } input }, ..] } minus }, ..] }
        && Linear.IsWhole(over.Source, minus) && Linear.IsWhole(minus.Source, input) && over.Numbers.All(value => value > 0f && float.IsFinite(value)) && minus.Numbers.All(float.IsFinite)
            ? new Scaling(minus.Numbers, over.Numbers)
            : null;

    /// <summary>Finds the one row that the elements come from.</summary>
    private ChainSource Resolve(Element[] elements, string node)
    {
        elements = Array.ConvertAll(elements, element => element.Row?.ReplacedBy is Row other ? element with { Row = other } : element);
        Row[] rows = [.. elements.Select(element => element.Row ?? throw Unjoined(node, "joins stored numbers with values of the network")).Distinct().Take(3)];
        if (rows.Length == 2 && Merge(rows[0], rows[1]) is RecurrentRow merged)
        {
            elements = Array.ConvertAll(elements, element => element with
            {
                Row = merged,
                Index = element.Index + (element.Row is RecurrentRow { Cell.Direction: Direction.Reverse } ? merged.Cell.Output : 0),
            });
            rows = [merged];
        }

        if (rows.Length != 1)
        {
            throw Unjoined(node, $"joins results of {string.Join(", ", rows.Select(row => ImportSource.Quote(row.Node)))} side by side; a chain of layers was expected");
        }

        Row row = rows[0];
        StepView[] views = [.. elements.Select(element => element.View).Distinct()];
        PoolingMode? mode = views switch
        {
            [StepView.Every] or [StepView.Last] => null,
            [StepView.Mean] => PoolingMode.Mean,
            [StepView.Max] => PoolingMode.Max,
            _ when views.All(view => view is StepView.Last or StepView.First) => PoolingMode.Final,
            _ => throw Unjoined(node, $"joins results of {ImportSource.Quote(row.Node)} from different steps"),
        };
        int half = row.Size / 2;
        bool isDoubled = mode == PoolingMode.Final && (row.Size % 2 != 0 || elements.Any(element => element.Index < half != (element.View == StepView.Last)));
        int[] selection = [.. elements.Select(element => element.Index + (isDoubled && element.View == StepView.First ? row.Size : 0))];
        int size = isDoubled ? 2 * row.Size : row.Size;
        bool isWhole = selection.Length == size && selection.Select((index, i) => index == i).All(fits => fits);
        return new ChainSource(row, mode, isDoubled, isWhole ? null : selection);
    }

    private RecurrentRow? Merge(Row a, Row b)
    {
        if (a is not RecurrentRow first || b is not RecurrentRow second || first.Cell.Direction == Direction.Bidirectional || first.Cell.Direction == second.Cell.Direction)
        {
            return null;
        }

        (RecurrentRow forward, RecurrentRow reverse) = first.Cell.Direction == Direction.Forward ? (first, second) : (second, first);
        if (reverse.Cell.Direction != Direction.Reverse || !forward.Source.SequenceEqual(reverse.Source)
            || forward.Cell with { Direction = reverse.Cell.Direction, Passes = reverse.Cell.Passes } != reverse.Cell)
        {
            return null;
        }

        if (!_merged.TryGetValue((forward, reverse), out RecurrentRow? merged))
        {
            RecurrentCell cell = forward.Cell with { Direction = Direction.Bidirectional, Passes = [forward.Cell.Passes[0], reverse.Cell.Passes[0]] };
            merged = new RecurrentRow(forward.Source, cell, forward.Node) { HasLengths = forward.HasLengths, StateNames = [.. forward.StateNames, .. reverse.StateNames] };
            _merged.Add((forward, reverse), merged);
            Visited.Add(forward);
            Visited.Add(reverse);
        }

        return merged;
    }

    // Where no weights behind can take the choice of values up, a matrix of zeros and ones makes it.
    private void AddSelection(ChainSource source, int count, string node)
    {
        if (source.Selection is not null)
        {
            _layers.Push(() =>
            {
                string name = builder.NameLayer("select");
                float[] ones = new float[checked(count * count)];
                for (int i = 0; i < count; i++)
                {
                    ones[(i * count) + i] = 1f;
                }

                builder.Add(new DenseLayer(name, source.Size, count, bias: false), [new Tensor(name + ".weight", [count, source.Size], source.Fold(ones, count))], [node]);
            });
        }

        AddPooling(source, node);
    }

    private void AddPooling(ChainSource source, string node)
    {
        if (source.Pooling is PoolingMode mode)
        {
            _layers.Push(() => builder.Add(new PoolingLayer(builder.NameLayer(metadata.NameOf(builder.Layers.Count) ?? "pooling"), source.Size, mode), [], [node]));
        }

        if (source.IsDoubled)
        {
            _layers.Push(() =>
            {
                int size = source.Row.Size;
                string name = builder.NameLayer("both_ends");
                float[] ones = new float[checked(2 * size * size)];
                for (int i = 0; i < 2 * size; i++)
                {
                    ones[(i * size) + (i % size)] = 1f;
                }

                builder.Add(new DenseLayer(name, size, 2 * size, bias: false), [new Tensor(name + ".weight", [2 * size, size], ones)], [node]);
            });
        }
    }

    // Exporters name a node by the path of its module: /encoder/rnn/GRU is the module rnn.
    private string NameOf(Row row, string kind)
    {
        string[] path = row.Node.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string suggestion = path.Length > 1 ? path[^2] : path.Length == 1 ? path[0] : "";
        return builder.NameLayer(metadata.NameOf(builder.Layers.Count) ?? (suggestion.Any(char.IsAsciiLetter) ? suggestion : kind.ToLowerInvariant()));
    }

    private ImportException Unjoined(Row row, string reason) => Unjoined(row.Node, reason);

    private ImportException Unjoined(string node, string reason) => reading.Source.Error($"node {ImportSource.Quote(node)}", reason);
}
