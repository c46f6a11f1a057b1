namespace TinyRnn.Training;

/// <summary>What a checkpoint is to a training.</summary>
/// <param name="Step">Steps that were done when it was written.</param>
/// <param name="Difference">Why the training cannot go on from it, such as the first setting that differs; null where it can.</param>
public sealed record CheckpointContent(int Step, string? Difference);
