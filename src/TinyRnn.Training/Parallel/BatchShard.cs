using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// One thread's part of a batch: every n-th sequence, so that parts have similar lengths and stay sorted by falling length.
/// Each thread copies its rows out of the batch before its pass, and its states back afterwards. No two threads write to the same place.
/// </summary>
/// <param name="network">The thread's layers and gradients. The weights are shared.</param>
/// <param name="classWeights">The weight of each class's loss, or none.</param>
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

    /// <summary>The layers.</summary>
    public TrainableNetwork<T> Network => network;

    /// <summary>Mean loss of this part, times its share of the batch.</summary>
    public double Loss { get; private set; }

    /// <summary>Runs the forward and backward pass of the sequences first, first + stride, ... of a batch.</summary>
    /// <param name="batch">All sequences.</param>
    /// <param name="first">Number of the first one.</param>
    /// <param name="stride">Number of parts.</param>
    /// <param name="seed">Seed of dropout's random numbers; null for no dropout.</param>
    public void Learn(PinnedBatch<T> batch, int first, int stride, ulong? seed)
    {
        int sequences = LayOut(batch.Layout, first, stride);
        int rows = batch.Steps == OutputSteps.Every ? _layout.Rows : sequences;
        StepInput<T> input = Gather(first, stride, batch.Layout, OutputSteps.Every, network.InputSize, batch.Input, ref _tokens, ref _values);
        StepInput<T> targets = Gather(first, stride, batch.Layout, batch.Steps, network.OutputSize, batch.Targets, ref _classes, ref _targets);
        if (_state?.Sequences != sequences)
        {
            _state = new NetworkState<T>(network, sequences);
        }

        for (int layer = 0; batch.Initial is not null && layer < network.Layers.Count; layer++)
        {
            CopyRows(StateSize(layer), batch.Initial[layer], first, stride, _state[layer], 0, 1, sequences);
        }

        if (seed is ulong start)
        {
            _random.Reseed(start);
        }

        ReadOnlySpan<T> outputs = network.Forward(
            _layout, input, batch.Steps, batch.Initial is null ? null : _state, seed is null ? null : _random);
        T share = T.CreateChecked((double)rows / (batch.Steps == OutputSteps.Every ? batch.Layout.Rows : batch.Layout.Sequences));
        Span<T> gradient = GrowingArray.Ensure(ref _gradient, outputs.Length);
        Loss = OutputLoss.Compute(network, outputs, targets, gradient, classWeights) * double.CreateChecked(share);
        TensorPrimitives.Multiply(gradient, share, gradient);
        network.ClearGradients();
        network.Backward(input, gradient);
        network.CopyFinalState(_state);
        for (int layer = 0; batch.Final is not null && layer < network.Layers.Count; layer++)
        {
            CopyRows(StateSize(layer), _state[layer], 0, 1, batch.Final[layer], first, stride, sequences);
        }
    }

    private int StateSize(int layer) => network.Layers[layer].Description.StateSize;

    private int LayOut(PackedLayout layout, int first, int stride)
    {
        int sequences = (layout.Sequences - first + stride - 1) / stride;
        Span<int> lengths = GrowingArray.Ensure(ref _lengths, sequences);
        for (int i = 0; i < sequences; i++)
        {
            lengths[i] = layout.Length(first + (i * stride));
        }

        _layout.Reset(lengths);
        return sequences;
    }

    private StepInput<T> Gather(
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
                CopyTokens(source.Tokens[from..], stride, ownTokens.Slice(_layout.Offset(step), _layout.Active(step)));
            }
            else
            {
                CopyRows(size, source.Values, from, stride, ownValues, _layout.Offset(step), 1, _layout.Active(step));
            }
        }

        return source.IsTokens ? new StepInput<T>(ownTokens) : new StepInput<T>(ownValues);
    }

    private static void CopyTokens(ReadOnlySpan<int> source, int stride, Span<int> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i * stride];
        }
    }

    private static void CopyRows(int size, ReadOnlySpan<T> source, int from, int fromStride, Span<T> target, int to, int toStride, int rows)
    {
        for (int i = 0; i < rows && size > 0; i++)
        {
            source.Slice((from + (i * fromStride)) * size, size).CopyTo(target[((to + (i * toStride)) * size)..]);
        }
    }
}
