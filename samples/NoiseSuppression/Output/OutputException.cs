namespace NoiseSuppression.Output;

/// <summary>An error in writing sound, as opposed to an error in the input.</summary>
internal sealed class OutputException(IOException inner) : Exception(inner.Message, inner);
