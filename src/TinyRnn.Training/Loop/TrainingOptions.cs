using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>The settings of all trainings. Each value is checked when it is set (<see cref="ArgumentOutOfRangeException"/>).</summary>
public abstract record TrainingOptions
{
    private protected TrainingOptions()
    {
    }

    /// <summary>Display name of the model.</summary>
    public string Name { get; init; } = "model";

    /// <summary>Seed of all random numbers. The same seed and number of threads give the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The optimiser and its settings.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How weights are initialised.</summary>
    public WeightInitialization Initialization { get; init => field = OptionRange.Defined(value, nameof(Initialization)); } = WeightInitialization.Uniform;

    /// <summary>
    /// Probability, in [0, 1), that a value between two layers is set to zero in training: dropout (Srivastava et al. 2014).
    /// </summary>
    public double Dropout { get; init => field = OptionRange.Fraction(value, nameof(Dropout)); }

    /// <summary>
    /// Share, in [0, 1), of the blocks of recurrent layers' matrices that are zero at the end; 0 for none. A block is 16 units of a gate by one input. The
    /// blocks of the smallest magnitude are cut gradually between a tenth and two thirds of the run. A matrix whose columns are looked up is not cut.
    /// </summary>
    public double Sparsity { get; init => field = OptionRange.Fraction(value, nameof(Sparsity)); }

    /// <summary>Evaluations in a row without improvement after which the run stops, 1 to 1,000,000; null for no early stopping.</summary>
    public int? Patience { get; init => field = value is int patience ? OptionRange.Int32(patience, 1, 1_000_000, nameof(Patience)) : null; }

    /// <summary>Weights that the run starts from; null for random ones.</summary>
    public InitialWeights? InitialWeights { get; init; }

    /// <summary>Training steps between calls of the progress callback, which is also called after each evaluation; 1 to 1,000,000,000.</summary>
    public int ProgressEvery { get; init => field = OptionRange.Int32(value, 1, 1_000_000_000, nameof(ProgressEvery)); } = 100;

    /// <summary>
    /// Threads that share the sequences of a training step, 1 to 256; null for the number of cores, but with at least 8 sequences for each thread. The
    /// number is part of the model's metadata, because the order of sums depends on it.
    /// </summary>
    public int? Threads
    {
        get;
        init => field = value is int threads ? OptionRange.Int32(threads, 1, DataParallelNetwork<float>.MaxThreads, nameof(Threads)) : null;
    }

    internal abstract string TrainerName { get; }

    /// <summary>The number of threads for training steps with this many sequences.</summary>
    public int ThreadsFor(int sequences)
    {
        // The rows of a tile of the products. Fewer would leave tiles half empty.
        const int SequencesWorthAThread = 8;
        return Math.Min(
            Threads ?? Math.Clamp(sequences / SequencesWorthAThread, 1, Math.Min(Environment.ProcessorCount, DataParallelNetwork<float>.MaxThreads)),
            sequences);
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("trainer", TrainerName);
        json.WriteNumber("seed", Seed);
        json.WriteString("initialization", Initialization == WeightInitialization.Uniform ? "uniform" : "small-normal");
        if (Dropout > 0)
        {
            json.WriteNumber("dropout", Dropout);
        }

        if (Sparsity > 0)
        {
            json.WriteNumber("sparsity", Sparsity);
        }

        if (Patience is int patience)
        {
            json.WriteNumber("patience", patience);
        }

        if (InitialWeights is not null)
        {
            json.WriteString("initialWeights", Convert.ToHexStringLower(InitialWeights.Hash()));
        }

        Optimizer.Write(json);
        WriteOwn(json);
    }

    private protected abstract void WriteOwn(Utf8JsonWriter json);
}
