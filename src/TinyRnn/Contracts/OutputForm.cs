namespace TinyRnn;

/// <summary>The meaning of the outputs of a model over labels or characters.</summary>
public enum OutputForm
{
    /// <summary>Unnormalised log-probabilities; a soft-max makes them probabilities.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,

    /// <summary>Natural logarithms of probabilities.</summary>
    LogProbabilities,
}
