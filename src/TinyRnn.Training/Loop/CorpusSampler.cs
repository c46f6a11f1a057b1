namespace TinyRnn.Training;

/// <summary>Cuts a text into time-major batches of inputs and targets. The target of a character is the next one.</summary>
internal abstract class CorpusSampler(int[] tokens) : ICheckpointed
{
    private int[] _inputs = [];
    private int[] _targets = [];

    public PackedLayout Layout { get; } = new();

    public StepInput<float> Input => new(_inputs.AsSpan(0, Layout.Rows));

    public ReadOnlySpan<int> Targets => _targets.AsSpan(0, Layout.Rows);

    public abstract int TrainBatches { get; }

    public abstract int ValidationBatches { get; }

    /// <summary>The first character of the validation part.</summary>
    public abstract int ValidationStart { get; }

    /// <summary>The state at the start of the current batch; null for the network's own.</summary>
    public virtual NetworkState<float>? State => null;

    /// <summary>Receives the state after the current batch; null if it is not carried on.</summary>
    public virtual NetworkState<float>? Carried => null;

    public virtual void StartRun()
    {
    }

    public virtual void StartEpoch(Xoshiro256StarStar random)
    {
    }

    public abstract void FillTrain(int batch);

    public abstract void FillValidation(int batch);

    /// <summary>The order of the windows, or the states that streams carry.</summary>
    public abstract void Transfer(CheckpointTransfer transfer);

    protected void Fill(ReadOnlySpan<int> starts, int steps)
    {
        Layout.Reset(starts.Length, steps);
        Span<int> inputs = GrowingArray.Ensure(ref _inputs, Layout.Rows);
        Span<int> targets = GrowingArray.Ensure(ref _targets, Layout.Rows);
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < starts.Length; i++)
            {
                inputs[(step * starts.Length) + i] = tokens[starts[i] + step];
                targets[(step * starts.Length) + i] = tokens[starts[i] + step + 1];
            }
        }
    }
}
