namespace TinyRnn.Interop.StateDicts;

/// <summary>What a file says of a module beside its tensors, as a pickled module does; null where it says nothing. Options come first.</summary>
internal sealed record ModuleFacts
{
    /// <summary>Whether a matrix without bias is the table of an embedding, or a linear layer's.</summary>
    public bool? IsEmbedding { get; init; }

    /// <summary>What a batch normalisation adds to the variance.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The activation behind the module, or of a plain RNN's recurrence, in the words of the options.</summary>
    public string? Activation { get; init; }

    /// <summary>What the file has in the place of the activation, where it is nothing that a layer can do.</summary>
    public string? UnknownActivation { get; init; }
}
