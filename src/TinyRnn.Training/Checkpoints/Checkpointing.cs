using System.Diagnostics;

namespace TinyRnn.Training;

/// <summary>Decides when a training writes its checkpoint.</summary>
internal sealed class Checkpointing
{
    private readonly CheckpointOptions _options;
    private readonly Fingerprint _fingerprint;
    private readonly RunState _state;
    private long _written = Stopwatch.GetTimestamp();

    /// <exception cref="CheckpointException">The run should continue from a checkpoint that is missing, damaged or of another training.</exception>
    public Checkpointing(CheckpointOptions options, Fingerprint fingerprint, RunState state)
    {
        _options = options;
        _fingerprint = fingerprint;
        _state = state;
        if (options.Resume)
        {
            CheckpointFile.Load(options.Path, fingerprint, state);
        }
    }

    /// <summary>Called after each training step.</summary>
    public void SaveWhenDue()
    {
        if (_options.EverySteps is int steps ? _state.Iteration % steps == 0 : Stopwatch.GetElapsedTime(_written) >= CheckpointOptions.Interval)
        {
            Save();
        }
    }

    public void Save()
    {
        CheckpointFile.Save(_options.Path, _fingerprint, _state);
        _written = Stopwatch.GetTimestamp();
    }
}
