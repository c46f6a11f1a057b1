namespace TinyRnn.Training;

/// <summary>
/// The beginning of the text as parallel streams of equal length, whose state goes on from batch to batch; its end as one stream.
/// </summary>
internal sealed class StreamSampler : CorpusSampler
{
    // One sequence has no rows to share a product with, but the layers before and after the recurrence have those of all steps.
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
                $"{validationStart} characters to learn from and {tokens.Length - validationStart} to measure with are too few for {batchSize} streams and "
                    + "a prediction on each side");
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

    // A stream starts as the network does, from a trained state where it has one.
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
