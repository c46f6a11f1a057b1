namespace TinyRnn.Model;

/// <summary>
/// A contradiction in a network, with the way to the culprit in the document, so that one set of checks serves
/// networks made in code (an <see cref="ArgumentException"/>) and those read from a file (an error with its place).
/// </summary>
internal sealed class InvalidNetworkException(ModelErrorCode code, string reason, params object[] place) : ArgumentException(reason)
{
    public ModelErrorCode Code { get; } = code;

    /// <summary>Field names and array indices from the document's root.</summary>
    public IReadOnlyList<object> Place { get; } = place;
}
