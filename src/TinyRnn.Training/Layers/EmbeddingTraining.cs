using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Looks up a row of a table for each token. The backward pass adds up the derivatives of each row.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class EmbeddingTraining<T> : TrainableLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EmbeddingLayer _layer;
    private readonly Parameter<T> _table;
    private readonly LastInput<T> _lastInput = new();
    private T[] _output = [];
    private OutputSteps _steps;
    private int _rows;

    /// <summary>Makes the layer with zero weights.</summary>
    public EmbeddingTraining(EmbeddingLayer layer)
        : base(layer)
    {
        _layer = layer;
        _table = Find(layer.Weight);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Output => _output.AsSpan(0, _rows * _layer.OutputSize);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is rows of numbers.</exception>
    public override void Forward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> initialState, OutputSteps steps)
    {
        if (!input.IsTokens)
        {
            throw new ArgumentException($"layer '{_layer.Name}' is an embedding, which reads tokens, not rows of numbers", nameof(input));
        }

        _steps = steps;
        _rows = steps == OutputSteps.Last ? layout.Sequences : layout.Rows;
        ReadOnlySpan<int> tokens = TokensOf(layout, input);
        Span<T> output = GrowingArray.Ensure(ref _output, _rows * _layer.OutputSize);
        for (int row = 0; row < _rows; row++)
        {
            int token = tokens[row];
            if ((uint)token >= (uint)_layer.InputSize)
            {
                throw new ArgumentOutOfRangeException(nameof(input), token, $"a token is below {_layer.InputSize}");
            }

            _table.Value.AsSpan(token * _layer.OutputSize, _layer.OutputSize).CopyTo(output[(row * _layer.OutputSize)..]);
        }
    }

    /// <inheritdoc/>
    public override void Backward(PackedLayout layout, StepInput<T> input, ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        ReadOnlySpan<int> tokens = TokensOf(layout, input);
        for (int row = 0; row < _rows; row++)
        {
            Span<T> target = _table.Gradient.AsSpan(tokens[row] * _layer.OutputSize, _layer.OutputSize);
            TensorPrimitives.Add(target, outputGradient.Slice(row * _layer.OutputSize, _layer.OutputSize), target);
        }
    }

    // Standard normal, like the initial weights of PyTorch's nn.Embedding.
    private protected override double Draw(Parameter<T> parameter, WeightInitialization initialization, Xoshiro256StarStar random) =>
        initialization == WeightInitialization.Uniform ? random.NextNormal() : base.Draw(parameter, initialization, random);

    private ReadOnlySpan<int> TokensOf(PackedLayout layout, StepInput<T> input) =>
        (_steps == OutputSteps.Last ? _lastInput.Gather(layout, _layer.InputSize, input) : input).Tokens;
}
