using System.Numerics;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Training on overlapping windows from a zero state, as in d2l.ai, instead of on streams.</summary>
/// <param name="Train">Windows to learn from: those that start at characters 0 to Train - 1.</param>
/// <param name="Validation">Windows to measure with: those that start at the characters after.</param>
public sealed record WindowSampling(int Train, int Validation)
{
    /// <summary>Windows to learn from, at least 1.</summary>
    public int Train { get; } = OptionRange.Int32(Train, 1, int.MaxValue, nameof(Train));

    /// <summary>Windows to measure with, at least 1.</summary>
    public int Validation { get; } = OptionRange.Int32(Validation, 1, int.MaxValue, nameof(Validation));
}

/// <summary>Settings of <see cref="LanguageModelTrainer"/>.</summary>
public sealed record LanguageModelOptions : TrainingOptions
{
    /// <summary>Makes the default settings: Adam with a cosine schedule, clipped at 1.</summary>
    public LanguageModelOptions() =>
        Optimizer = new OptimizerOptions { LearningRate = 3e-3, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 };

    /// <summary>What <see cref="ForText"/> sets for texts of every length.</summary>
    public static LanguageModelOptions DefaultForText { get; } = new()
    {
        Steps = 64,
        Optimizer = new LanguageModelOptions().Optimizer with { LearningRate = 5e-3 },
    };

    /// <summary>The rule of <see cref="ForText"/> in words.</summary>
    public const string TextRule =
        "Adam at 0.005 falling to 0.0001, 64 steps, 5,000,000 characters in 1 to 10 epochs, 2 to 32 streams of at least 16,384 characters each, and "
            + "dropout of 0.3 where the text has fewer than 500,000";

    /// <summary>
    /// Settings that do well with a gated layer of 256 units on a text of this length: those of <see cref="TextRule"/>. A short text
    /// is read more often and in fewer streams, so that there are steps enough, and with dropout, because it is soon known by heart.
    /// </summary>
    /// <param name="corpus">The text.</param>
    public static LanguageModelOptions ForText(CharacterCorpus corpus)
    {
        const int MaximumEpochs = 10;
        const int Characters = 5_000_000;
        const int MaximumStreams = 32;
        const int MinimumStreams = 2;
        const int CharactersPerStream = 16_384;
        const int ShortText = 500_000;
        LanguageModelOptions options = DefaultForText;
        int train = corpus.ValidationStart ?? (int)(corpus.Tokens.Count * (1 - options.ValidationFraction));
        return options with
        {
            Epochs = (int)Math.Clamp(Math.Round((double)Characters / train), 1, MaximumEpochs),
            BatchSize = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(train / CharactersPerStream) + 1) / 2, MinimumStreams, MaximumStreams),
            Dropout = train < ShortText ? 0.3 : 0,
        };
    }

    /// <summary>Number of epochs, 1 to 100,000.</summary>
    public int Epochs { get; init => field = OptionRange.Int32(value, 1, 100_000, nameof(Epochs)); } = 10;

    /// <summary>Parallel streams, or windows a step; 1 to 65,536.</summary>
    public int BatchSize { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(BatchSize)); } = 32;

    /// <summary>Characters through which errors are propagated back, 1 to 65,536.</summary>
    public int Steps { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(Steps)); } = 32;

    /// <summary>
    /// Share of the text, at its end, to measure with, above 0 and below 1; not used with <see cref="Windows"/> or where the corpus has a text to measure with.
    /// </summary>
    public double ValidationFraction
    {
        get;
        init => field = OptionRange.Positive(OptionRange.Fraction(value, nameof(ValidationFraction)), 1, nameof(ValidationFraction));
    } = 0.1;

    /// <summary>Windows from a zero state; null for streams with carried state.</summary>
    public WindowSampling? Windows { get; init; }

    internal override string TrainerName => "language-model";

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("batchSize", BatchSize);
        json.WriteNumber("steps", Steps);
        if (Windows is WindowSampling windows)
        {
            json.WriteNumber("trainWindows", windows.Train);
            json.WriteNumber("validationWindows", windows.Validation);
        }
        else
        {
            json.WriteNumber("validationFraction", ValidationFraction);
        }
    }
}
