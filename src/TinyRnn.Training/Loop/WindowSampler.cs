namespace TinyRnn.Training;

/// <summary>Windows that start at every character. The first ones are for training in random order, the next ones for validation.</summary>
internal sealed class WindowSampler : CorpusSampler
{
    private readonly int _batchSize;
    private readonly int _steps;
    private readonly int[] _train;
    private readonly int[] _validation;

    public WindowSampler(int[] tokens, int batchSize, int steps, WindowSampling windows)
        : base(tokens)
    {
        long needed = (long)windows.Train + windows.Validation + steps;
        if (tokens.Length < needed)
        {
            throw new ArgumentException(
                $"{windows.Train} + {windows.Validation} windows of {steps} characters need a text of {needed} characters, not {tokens.Length}");
        }

        _batchSize = batchSize;
        _steps = steps;
        _train = new int[windows.Train];
        _validation = [.. Enumerable.Range(windows.Train, windows.Validation)];
    }

    public override int TrainBatches => ((_train.Length - 1) / _batchSize) + 1;

    public override int ValidationBatches => ((_validation.Length - 1) / _batchSize) + 1;

    public override int ValidationStart => _train.Length;

    public override void StartRun()
    {
        for (int i = 0; i < _train.Length; i++)
        {
            _train[i] = i;
        }
    }

    public override void StartEpoch(Xoshiro256StarStar random) => random.Shuffle(_train.AsSpan());

    public override void FillTrain(int batch) => Fill(Part(_train, batch), _steps);

    public override void FillValidation(int batch) => Fill(Part(_validation, batch), _steps);

    public override void Transfer(CheckpointTransfer transfer) => transfer.Order(_train);

    private ReadOnlySpan<int> Part(int[] starts, int batch) =>
        starts.AsSpan(batch * _batchSize, Math.Min(_batchSize, starts.Length - (batch * _batchSize)));
}
