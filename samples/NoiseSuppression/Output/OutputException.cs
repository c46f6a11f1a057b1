namespace NoiseSuppression.Output;

/// <summary>Sound that could not be written, which is no fault of what was read.</summary>
internal sealed class OutputException(IOException inner) : Exception(inner.Message, inner);
