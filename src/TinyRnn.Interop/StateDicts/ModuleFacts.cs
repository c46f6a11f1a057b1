namespace TinyRnn.Interop.StateDicts;

/// <summary>What a file says about a module besides its tensors, such as a pickled module does; null if it says nothing. Options take
/// precedence.</summary>
internal sealed record ModuleFacts
{
    /// <summary>Whether a matrix without bias is the table of an embedding; if not, it belongs to a linear layer.</summary>
    public bool? IsEmbedding { get; init; }

    /// <summary>The epsilon that a batch normalisation adds to the variance.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The activation after the module, or of a plain RNN's recurrence, in words of the options.</summary>
    public string? Activation { get; init; }

    /// <summary>What the file has in place of the activation, if no layer can compute it.</summary>
    public string? UnknownActivation { get; init; }
}
