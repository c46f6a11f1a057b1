namespace TrainingBenchmark;

/// <summary>
/// The training of a character-level language model of one recurrent layer, an update a call: back-propagation through time with carried
/// state, the gradient clipped at 1, Adam.
/// </summary>
internal interface ITrainingPass : IDisposable
{
    /// <summary>Size of the vocabulary.</summary>
    const int Symbols = 65;

    /// <summary>Characters a sequence and update.</summary>
    const int Steps = 64;

    /// <summary>Characters of all sequences an update.</summary>
    int Characters { get; }

    void Update();
}
