namespace TinyRnn;

/// <summary>What the outputs of a model over labels or characters are.</summary>
public enum OutputForm
{
    /// <summary>Unnormalised log-probabilities; a soft-max makes them probabilities.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,

    /// <summary>Natural logarithms of probabilities.</summary>
    LogProbabilities,
}
