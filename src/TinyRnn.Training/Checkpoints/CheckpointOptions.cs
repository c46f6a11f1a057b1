namespace TinyRnn.Training;

/// <summary>
/// Where and how often a training saves what it needs to continue, bit for bit, after it was stopped or killed. The file is replaced
/// as a whole, so there is always a valid one. Checkpoints do not change the result.
/// </summary>
public sealed record CheckpointOptions
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Makes options.</summary>
    /// <param name="path">The file.</param>
    public CheckpointOptions(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Training steps between checkpoints, 1 to 1,000,000,000; null for one every 30 seconds. One more is written when the run is cancelled.</summary>
    public int? EverySteps { get; init => field = value is int steps ? OptionRange.Int32(steps, 1, 1_000_000_000, nameof(EverySteps)) : null; }

    /// <summary>Whether the run continues from the file, which must have the same settings and data, instead of starting.</summary>
    public bool Resume { get; init; }
}
