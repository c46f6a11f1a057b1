using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// One thread's part of a batch: every n-th sequence, so that parts are about as long as each other and stay sorted by falling length.
/// Rows are copied out of the batch before the pass, and states back into it afterwards, by the calling thread.
/// </summary>
/// <param name="network">Its own layers and gradients; the weights are shared.</param>
/// <param name="classWeights">What the loss of a row of each class is multiplied by, or none.</param>
internal sealed class BatchShard<T>(TrainableNetwork<T> network, T[] classWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PackedLayout _layout = new();
    private readonly Xoshiro256StarStar _random = new(0);
    private int[] _lengths = [];
    private int[] _tokens = [];
    private T[] _values = [];
    private int[] _classes = [];
    private T[] _targets = [];
    private T[] _gradient = [];
    private NetworkState<T>? _state;
    private OutputSteps _steps;
    private T _share;
    private bool _hasTokens;
    private bool _hasClasses;
    private bool _hasState;
    private bool _isDropping;

    /// <summary>The layers.</summary>
    public TrainableNetwork<T> Network => network;

    /// <summary>Mean loss of this part times its share of the batch.</summary>
    public double Loss { get; private set; }

    /// <summary>Copies the sequences first, first + stride, ... of a batch.</summary>
    public void Take(
        int first, int stride, PackedLayout layout, StepInput<T> input, StepInput<T> targets, OutputSteps steps, NetworkState<T>? initial, ulong? seed)
    {
        int sequences = (layout.Sequences - first + stride - 1) / stride;
        Span<int> lengths = GrowingArray.Ensure(ref _lengths, sequences);
        for (int i = 0; i < sequences; i++)
        {
            lengths[i] = layout.Length(first + (i * stride));
        }

        _layout.Reset(lengths);
        _steps = steps;
        (_hasTokens, _hasClasses, _hasState, _isDropping) = (input.IsTokens, targets.IsTokens, initial is not null, seed is not null);
        _share = T.CreateChecked(steps == OutputSteps.Every ? (double)_layout.Rows / layout.Rows : (double)sequences / layout.Sequences);
        if (seed is ulong start)
        {
            _random.Reseed(start);
        }

        Gather(first, stride, layout, OutputSteps.Every, network.InputSize, input, ref _tokens, ref _values);
        Gather(first, stride, layout, steps, network.OutputSize, targets, ref _classes, ref _targets);
        if (_state?.Sequences != sequences)
        {
            _state = new NetworkState<T>(network, sequences);
        }

        for (int layer = 0; initial is not null && layer < network.Layers.Count; layer++)
        {
            CopyRows(network.Layers[layer].Description.StateSize, initial[layer], first, stride, _state[layer], 0, 1, sequences);
        }
    }

    /// <summary>Forward and backward pass.</summary>
    public void Run()
    {
        StepInput<T> input = _hasTokens ? new(_tokens.AsSpan(0, _layout.Rows)) : new(_values.AsSpan(0, _layout.Rows * network.InputSize));
        int rows = _steps == OutputSteps.Every ? _layout.Rows : _layout.Sequences;
        StepInput<T> targets = _hasClasses ? new(_classes.AsSpan(0, rows)) : new(_targets.AsSpan(0, rows * network.OutputSize));
        ReadOnlySpan<T> outputs = network.Forward(_layout, input, _steps, _hasState ? _state : null, _isDropping ? _random : null);
        Span<T> gradient = GrowingArray.Ensure(ref _gradient, outputs.Length);
        Loss = OutputLoss.Compute(network, outputs, targets, gradient, classWeights) * double.CreateChecked(_share);
        TensorPrimitives.Multiply(gradient, _share, gradient);
        network.ClearGradients();
        network.Backward(input, gradient);
        network.CopyFinalState(_state!);
    }

    /// <summary>Copies the states after the last steps to their sequences of the batch.</summary>
    public void GiveState(int first, int stride, NetworkState<T> final)
    {
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            CopyRows(network.Layers[layer].Description.StateSize, _state![layer], 0, 1, final[layer], first, stride, _layout.Sequences);
        }
    }

    private void Gather(
        int first, int stride, PackedLayout layout, OutputSteps steps, int size, StepInput<T> source, ref int[] tokens, ref T[] values)
    {
        int rows = steps == OutputSteps.Every ? _layout.Rows : _layout.Sequences;
        int count = steps == OutputSteps.Every ? _layout.Steps : 1;
        Span<int> ownTokens = source.IsTokens ? GrowingArray.Ensure(ref tokens, rows) : [];
        Span<T> ownValues = source.IsTokens ? [] : GrowingArray.Ensure(ref values, rows * size);
        for (int step = 0; step < count; step++)
        {
            int from = layout.Offset(step) + first;
            if (source.IsTokens)
            {
                CopyRows(1, source.Tokens, from, stride, ownTokens, _layout.Offset(step), 1, _layout.Active(step));
            }
            else
            {
                CopyRows(size, source.Values, from, stride, ownValues, _layout.Offset(step), 1, _layout.Active(step));
            }
        }
    }

    private static void CopyRows<TValue>(
        int size, ReadOnlySpan<TValue> source, int from, int fromStride, Span<TValue> target, int to, int toStride, int rows)
    {
        for (int i = 0; i < rows && size > 0; i++)
        {
            source.Slice((from + (i * fromStride)) * size, size).CopyTo(target[((to + (i * toStride)) * size)..]);
        }
    }
}
