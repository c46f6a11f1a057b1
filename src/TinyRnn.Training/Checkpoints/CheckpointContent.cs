namespace TinyRnn.Training;

/// <summary>Describes a checkpoint as seen by a training.</summary>
/// <param name="Step">Training steps that were done when it was written.</param>
/// <param name="Difference">Why the training cannot continue from it, such as the first setting that differs; null if it can.</param>
public sealed record CheckpointContent(int Step, string? Difference);
