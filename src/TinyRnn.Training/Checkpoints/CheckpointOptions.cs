namespace TinyRnn.Training;

/// <summary>
/// Where and how often a training keeps all that it needs to go on, bit for bit, after it was stopped or killed. The file is replaced as a
/// whole, so that a good one is always there. Checkpoints never change what is learned.
/// </summary>
public sealed record CheckpointOptions
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Makes options.</summary>
    /// <param name="path">The file.</param>
    public CheckpointOptions(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Steps from one checkpoint to the next, 1 to 1,000,000,000; null for one every 30 seconds. One more follows when the run is cancelled.</summary>
    public int? EverySteps { get; init => field = value is int steps ? OptionRange.Int32(steps, 1, 1_000_000_000, nameof(EverySteps)) : null; }

    /// <summary>Whether the run goes on from the file, which is then of the same settings and data, instead of beginning.</summary>
    public bool Resume { get; init; }
}
