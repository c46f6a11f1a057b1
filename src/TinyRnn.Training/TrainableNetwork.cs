using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A stack of layers that learn together; a layer reads what the one before gives.</summary>
/// <typeparam name="T">Element type: <see cref="float"/> to train, <see cref="double"/> to check.</typeparam>
public sealed class TrainableNetwork<T> : ICheckpointed
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedLayout _lastLayout = new();
    private readonly T[][] _gradients;
    private readonly double _dropout;
    private readonly Dropout<T>?[] _dropouts;
    private PackedLayout? _layout;
    private OutputSteps _steps;
    private bool _isDropping;

    /// <summary>Makes a network of zero weights.</summary>
    /// <param name="layers">At least one; sizes fit.</param>
    /// <param name="dropout">
    /// Probability, in [0, 1), with which each value that a layer with weights reads from the layer before is left out while the network
    /// learns; not part of the layers' description, because it is no part of the trained network.
    /// </param>
    /// <exception cref="ArgumentException">No layer, or a layer reads another number of values than the one before gives.</exception>
    /// <exception cref="NotSupportedException">A layer's kind cannot be trained.</exception>
    public TrainableNetwork(IReadOnlyList<Layer> layers, double dropout = 0)
    {
        if (layers.Count == 0)
        {
            throw new ArgumentException("a network needs at least one layer", nameof(layers));
        }

        for (int i = 1; i < layers.Count; i++)
        {
            if (layers[i].InputSize != layers[i - 1].OutputSize)
            {
                throw new ArgumentException(
                    $"layer '{layers[i].Name}' reads {layers[i].InputSize} values, but layer '{layers[i - 1].Name}' gives {layers[i - 1].OutputSize}", nameof(layers));
            }
        }

        Layers = [.. layers.Select(TrainableLayers.Create<T>)];
        Parameters = [.. Layers.SelectMany(layer => layer.Parameters)];
        _gradients = [.. layers.Select(_ => Array.Empty<T>())];
        _dropout = OptionRange.Fraction(dropout, nameof(dropout));
        _dropouts = [.. Layers.Select((layer, i) => dropout > 0 && i > 0 && layer.Parameters.Count > 0 ? new Dropout<T>(dropout) : null)];
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TrainableLayer<T>> Layers { get; }

    /// <summary>All layers' parameters.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Values a row that come in.</summary>
    public int InputSize => Layers[0].Description.InputSize;

    /// <summary>Values a row that go out.</summary>
    public int OutputSize => Layers[^1].Description.OutputSize;

    /// <summary>Whether a pass to learn from draws random numbers.</summary>
    internal bool HasDropout => Array.Exists(_dropouts, dropout => dropout is not null);

    /// <summary>Draws new weights, layer by layer and tensor by tensor.</summary>
    public void Initialize(WeightInitialization initialization, Xoshiro256StarStar random)
    {
        foreach (TrainableLayer<T> layer in Layers)
        {
            layer.Initialize(initialization, random);
        }
    }

    /// <summary>Takes the weights of a network with the same layers.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or has another length.</exception>
    public void Load(Network network)
    {
        foreach (Parameter<T> parameter in Parameters)
        {
            if (!network.Tensors.TryGetValue(parameter.Name, out Tensor? tensor) || !tensor.Shape.SequenceEqual(parameter.Shape))
            {
                throw new ArgumentException($"the network has no tensor '{parameter.Name}' of shape [{string.Join(", ", parameter.Shape.Select(number => $"{number}"))}]", nameof(network));
            }

            for (int i = 0; i < parameter.Value.Length; i++)
            {
                parameter.Value[i] = T.CreateChecked(tensor.Values[i]);
            }
        }
    }

    /// <summary>A network of the same layers that reads the same weights, but has its own gradients: for another thread.</summary>
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

    /// <summary>Computes the outputs. Layers behind the last one with memory see the rows that count alone.</summary>
    /// <param name="layout">Where the rows stand; kept until <see cref="Backward"/>.</param>
    /// <param name="input">Dense rows or tokens.</param>
    /// <param name="steps">Which outputs count.</param>
    /// <param name="initial">States to start from, or null for the layers' own: a stored initial state, else zero.</param>
    /// <param name="random">Where dropout draws from in a pass to learn from; null in a pass to measure, which leaves nothing out.</param>
    /// <returns>[rows, outputSize], or [sequences, outputSize] for the last steps; valid until the next pass.</returns>
    public ReadOnlySpan<T> Forward(
        PackedLayout layout, StepInput<T> input, OutputSteps steps, NetworkState<T>? initial = null, Xoshiro256StarStar? random = null)
    {
        if (input.IsTokens ? input.Tokens.Length != layout.Rows : input.Values.Length != (long)layout.Rows * InputSize)
        {
            throw new ArgumentException($"the layout has {layout.Rows} rows of {InputSize} values; the input has {input.Tokens.Length} tokens or {input.Values.Length} values", nameof(input));
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
            if (random is not null && _dropouts[i] is Dropout<T> dropout)
            {
                dropout.Forward(Layers[i - 1].Output, random);
            }

            Layers[i].Forward(LayoutOf(i), InputOf(i, input), initial is null ? [] : initial[i], StepsOf(i));
        }

        return Layers[^1].Output;
    }

    /// <summary>Copies the state after the last forward pass.</summary>
    /// <param name="state">For as many sequences as the pass had.</param>
    public void CopyFinalState(NetworkState<T> state)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            Layers[i].FinalState.CopyTo(state[i]);
        }
    }

    /// <summary>Adds to the gradients of all parameters; follows a <see cref="Forward"/> with the same input, whose results it uses up.</summary>
    /// <param name="input">What the forward pass read.</param>
    /// <param name="outputGradient">Derivative of the loss by its outputs.</param>
    /// <param name="inputGradient">Set to the derivative by dense input; empty where it is not wanted.</param>
    /// <exception cref="InvalidOperationException">No forward pass since the last backward pass.</exception>
    public void Backward(StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient = default)
    {
        if (_layout is null)
        {
            throw new InvalidOperationException("a backward pass follows a forward pass");
        }

        if (outputGradient.Length != Layers[^1].Output.Length)
        {
            throw new ArgumentException($"there are {Layers[^1].Output.Length} outputs, but {outputGradient.Length} gradients", nameof(outputGradient));
        }

        ReadOnlySpan<T> gradient = outputGradient;
        for (int i = Layers.Count - 1; i >= 0; i--)
        {
            Span<T> below = i == 0
                ? inputGradient
                : GrowingArray.Ensure(ref _gradients[i], Layers[i - 1].Output.Length);
            Layers[i].Backward(LayoutOf(i), InputOf(i, input), gradient, below);
            DropoutOf(i)?.Backward(below);
            gradient = below;
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

    // The first layer that drops the other rows: the last one with memory, or the very first where none has.
    private int LastStepLayer
    {
        get
        {
            for (int i = Layers.Count - 1; i > 0; i--)
            {
                if (Layers[i].Description.StateSize > 0)
                {
                    return i;
                }
            }

            return 0;
        }
    }

    private OutputSteps StepsOf(int layer) =>
        _steps == OutputSteps.Last && layer == LastStepLayer ? OutputSteps.Last : OutputSteps.Every;

    private PackedLayout LayoutOf(int layer) => _steps == OutputSteps.Last && layer > LastStepLayer ? _lastLayout : _layout!;

    private StepInput<T> InputOf(int layer, StepInput<T> input) =>
        layer == 0 ? input
        : DropoutOf(layer) is Dropout<T> dropout ? new StepInput<T>(dropout.Output)
        : new StepInput<T>(Layers[layer - 1].Output);

    private Dropout<T>? DropoutOf(int layer) => _isDropping ? _dropouts[layer] : null;
}
