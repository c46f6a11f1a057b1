using System.Numerics;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>Training on overlapping windows from a zero state, as in d2l.ai, instead of on streams.</summary>
/// <param name="Train">Training windows, which start at characters 0 to Train - 1.</param>
/// <param name="Validation">Validation windows, which start at the characters after those.</param>
public sealed record WindowSampling(int Train, int Validation)
{
    /// <summary>Training windows, at least 1.</summary>
    public int Train { get; } = OptionRange.Int32(Train, 1, int.MaxValue, nameof(Train));

    /// <summary>Validation windows, at least 1.</summary>
    public int Validation { get; } = OptionRange.Int32(Validation, 1, int.MaxValue, nameof(Validation));
}

/// <summary>Settings of <see cref="LanguageModelTrainer"/>.</summary>
public sealed record LanguageModelOptions : TrainingOptions
{
    /// <summary>Makes the default settings: Adam with a cosine schedule, clipped at 1.</summary>
    public LanguageModelOptions() =>
        Optimizer = new OptimizerOptions { LearningRate = 3e-3, Schedule = LearningRateSchedule.Cosine, ClipNorm = 1 };

    /// <summary>The settings of <see cref="ForText"/> that do not depend on the text's length.</summary>
    public static LanguageModelOptions DefaultForText { get; } = new()
    {
        Steps = 64,
        Optimizer = new LanguageModelOptions().Optimizer with { LearningRate = 5e-3 },
    };

    /// <summary>The rule of <see cref="ForText"/> in words.</summary>
    public const string TextRule =
        "Adam at 0.005 falling to 0.0001, 64 steps, 5,000,000 characters in 1 to 10 epochs, 2 to 32 streams of at least 16,384 characters each, and "
            + "dropout of 0.3 for texts of fewer than 500,000 characters";

    /// <summary>
    /// Settings, by <see cref="TextRule"/>, that work well with a gated layer of 256 units on a text of this length. A short text is
    /// read more often and in fewer streams, so that there are enough training steps, and with dropout, because it is soon memorised.
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

    /// <summary>Epochs, 1 to 100,000.</summary>
    public int Epochs { get; init => field = OptionRange.Int32(value, 1, 100_000, nameof(Epochs)); } = 10;

    /// <summary>Parallel streams, or windows in a training step; 1 to 65,536.</summary>
    public int BatchSize { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(BatchSize)); } = 32;

    /// <summary>Characters through which gradients are propagated back, 1 to 65,536.</summary>
    public int Steps { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(Steps)); } = 32;

    /// <summary>
    /// Share of the text, at its end, for validation, above 0 and below 1; not used with <see cref="Windows"/> or if the corpus has a validation text.
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
