using System.Numerics;
using System.Numerics.Tensors;
using Tensor = TinyRnn.Model.Tensor;

namespace TinyRnn.Training;

/// <summary>Layers that learn together. Each reads the layers that its <see cref="Layer.Inputs"/> name, or else the one before it.</summary>
/// <typeparam name="T">Element type: <see cref="float"/> to train, <see cref="double"/> to check.</typeparam>
public sealed class TrainableNetwork<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedLayout _lastLayout = new();
    private readonly Graph _graph;
    private readonly NodeRows<T>[] _rows;

    // Whether a state depends on a layer's output.
    private readonly bool[] _feedsStates;

    // Derivatives with respect to the layers' outputs, and whether a reader has set them.
    private readonly T[][] _gradients;
    private readonly bool[] _isSet;
    private readonly double _dropout;
    private readonly Dropout<T>?[] _dropouts;
    private PackedLayout? _layout;
    private OutputSteps _steps;
    private bool _isDropping;

    /// <summary>Makes a network of zero weights.</summary>
    /// <param name="layers">At least one, with sizes that fit each other.</param>
    /// <param name="dropout">
    /// Dropout: the probability, in [0, 1), that a value that a layer with weights reads from other layers is set to zero in training. A layer
    /// normalisation is exempt, because zeros would change its mean and deviation. Dropout is not part of the layers' description, because it is
    /// not part of the trained network.
    /// </param>
    /// <exception cref="ArgumentException">There is no layer, or the sizes of layers do not fit each other.</exception>
    /// <exception cref="NotSupportedException">A layer's kind cannot be trained.</exception>
    public TrainableNetwork(IReadOnlyList<Layer> layers, double dropout = 0)
    {
        if (layers.Count == 0)
        {
            throw new ArgumentException("a network needs at least one layer", nameof(layers));
        }

        _graph = Graph.Of(layers);
        InputSize = _graph.FindInputSize();
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = layers[i];
            int[] sizes = [.. _graph.InputSizesOf(i, InputSize)];
            if (sizes.Sum() != layer.InputSize || (layer.InputSizes is IReadOnlyList<int> wanted && !wanted.SequenceEqual(sizes)))
            {
                string given = string.Join(" and ", _graph.Nodes[i].Inputs.Select((input, place) =>
                    $"{(input == Graph.Input ? "the input has" : $"layer '{layers[input].Name}' gives")} {sizes[place]}"));
                throw new ArgumentException($"layer '{layer.Name}' reads {layer.InputSize} values, but {given}", nameof(layers));
            }
        }

        TrainableLayers<T> makers = new();
        Layers = [.. layers.Select(layer => layer.Accept(makers))];
        Parameters = [.. Layers.SelectMany(layer => layer.Parameters)];
        _gradients = [.. layers.Select(_ => Array.Empty<T>())];
        _isSet = new bool[layers.Count];
        _feedsStates = [.. layers.Select((_, i) => _graph.ReadersOf(i).Any(_graph.FeedsState))];
        _rows = [.. layers.Select(_ => new NodeRows<T>())];
        _dropout = OptionRange.Fraction(dropout, nameof(dropout));
        _dropouts = [.. Layers.Select((layer, i) => dropout > 0 && !_graph.Nodes[i].IsFirst && HasDropoutBefore(layer) ? new Dropout<T>(dropout) : null)];
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TrainableLayer<T>> Layers { get; }

    /// <summary>All layers' parameters.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Number of values in an input row.</summary>
    public int InputSize { get; }

    /// <summary>Number of values in an output row.</summary>
    public int OutputSize => Layers[^1].Description.OutputSize;

    /// <summary>Whether training uses random numbers, for dropout.</summary>
    internal bool HasDropout => Array.Exists(_dropouts, dropout => dropout is not null);

    /// <summary>Draws new weights, layer by layer and tensor by tensor.</summary>
    public void Initialize(WeightInitialization initialization, Xoshiro256StarStar random)
    {
        foreach (TrainableLayer<T> layer in Layers)
        {
            layer.Initialize(initialization, random);
        }
    }

    /// <summary>Copies the weights of a network with the same layers.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or has another length.</exception>
    public void Load(Network network)
    {
        foreach (Parameter<T> parameter in Parameters)
        {
            if (!network.Tensors.TryGetValue(parameter.Name, out Tensor? tensor) || !tensor.Shape.SequenceEqual(parameter.Shape))
            {
                throw new ArgumentException(
                    $"the network has no tensor '{parameter.Name}' of shape [{string.Join(", ", parameter.Shape.Select(number => $"{number}"))}]",
                    nameof(network));
            }

            for (int i = 0; i < parameter.Value.Length; i++)
            {
                parameter.Value[i] = T.CreateChecked(tensor.Values[i]);
            }
        }
    }

    /// <summary>Makes a network for another thread, with the same layers and shared weights, but its own gradients.</summary>
    internal TrainableNetwork<T> ShareWeights()
    {
        TrainableNetwork<T> other = new([.. Layers.Select(layer => layer.Description)], _dropout);
        for (int i = 0; i < Parameters.Count; i++)
        {
            other.Parameters[i].ShareValue(Parameters[i]);
        }

        return other;
    }

    /// <summary>The weights as tensors of single precision, copied.</summary>
    public IReadOnlyList<Tensor> ExportTensors() =>
    [
        .. Parameters.Select(parameter => new Tensor(
            parameter.Name, [.. parameter.Shape], Array.ConvertAll(parameter.Value, value => float.CreateTruncating(value)))),
    ];

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            Parameters[i].Gradient.AsSpan().Clear();
        }
    }

    /// <summary>Computes the outputs. Layers after the last one with memory process only the rows whose outputs are used.</summary>
    /// <param name="layout">The layout of the rows; kept until <see cref="Backward"/>.</param>
    /// <param name="input">Dense rows or tokens.</param>
    /// <param name="steps">The steps whose outputs are used.</param>
    /// <param name="initial">Start states, or null for the layers' own: a stored initial state, or zero.</param>
    /// <param name="random">Random numbers for dropout in training; null in an evaluation, which has no dropout.</param>
    /// <returns>[rows, outputSize], or [sequences, outputSize] for the last steps; valid until the next pass.</returns>
    public ReadOnlySpan<T> Forward(
        PackedLayout layout, StepInput<T> input, OutputSteps steps, NetworkState<T>? initial = null, Xoshiro256StarStar? random = null)
    {
        if (input.IsTokens ? input.Tokens.Length != layout.Rows : input.Values.Length != (long)layout.Rows * InputSize)
        {
            throw new ArgumentException(
                $"the layout has {layout.Rows} rows of {InputSize} values; the input has {input.Tokens.Length} tokens or {input.Values.Length} values",
                nameof(input));
        }

        if (initial is not null && initial.Sequences != layout.Sequences)
        {
            throw new ArgumentException($"the layout has {layout.Sequences} sequences, the initial state {initial.Sequences}", nameof(initial));
        }

        _layout = layout;
        _steps = steps;
        _isDropping = random is not null;
        _lastLayout.Reset(layout.Sequences, 1);
        for (int i = 0; i < Layers.Count; i++)
        {
            Join(i, input);
            if (random is not null && _dropouts[i] is Dropout<T> dropout)
            {
                dropout.Forward(RowsOf(i, input).Values, random);
            }

            Layers[i].Forward(LayoutOf(i), InputOf(i, input), initial is null ? [] : initial[i], StepsOf(i));
        }

        return Layers[^1].Output;
    }

    /// <summary>Copies the state after the last forward pass.</summary>
    /// <param name="state">The state to fill, for as many sequences as the pass had.</param>
    public void CopyFinalState(NetworkState<T> state)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            Layers[i].FinalState.CopyTo(state[i]);
        }
    }

    /// <summary>Adds to the gradients of all parameters. It must follow a <see cref="Forward"/> with the same input, whose results it overwrites.</summary>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="outputGradient">Derivative of the loss with respect to its outputs.</param>
    /// <param name="inputGradient">Set to the derivative with respect to dense input; empty if it is not needed.</param>
    /// <exception cref="InvalidOperationException">There was no forward pass since the last backward pass.</exception>
    public void Backward(StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient = default)
    {
        if (_layout is null)
        {
            throw new InvalidOperationException("a backward pass needs a forward pass before it");
        }

        if (outputGradient.Length != Layers[^1].Output.Length)
        {
            throw new ArgumentException($"there are {Layers[^1].Output.Length} outputs, but {outputGradient.Length} gradients", nameof(outputGradient));
        }

        Array.Clear(_isSet);
        bool isInputSet = false;
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            Node node = _graph.Nodes[i];
            ReadOnlySpan<T> gradient = i == Layers.Count - 1 ? outputGradient : _gradients[i].AsSpan(0, Layers[i].Output.Length);
            if (node.Inputs.Count > 1)
            {
                Span<T> rows = _rows[i].Gradient(RowCount(i), node.Layer.InputSize);
                BackwardOf(i, input, gradient, rows);
                Spread(i, rows, inputGradient, ref isInputSet);
                continue;
            }

            // The first reader sets the derivative and others add to it, so along a chain nothing is copied.
            int below = node.Inputs[0];
            bool isSet = below == Graph.Input ? isInputSet : _isSet[below];
            Span<T> target = below == Graph.Input ? inputGradient : GrowingArray.Ensure(ref _gradients[below], Layers[below].Output.Length);
            Span<T> own = isSet ? _rows[i].Part(target.Length) : target;
            BackwardOf(i, input, gradient, own);
            if (isSet)
            {
                TensorPrimitives.Add(target, own, target);
            }

            MarkSet(below, ref isInputSet);
        }

        for (int i = 0; i < Parameters.Count; i++)
        {
            Parameters[i].MaskGradient();
        }

        _layout = null;
    }

    void ICheckpointed.Transfer(CheckpointTransfer transfer)
    {
        foreach (Parameter<T> parameter in Parameters)
        {
            transfer.Values(parameter.Value.AsSpan());
        }
    }

    private static bool HasDropoutBefore(TrainableLayer<T> layer) => layer.Parameters.Count > 0 && layer is not LayerNormTraining<T>;

    private void BackwardOf(int layer, StepInput<T> input, ReadOnlySpan<T> gradient, Span<T> below)
    {
        Layers[layer].Backward(LayoutOf(layer), InputOf(layer, input), gradient, below);
        DropoutOf(layer)?.Backward(below);
    }

    // Gives each value that a layer reads its part of the derivative with respect to the layer's rows.
    private void Spread(int layer, ReadOnlySpan<T> gradient, Span<T> inputGradient, ref bool isInputSet)
    {
        Node node = _graph.Nodes[layer];
        int offset = 0;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            int input = node.Inputs[i];
            int width = input == Graph.Input ? InputSize : Layers[input].Description.OutputSize;
            if (input != Graph.Input || !inputGradient.IsEmpty)
            {
                Span<T> target = input == Graph.Input ? inputGradient : GrowingArray.Ensure(ref _gradients[input], Layers[input].Output.Length);
                NodeRows<T>.Spread(
                    _layout!, gradient, target, width, RowCount(layer), node.Layer.InputSize, offset, input == Graph.Input ? isInputSet : _isSet[input]);
                MarkSet(input, ref isInputSet);
            }

            offset += width;
        }
    }

    private void MarkSet(int layer, ref bool isInputSet)
    {
        if (layer == Graph.Input)
        {
            isInputSet = true;
        }
        else
        {
            _isSet[layer] = true;
        }
    }

    // Gathers the input of a layer that reads several values into rows.
    private void Join(int layer, StepInput<T> input)
    {
        Node node = _graph.Nodes[layer];
        if (node.Inputs.Count == 1)
        {
            return;
        }

        int offset = 0;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            int part = node.Inputs[i];
            int width = part == Graph.Input ? InputSize : Layers[part].Description.OutputSize;
            _rows[layer].Add(_layout!, part == Graph.Input ? input.Values : Layers[part].Output, width, RowCount(layer), node.Layer.InputSize, offset);
            offset += width;
        }
    }

    // Whether a layer's output is needed at every step: because the network's output is, or because a state depends on it.
    private bool IsEvery(int layer) => layer == Graph.Input || _steps == OutputSteps.Every || _feedsStates[layer];

    // Whether a layer reads only rows of last steps, because its inputs have no others, or because several values were gathered.
    private bool ReadsLast(int layer) => !IsEvery(layer) && Layers[layer].Description.StateSize == 0
        && (_graph.Nodes[layer].Inputs.Count > 1 || !IsEvery(_graph.Nodes[layer].Inputs[0]));

    private int RowCount(int layer) => LayoutOf(layer).Rows;

    private OutputSteps StepsOf(int layer) => IsEvery(layer) || ReadsLast(layer) ? OutputSteps.Every : OutputSteps.Last;

    private PackedLayout LayoutOf(int layer) => ReadsLast(layer) ? _lastLayout : _layout!;

    private StepInput<T> RowsOf(int layer, StepInput<T> input)
    {
        Node node = _graph.Nodes[layer];
        return node.Inputs.Count > 1 ? new StepInput<T>(_rows[layer].Rows(RowCount(layer), node.Layer.InputSize))
            : node.IsFirst ? input
            : new StepInput<T>(Layers[node.Inputs[0]].Output);
    }

    private StepInput<T> InputOf(int layer, StepInput<T> input) =>
        DropoutOf(layer) is Dropout<T> dropout ? new StepInput<T>(dropout.Output) : RowsOf(layer, input);

    private Dropout<T>? DropoutOf(int layer) => _isDropping ? _dropouts[layer] : null;
}
