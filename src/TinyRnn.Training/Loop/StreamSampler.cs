namespace TinyRnn.Training;

/// <summary>
/// Reads the first part of the text as parallel streams of equal length, which carry their state from batch to batch, and the end as one stream.
/// </summary>
internal sealed class StreamSampler : CorpusSampler
{
    // A single sequence has one row in each step's product, but layers before and after the recurrence process the rows of all steps together.
    private const int ValidationSteps = 256;

    private readonly int _steps;
    private readonly int _streamLength;
    private readonly int _validationLength;
    private readonly int[] _streams;
    private readonly int[] _positions;
    private readonly int[] _validationPosition = new int[1];
    private readonly NetworkState<float> _trainState;
    private readonly NetworkState<float> _validationState;
    private bool _isValidating;
    private bool _isStart;

    public StreamSampler(int[] tokens, int batchSize, int steps, int validationStart, TrainableNetwork<float> network)
        : base(tokens)
    {
        _streamLength = (validationStart - 1) / batchSize;
        _validationLength = tokens.Length - validationStart - 1;
        if (_streamLength < 1 || _validationLength < 1)
        {
            throw new ArgumentException(
                $"{validationStart} characters to learn from and {tokens.Length - validationStart} for validation are too few for {batchSize} streams and "
                    + "a prediction in each part");
        }

        _steps = steps;
        ValidationStart = validationStart;
        _streams = [.. Enumerable.Range(0, batchSize).Select(i => i * _streamLength)];
        _positions = new int[batchSize];
        _trainState = new NetworkState<float>(network, batchSize);
        _validationState = new NetworkState<float>(network, 1);
    }

    public override int TrainBatches => ((_streamLength - 1) / _steps) + 1;

    public override int ValidationBatches => ((_validationLength - 1) / ValidationSteps) + 1;

    public override int ValidationStart { get; }

    // A stream starts from the network's initial state, which may be a trained one.
    public override NetworkState<float>? State => _isStart ? null : Carried;

    public override NetworkState<float> Carried => _isValidating ? _validationState : _trainState;

    public override void FillTrain(int batch)
    {
        (_isValidating, _isStart) = (false, batch == 0);
        int done = batch * _steps;
        for (int i = 0; i < _positions.Length; i++)
        {
            _positions[i] = _streams[i] + done;
        }

        Fill(_positions, Math.Min(_steps, _streamLength - done));
    }

    public override void FillValidation(int batch)
    {
        (_isValidating, _isStart) = (true, batch == 0);
        int done = batch * ValidationSteps;
        _validationPosition[0] = ValidationStart + done;
        Fill(_validationPosition, Math.Min(ValidationSteps, _validationLength - done));
    }

    public override void Transfer(CheckpointTransfer transfer) => ((ICheckpointed)_trainState).Transfer(transfer);
}
