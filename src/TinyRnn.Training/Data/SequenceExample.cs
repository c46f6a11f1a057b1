namespace TinyRnn.Training;

/// <summary>A sequence of vectors with its expected outputs, in the user's units.</summary>
/// <param name="Input">[steps, inputSize].</param>
/// <param name="Target">[steps, outputSize], or [outputSize] if only the last step has a target.</param>
public sealed record SequenceExample(float[] Input, float[] Target);
