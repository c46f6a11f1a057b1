namespace TinyRnn.Model;

/// <summary>
/// A contradiction in a network, with the path to the field at fault. One set of checks thus serves networks made in code (an <see
/// cref="ArgumentException"/>) and networks read from a file (an error with its place).
/// </summary>
internal sealed class InvalidNetworkException(ModelErrorCode code, string reason, params object[] place) : ArgumentException(reason)
{
    public ModelErrorCode Code { get; } = code;

    /// <summary>Field names and array indices, starting at the document's root.</summary>
    public IReadOnlyList<object> Place { get; } = place;
}
