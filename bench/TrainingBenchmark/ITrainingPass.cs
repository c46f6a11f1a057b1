namespace TrainingBenchmark;

/// <summary>
/// The training of a character-level language model with one recurrent layer, one update in each call: back-propagation through time with
/// carried state, the gradient clipped at 1, and Adam.
/// </summary>
internal interface ITrainingPass : IDisposable
{
    /// <summary>Size of the vocabulary.</summary>
    const int Symbols = 65;

    /// <summary>Characters of a sequence in an update.</summary>
    const int Steps = 64;

    /// <summary>Characters of all sequences in an update.</summary>
    int Characters { get; }

    void Update();
}
