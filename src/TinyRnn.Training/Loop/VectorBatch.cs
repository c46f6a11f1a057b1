namespace TinyRnn.Training;

/// <summary>Sequences of vectors as one packed batch, standardised. Its buffers are filled again for each batch.</summary>
internal sealed class VectorBatch
{
    private readonly float[][] _inputs;
    private readonly float[][] _targets;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly OutputSteps _steps;
    private readonly IReadOnlyList<int>? _residual;
    private readonly Func<int, int> _lengthOf;
    private long[] _keys = [];
    private int[] _lengths = [];
    private float[] _rows = [];
    private float[] _targetRows = [];
    private int _targetLength;

    public VectorBatch(IReadOnlyList<SequenceExample> examples, int inputSize, int outputSize, SequenceRegressionOptions options)
    {
        _inputSize = inputSize;
        _outputSize = outputSize;
        _steps = options.OutputSteps;
        _residual = options.ResidualInputs;
        _inputs = [.. examples.Select(example => Standardize(example.Input, options.InputScaling))];
        _lengthOf = index => _inputs[index].Length / _inputSize;
        for (int i = 0; i < examples.Count; i++)
        {
            int steps = _lengthOf(i);
            int rows = _steps == OutputSteps.Last ? 1 : steps;
            if (steps == 0 || _inputs[i].Length % inputSize != 0 || examples[i].Target.Length != (long)rows * outputSize)
            {
                throw new ArgumentException(
                    $"example {i} has {_inputs[i].Length} inputs and {examples[i].Target.Length} targets; whole steps of {inputSize} inputs and {rows} "
                        + $"rows of {outputSize} targets were expected");
            }
        }

        _targets = [.. examples.Select(example => Standardize(
            _residual is null ? example.Target : [.. example.Target.Select((value, i) => value - ResidualOf(example, i))], options.OutputScaling))];
    }

    public int Count => _inputs.Length;

    public PackedLayout Layout { get; } = new();

    public StepInput<float> Input => new(_rows.AsSpan(0, Layout.Rows * _inputSize));

    public ReadOnlySpan<float> Targets => _targetRows.AsSpan(0, _targetLength);

    /// <param name="indices">Indices of the examples; sorted by falling length in place.</param>
    public void Fill(Span<int> indices)
    {
        LengthOrder.Sort(indices, _lengthOf, ref _keys);
        Span<int> lengths = GrowingArray.Ensure(ref _lengths, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            lengths[i] = _lengthOf(indices[i]);
        }

        Layout.Reset(lengths);
        _targetLength = (_steps == OutputSteps.Last ? Layout.Sequences : Layout.Rows) * _outputSize;
        Span<float> rows = GrowingArray.Ensure(ref _rows, Layout.Rows * _inputSize);
        Span<float> targets = GrowingArray.Ensure(ref _targetRows, _targetLength);
        for (int i = 0; i < indices.Length; i++)
        {
            Scatter(_inputs[indices[i]], _inputSize, i, rows);
            if (_steps == OutputSteps.Every)
            {
                Scatter(_targets[indices[i]], _outputSize, i, targets);
            }
            else
            {
                _targets[indices[i]].CopyTo(targets[(i * _outputSize)..]);
            }
        }
    }

    /// <summary>The value that the residual connection adds to an output, in the user's units; 0 without one.</summary>
    public float ResidualOf(SequenceExample example, int element)
    {
        if (_residual is null)
        {
            return 0;
        }

        int step = _steps == OutputSteps.Last ? (example.Input.Length / _inputSize) - 1 : element / _outputSize;
        return example.Input[(step * _inputSize) + _residual[element % _outputSize]];
    }

    private void Scatter(ReadOnlySpan<float> source, int size, int sequence, Span<float> rows)
    {
        for (int step = 0; step < source.Length / size; step++)
        {
            source.Slice(step * size, size).CopyTo(rows[((Layout.Offset(step) + sequence) * size)..]);
        }
    }

    private static float[] Standardize(float[] values, Scaling? scaling) => scaling is null
        ? values
        : [.. values.Select((value, i) => (value - scaling.Mean[i % scaling.Mean.Count]) / scaling.Std[i % scaling.Std.Count])];
}
