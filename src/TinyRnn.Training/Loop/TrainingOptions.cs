using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>What all ways of training have. Each value is checked when it is set (<see cref="ArgumentOutOfRangeException"/>).</summary>
public abstract record TrainingOptions
{
    private protected TrainingOptions()
    {
    }

    /// <summary>Name of the model, for people.</summary>
    public string Name { get; init; } = "model";

    /// <summary>Start of all random numbers: the same seed with the same number of threads gives the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How weights are changed.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How weights start.</summary>
    public WeightInitialization Initialization { get; init => field = OptionRange.Defined(value, nameof(Initialization)); } = WeightInitialization.Uniform;

    /// <summary>
    /// Probability, in [0, 1), with which each value between two layers is left out while the network learns (Srivastava et al. 2014).
    /// </summary>
    public double Dropout { get; init => field = OptionRange.Fraction(value, nameof(Dropout)); }

    /// <summary>
    /// Share, in [0, 1), of the blocks of recurrent layers' matrices that are zero in the end: 16 units of a gate by one input, those of the smallest
    /// magnitude, cut bit by bit between a tenth and two thirds of the run. 0 for none. A matrix whose columns are looked up is left whole.
    /// </summary>
    public double Sparsity { get; init => field = OptionRange.Fraction(value, nameof(Sparsity)); }

    /// <summary>Evaluations in a row that are no better than the best before them, after which the run stops, 1 to 1,000,000; null for none.</summary>
    public int? Patience { get; init => field = value is int patience ? OptionRange.Int32(patience, 1, 1_000_000, nameof(Patience)) : null; }

    /// <summary>Weights that the run begins with; null for new ones.</summary>
    public InitialWeights? InitialWeights { get; init; }

    /// <summary>Steps between two calls of the progress callback, which is also called after each evaluation; 1 to 1,000,000,000.</summary>
    public int ProgressEvery { get; init => field = OptionRange.Int32(value, 1, 1_000_000_000, nameof(ProgressEvery)); } = 100;

    /// <summary>
    /// Threads over which the sequences of a step are split, 1 to 256; null for as many as the machine has cores and leave each at least
    /// 8 sequences. The number is part of the model's metadata: sums are taken in an order that depends on it.
    /// </summary>
    public int? Threads { get; init => field = value is int threads ? OptionRange.Int32(threads, 1, DataParallelNetwork<float>.MaxThreads, nameof(Threads)) : null; }

    internal abstract string TrainerName { get; }

    /// <summary>The number of threads over which steps of so many sequences are split.</summary>
    public int ThreadsFor(int sequences)
    {
        // The rows of a tile of the products: fewer would leave them half empty.
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
