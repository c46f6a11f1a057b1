namespace TinyRnn.Training;

/// <summary>A sequence of vectors with what should come out, in the user's units.</summary>
/// <param name="Input">[steps, inputSize].</param>
/// <param name="Target">[steps, outputSize], or [outputSize] where the last step alone counts.</param>
public sealed record SequenceExample(float[] Input, float[] Target);
