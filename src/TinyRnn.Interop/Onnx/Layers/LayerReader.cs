using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>Follows the rows from the graph's output back to its input, and makes a layer from each, or from several together.</summary>
internal sealed class LayerReader
{
    private readonly GraphReading _reading;
    private readonly NetworkBuilder _builder;
    private readonly OnnxMetadata _metadata;
    private readonly RowGraph _rows;
    private readonly LayerInputs _inputs;

    // Rows with one value for each sequence, not for each step.
    private readonly HashSet<Row> _once = [];
    private bool _isChain;

    /// <summary>Prepares the layers of an output.</summary>
    public LayerReader(GraphReading reading, NetworkBuilder builder, OnnxMetadata metadata, Element[] output)
    {
        (_reading, _builder, _metadata) = (reading, builder, metadata);
        _rows = new RowGraph(output);
        _inputs = new LayerInputs(reading, _rows, builder, () => NameFromFile());
    }

    /// <summary>Adds the layers up to the output.</summary>
    /// <param name="name">The output's name.</param>
    /// <exception cref="ImportException">No layer can compute a row.</exception>
    public void Read(string name)
    {
        List<RowPlan> plans = Ordered();
        Row[][] read = [.. plans.Select(plan => RowsOf(plan.Inputs))];
        _isChain = read.All(rows => rows.Length <= 1) && read.SelectMany(rows => rows).GroupBy(row => row).All(readers => readers.Count() == 1);
        CheckRates(_rows.Output, name);
        foreach (RowPlan plan in plans)
        {
            _inputs.Add(plan.Row, plan.Add());
        }

        _inputs.One(_rows.Output, name);
    }

    // Sorts rows so that each comes after those that it reads, without recursion.
    private List<RowPlan> Ordered()
    {
        List<RowPlan> ordered = [];
        Dictionary<Row, RowPlan?> plans = [];
        HashSet<Row> isDone = [];
        Stack<Row> open = new(RowsOf([_rows.Output]).Reverse());
        while (open.TryPeek(out Row? row))
        {
            if (isDone.Contains(row))
            {
                open.Pop();
            }
            else if (!plans.TryGetValue(row, out RowPlan? plan))
            {
                plan = Plan(row);
                plans.Add(row, plan);
                foreach (Row input in plan is null ? [] : RowsOf(plan.Inputs).Reverse())
                {
                    open.Push(input);
                }
            }
            else
            {
                open.Pop();
                isDone.Add(row);
                if (plan is not null)
                {
                    CheckRates([.. plan.Inputs.SelectMany(_rows.Current)], row.Node, row);
                    ordered.Add(plan);
                }
            }
        }

        return ordered;
    }

    private Row[] RowsOf(IEnumerable<Element[]> inputs) => [.. inputs.SelectMany(_rows.Current).Select(element => element.Row).OfType<Row>().Distinct()];

    // After choosing or pooling steps there is one value for the whole sequence.
    private void CheckRates(Element[] elements, string node, Row? row = null)
    {
        bool[] isOnce = [.. elements.Where(element => element.Row is not null)
            .Select(element => element.View is not (StepView.Every or StepView.Previous) || _once.Contains(element.Row!)).Distinct()];
        if (isOnce.Length > 1)
        {
            throw Unjoined(node, "joins values of each step with values of the whole sequence, which no TinyRnn layer can do");
        }

        if (row is not null && isOnce is [true])
        {
            _once.Add(row);
        }
    }

    private RowPlan? Plan(Row row)
    {
        switch (row)
        {
            case InputRow input:
                if (input.IsTokens && !_builder.Options.TellsTokens)
                {
                    throw _reading.Source.Error(
                        $"the graph reads one of {input.Size} tokens in each step, but the file does not say what they mean; {_builder.Options.TokenAdvice}");
                }

                _inputs.Add(input, Graph.InputName);
                return null;
            case EmbeddingRow embedding:
                return new RowPlan(row, [], () =>
                {
                    string name = NameOf(row, "embedding");
                    return Add(
                        new EmbeddingLayer(name, embedding.Tokens, embedding.Size) { Inputs = [Graph.InputName] }, row.Node,
                        new Tensor(name + ".weight", [embedding.Tokens, embedding.Size], embedding.Table));
                });
            case AffineRow { IsScalingOfInput: true } scaling when scaling.Source[0].Row is AffineRow minus && _rows.IsInner(minus)
                && _rows.IsInner(minus.Source[0].Row!):
                return new RowPlan(row, [], () =>
                {
                    _builder.InputScaling = new Scaling(minus.Numbers, scaling.Numbers);
                    return Graph.InputName;
                });
            case DelayedRow delayed:
                return Earlier(delayed);
            case RecurrentRow recurrent:
                return new RowPlan(row, [recurrent.Source], () => AddRecurrent(recurrent));
            case ActivationRow activation when activation.Activation.Kind.IsElementwise()
                && Convolved.Before(_rows.Current(activation.Source), _rows.IsInner) is Convolved convolved:
                return Convolution(convolved, row, activation);
            case ConvolutionRow or AffineRow when Convolved.Of(row, _rows.IsInner) is Convolved convolved:
                return Convolution(convolved, row, null);
            case WindowPooledRow pooled:
                return InOrder(pooled.Source, (name, _) => new WindowPoolingLayer(name, pooled.Window, pooled.Mode), Words.Of(pooled.Mode), row);
            case ActivationRow activation when LinearBefore(activation) is (Linear linear, Row before):
                return Delayed(linear, before, activation) ?? Dense(linear, before, activation);
            case DenseRow or SumRow or AffineRow when Linear.Of(row, _rows.IsInner) is Linear linear:
                return Delayed(linear, row, null) ?? Dense(linear, row, null);
            case ActivationRow activation when !activation.Activation.Kind.IsElementwise():
                return InOrder(activation.Source, (name, size) => new ActivationLayer(name, size, activation.Activation), "activation", row);
            case ActivationRow activation:
                return Elementwise(activation.Source, (name, size) => new ActivationLayer(name, size, activation.Activation), "activation", row);
            case FunctionRow { Function: Function.Sqrt } root when SquaresBefore(root) is (Element[] first, Element[] second):
                return Combined(CombineOperation.Magnitude, first, second, row);
            case FunctionRow function:
                return Elementwise(
                    function.Source,
                    (name, size) => new FunctionLayer(name, size, function.Function, function.Low, function.High, function.Exponent),
                    Words.Of(function.Function),
                    row);
            case PreluRow prelu:
                return Elementwise(
                    prelu.Source, (name, size) => new PreluLayer(name, size), "prelu", row,
                    (name, places) => [new Tensor(name + ".weight", [row.Size], LayerInputs.Placed(prelu.Slopes, places))]);
            case ReducedRow reduced:
                return InOrder(reduced.Source, (name, size) => new ReduceLayer(name, size, reduced.Mode, reduced.Groups), Words.Of(reduced.Mode), row);
            case NormalizedRow normalized:
                return Normalized(normalized);
            case AffineRow affine:
                return Scaled(affine);
            case SumRow sum:
                return Combined(CombineOperation.Add, sum.Left, sum.Right, row);
            case ProductRow product when product.Left.SequenceEqual(product.Right):
                return Elementwise(product.Left, (name, size) => new FunctionLayer(name, size, Function.Square), "square", row);
            case ProductRow product:
                return Combined(CombineOperation.Multiply, product.Left, product.Right, row);
            case CombinedRow combined:
                return Combined(combined.Operation, combined.Left, combined.Right, row);
            case CellRow:
                throw Unjoined(row, "passes its final cell state to other nodes, which a TinyRnn layer cannot do");
            default:
                throw Unjoined(row, "is read as a value, but it is a state, a token, the length of a sequence or the number of a step");
        }
    }

    // An activation becomes part of the layer with a matrix before it, if it is that layer's only reader.
    private (Linear Linear, Row Row)? LinearBefore(ActivationRow activation)
    {
        Element[] source = [.. activation.Source.Select(element => element.View == StepView.Last ? element with { View = StepView.Every } : element)];
        return source is [{ Row: { ReplacedBy: null } before }, ..] && (before is DenseRow or SumRow or AffineRow) && Linear.IsWhole(source, before)
            && _rows.IsInner(before)
            && Linear.Of(before, _rows.IsInner) is Linear linear ? (linear, before) : null;
    }

    // sqrt(a^2 + b^2), if nothing else reads the sum and the squares.
    private (Element[] First, Element[] Second)? SquaresBefore(FunctionRow root)
    {
        return root.Source is [{ Row: SumRow { ReplacedBy: null } sum }, ..] && Linear.IsWhole(root.Source, sum) && _rows.IsInner(sum)
            && SquareOf(sum.Left) is Element[] first && SquareOf(sum.Right) is Element[] second && first.Length == second.Length ? (first, second) : null;

        Element[]? SquareOf(Element[] elements) =>
            elements is [{ Row: { ReplacedBy: null } square }, ..] && Linear.IsWhole(elements, square) && _rows.IsInner(square)
            ? square switch
            {
                FunctionRow { Function: Function.Square } function => function.Source,
                ProductRow product when product.Left.SequenceEqual(product.Right) => product.Left,
                _ => null,
            }
            : null;
    }

    private string Add(Layer layer, string node, params Tensor[] tensors)
    {
        _builder.Add(layer, tensors, [node]);
        return layer.Name;
    }

    private RowPlan InOrder(
        Element[] source, Func<string, int, Layer> make, string kind, Row row, Func<string, Tensor[]>? tensors = null) => new(row, [source], () =>
    {
        IReadOnlyList<string> names = _inputs.Exactly(source, row.Node);
        string name = NameOf(row, kind);
        return Add(make(name, source.Length).WithInputs(names), row.Node, tensors?.Invoke(name) ?? []);
    });

    // Each value is computed from a single one, so the values may stay in the order that they have.
    private RowPlan Elementwise(
        Element[] source, Func<string, int, Layer> make, string kind, Row row, Func<string, int[]?, Tensor[]>? tensors = null) => new(row, [source], () =>
    {
        (IReadOnlyList<string> names, int[]? places) = _inputs.InAnyOrder(source, row.Node);
        string name = NameOf(row, kind);
        _inputs.Place(row, places);
        return Add(make(name, source.Length).WithInputs(names), row.Node, tensors?.Invoke(name, places) ?? []);
    });

    // Every lag of every value; lags that nobody reads are removed afterwards.
    private RowPlan Earlier(DelayedRow row) => new(row, [row.Source], () =>
    {
        Element[] source = [.. row.Source.Distinct()];
        int[] lags = [.. row.Lags.Distinct().OrderDescending()];
        (IReadOnlyList<string> names, int[]? places) = _inputs.InAnyOrder(source, row.Node);
        Dictionary<Element, int> placeOf = source.Select((element, i) => (element, i)).ToDictionary(one => one.element, one => places?[one.i] ?? one.i);
        Dictionary<int, int> partOf = lags.Select((lag, i) => (lag, i)).ToDictionary(one => one.lag, one => one.i);
        int[] indices = [.. row.Source.Select((element, i) => (partOf[row.Lags[i]] * source.Length) + placeOf[element])];
        if (DelayLayer.ProblemOf(source.Length, lags) is string problem)
        {
            throw Unjoined(row, problem);
        }

        DelayLayer layer = new(NameOf(row, "delay"), source.Length, lags);
        string name = Add(layer.WithInputs(names), row.Node);
        if (layer.OutputSize == row.Size && indices.Distinct().Count() == row.Size)
        {
            _inputs.Place(row, indices);
            return name;
        }

        return Add(new SelectLayer(_builder.NameLayer("select"), layer.OutputSize, indices) { Inputs = [name] }, row.Node);
    });

    private RowPlan Convolution(Convolved convolved, Row row, ActivationRow? activation)
    {
        ConvolutionRow convolution = convolved.Convolution;
        Row result = activation ?? row;
        return new RowPlan(result, [convolution.Source], () =>
        {
            IReadOnlyList<string> names = _inputs.Exactly(convolution.Source, convolution.Node);
            string name = NameOf(convolution, "convolution");
            Window window = convolution.Window;
            int columns = convolution.Weight.Length / convolution.Outputs;

            // One window over all values is a matrix.
            Layer layer = window is { Positions: 1, IsPadded: false } && convolution.Groups == 1 && columns == convolution.Source.Length
                ? new DenseLayer(name, columns, convolution.Outputs, activation?.Activation, convolution.Bias is not null)
                : new ConvolutionLayer(name, window, convolution.Outputs, convolution.Groups, activation?.Activation, convolution.Bias is not null);
            List<Tensor> tensors = [new Tensor(name + ".weight", [convolution.Outputs, columns], convolution.Weight)];
            if (convolution.Bias is float[] bias)
            {
                tensors.Add(new Tensor(name + ".bias", [convolution.Outputs], bias));
            }

            _inputs.Place(result, convolved.Indices);
            _builder.Add(layer.WithInputs(names), tensors, [.. convolved.Covers.Append(result).Select(covered => covered.Node).Distinct()]);
            return name;
        });
    }

    private RowPlan Normalized(NormalizedRow row)
    {
        bool isAffine = row.Scale is not null || row.Shift is not null;
        return InOrder(
            row.Source, (name, size) => new LayerNormLayer(name, size, row.Epsilon, row.Groups, isAffine), "norm", row,
            name => isAffine
                ? [
                    new Tensor(name + ".weight", [row.Size], row.Scale ?? [.. Enumerable.Repeat(1f, row.Size)]),
                    new Tensor(name + ".bias", [row.Size], row.Shift ?? new float[row.Size]),
                ]
                : []);
    }

    // A linear row that only a recurrent layer reads becomes part of that layer's matrix, if possible.
    private RowPlan Scaled(AffineRow row) => new(row, [row.Source], () =>
    {
        (IReadOnlyList<string> names, int[]? places) = _inputs.InAnyOrder(row.Source, row.Node);
        Affine affine = new(LayerInputs.Placed(row.Scale, places), LayerInputs.Placed(row.Shift, places), [row.Node]) { Inputs = names };
        _inputs.Place(row, places);
        if (places is not null || _rows.ReaderOf(row) is not RecurrentRow reader || !Linear.IsWhole(_rows.Current(reader.Source), row))
        {
            return _builder.AddScale(affine, NameOf(row, "scale"));
        }

        _builder.Hold(affine);
        return affine.Inputs[0];
    });

    // A single value that is combined with all values of the other side is read only once.
    private RowPlan Combined(CombineOperation operation, Element[] left, Element[] right, Row row)
    {
        if (left.Length > 1 && IsOneValue(left) != IsOneValue(right))
        {
            (left, right) = IsOneValue(left) ? (left[..1], right) : (left, right[..1]);
        }

        return new RowPlan(row, [left, right], () =>
        {
            (Element[] first, Element[] second) = left.Length > 1 ? (left, right) : (right, left);
            (IReadOnlyList<string> parts, int[]? places) = _inputs.InAnyOrder(first, row.Node);
            string one = parts is [string only] ? only : _inputs.One(first, row.Node, places);
            string other = _inputs.One(second, row.Node, second.Length > 1 ? places : null);
            _inputs.Place(row, places);
            string[] names = left.Length > 1 ? [one, other] : [other, one];
            return Add(new CombineLayer(NameOf(row, Words.Of(operation)), operation, left.Length, right.Length) { Inputs = names }, row.Node);
        });

        static bool IsOneValue(Element[] elements) => Array.TrueForAll(elements, element => element == elements[0]);
    }

    private RowPlan Dense(Linear linear, Row row, ActivationRow? activation)
    {
        // Stored numbers among the values that a matrix reads are the same at each step.
        int[] variable = [.. Enumerable.Range(0, linear.Source.Length).Where(i => linear.Source[i].Row is not null)];
        Element[] source = [.. variable.Select(i => linear.Source[i])];
        return new RowPlan(activation ?? row, [source], () =>
        {
            (float[] weight, float[]? bias) = source.Length == linear.Source.Length ? (linear.Weight, linear.Bias) : WithoutStored(linear, variable);
            RowSource read = _inputs.Of(source, row.Node);
            string name = NameOf(row, "dense");
            List<Tensor> tensors = [new Tensor(name + ".weight", [linear.Outputs, read.Size], read.Fold(weight, linear.Outputs))];
            if (bias is not null)
            {
                tensors.Add(new Tensor(name + ".bias", [linear.Outputs], bias));
            }

            _builder.Add(
                new DenseLayer(name, read.Size, linear.Outputs, activation?.Activation, bias is not null) { Inputs = read.Names }, tensors,
                Sources(linear, row, activation));
            return name;
        });
    }

    private static IEnumerable<string> Sources(Linear linear, Row row, ActivationRow? activation) =>
        [.. linear.Covers.Append(row).Select(covered => covered.Node).Distinct(), .. activation is null ? Array.Empty<string>() : [activation.Node]];

    private static (float[] Weight, float[] Bias) WithoutStored(Linear linear, int[] variable)
    {
        int columns = linear.Source.Length;
        float[] weight = new float[linear.Outputs * variable.Length];
        float[] bias = new float[linear.Outputs];
        for (int row = 0; row < linear.Outputs; row++)
        {
            double sum = linear.Bias?[row] ?? 0.0;
            for (int i = 0; i < columns; i++)
            {
                sum += linear.Source[i].Row is null ? (double)linear.Weight[(row * columns) + i] * linear.Source[i].Value : 0.0;
            }

            bias[row] = (float)sum;
            for (int i = 0; i < variable.Length; i++)
            {
                weight[(row * variable.Length) + i] = linear.Weight[(row * columns) + variable[i]];
            }
        }

        return (weight, bias);
    }

    // In a graph of one step, only states that are inputs of the graph continue to the next step.
    private string AddRecurrent(RecurrentRow recurrent)
    {
        RecurrentCell cell = recurrent.Cell;
        RowSource source = _inputs.Of(recurrent.Source, recurrent.Node);
        string name = NameOf(recurrent, cell.Kind);
        if (_reading.Layout.HasTime || recurrent.StateNames.Count > 0)
        {
            if (!_reading.Layout.HasTime && cell.Kind == "LSTM" && recurrent.StateNames.Count == 1)
            {
                throw Unjoined(
                    recurrent,
                    $"starts only from the state {ImportSource.Quote(recurrent.StateNames[0])}; both states of an LSTM or none were expected as "
                        + "inputs of the graph");
            }

            new RecurrentLayerMaker(_builder, _metadata).Add(cell, source, name, recurrent.Node);
            return name;
        }

        new StatelessLayers(_builder, cell, reason => Unjoined(recurrent, reason)).Add(source, name, recurrent.Node);
        _builder.Note(
            $"node {ImportSource.Quote(recurrent.Node)} reads sequences of one step, and its state is not an input of the graph: so "
                + "it starts anew at each step and remembers nothing; if the rows of the batch were meant to be the steps, export again with the axes "
                + "swapped (PyTorch's 'batch_first'), or with an open number of steps");
        return name;
    }

    // Reads the values of a step and the hidden state before it: the cell of PyTorch's tutorial.
    private RowPlan? Delayed(Linear linear, Row row, ActivationRow? activation)
    {
        Element? state = linear.Source.Where(IsState).Select(element => (Element?)element).FirstOrDefault();
        if (state is null)
        {
            return null;
        }

        RecurrentRow cell = state.Value.Row switch
        {
            RecurrentRow direct => direct,
            StateRow given =>
                _reading.FindCell(given.Node) ?? throw Unjoined(row, $"reads the state {ImportSource.Quote(given.Node)}, which no recurrent node updates"),
            _ => throw Unjoined(row, "reads the step before"),
        };
        Element[] inputs = [.. linear.Source.Where(element => !IsState(element))];
        if (inputs.Length == 0
            || cell.Cell is not { Kind: "RNN", Activation.Kind: Activation.Identity, Clip: null, Direction: Direction.Forward, HasInitialState: false }
            || linear.Source.Where(IsState).Any(element => element.Row != state.Value.Row))
        {
            throw Unjoined(row, "reads the state before a step; TinyRnn supports that only together with the step's input and with a linear recurrence");
        }

        return new RowPlan(activation ?? row, [inputs, cell.Source], () =>
        {
            RowSource own = _inputs.Of(inputs, row.Node);
            RowSource recurrent = _inputs.Of(cell.Source, cell.Node);
            if (!own.Names.SequenceEqual(recurrent.Names))
            {
                throw Unjoined(row, "reads another input than the recurrence whose state it reads");
            }

            int size = own.Size;
            int hidden = cell.Cell.Hidden;
            int at = 0;
            RowSource both = new(
                own.Names, size + hidden,
                [.. linear.Source.Select(element => IsState(element) ? size + element.Index : own.Selection is int[] selection ? selection[at++] : at++)]);
            RowSource input = new(own.Names, size + hidden, [.. recurrent.Selection ?? Enumerable.Range(0, size), .. Enumerable.Range(size, hidden)]);
            string name = NameOf(row, "rnn");
            ActivationFunction function = activation?.Activation ?? Activation.Identity;
            bool isTaken = !function.Kind.HasAlpha();
            new RecurrentLayerMaker(_builder, _metadata).AddConcat(
                cell, input, both, linear, size, isTaken ? function.Kind : Activation.Identity, name, [cell.Node, .. Sources(linear, row, activation)]);
            return isTaken ? name : Add(new ActivationLayer(NameOf(activation!, "activation"), linear.Outputs, function) { Inputs = [name] }, activation!.Node);
        });

        static bool IsState(Element element) => element.View == StepView.Previous || element.Row is StateRow { Earlier: null };
    }

    // TinyRnn's own exporter lists the names of a chain's layers. Other exporters name a node by the path of its module: /encoder/rnn/GRU is the
    // module rnn.
    private string NameOf(Row row, string kind)
    {
        string[] path = row.Node.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string suggestion = path.Length > 1 ? path[^2] : path.Length == 1 ? path[0] : "";
        return _builder.NameLayer(NameFromFile() ?? (suggestion.Any(char.IsAsciiLetter) ? suggestion : kind.ToLowerInvariant()));
    }

    private string? NameFromFile() => _isChain ? _metadata.NameOf(_builder.Layers.Count) : null;

    private ImportException Unjoined(Row row, string reason) => Unjoined(row.Node, reason);

    private ImportException Unjoined(string node, string reason) => _reading.Source.Error($"node {ImportSource.Quote(node)}", reason);
}
