using System.Numerics;
using System.Text.Json;

namespace TinyRnn.Training;

/// <summary>The kind of optimiser.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, with or without momentum.</summary>
    Sgd,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>RMSProp, with or without momentum.</summary>
    RmsProp,
}

/// <summary>How the learning rate changes.</summary>
public enum LearningRateSchedule
{
    /// <summary>No change.</summary>
    Constant,

    /// <summary>Half a cosine from the full rate at the first step to the final fraction at the last (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,

    /// <summary>Multiplied by a factor after every fixed number of steps (PyTorch's <c>StepLR</c>).</summary>
    Step,
}

/// <summary>The settings of an optimiser. Each value is checked when it is set (<see cref="ArgumentOutOfRangeException"/>).</summary>
public sealed record OptimizerOptions
{
    private const double MaximumEpochs = 100_000;

    /// <summary>The kind of optimiser.</summary>
    public OptimizerKind Kind { get; init => field = OptionRange.Defined(value, nameof(Kind)); } = OptimizerKind.Adam;

    /// <summary>Step size, above 0 and at most 1,000.</summary>
    public double LearningRate { get; init => field = OptionRange.Positive(value, 1000, nameof(LearningRate)); } = 1e-3;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.RmsProp"/>, in [0, 1).</summary>
    public double Momentum { get; init => field = OptionRange.Fraction(value, nameof(Momentum)); }

    /// <summary>Share of the old mean that is kept in <see cref="OptimizerKind.Adam"/> and <see cref="OptimizerKind.AdamW"/>, in [0, 1).</summary>
    public double Beta1 { get; init => field = OptionRange.Fraction(value, nameof(Beta1)); } = 0.9;

    /// <summary>Share of the old mean square that is kept in <see cref="OptimizerKind.Adam"/> and <see cref="OptimizerKind.AdamW"/>, in [0, 1).</summary>
    public double Beta2 { get; init => field = OptionRange.Fraction(value, nameof(Beta2)); } = 0.999;

    /// <summary>Share of the old mean square that is kept in <see cref="OptimizerKind.RmsProp"/>, in [0, 1): PyTorch's alpha.</summary>
    public double SquareDecay { get; init => field = OptionRange.Fraction(value, nameof(SquareDecay)); } = 0.99;

    /// <summary>Added to the root in all but <see cref="OptimizerKind.Sgd"/>, above 0 and at most 1.</summary>
    public double Epsilon { get; init => field = OptionRange.Positive(value, 1, nameof(Epsilon)); } = 1e-8;

    /// <summary>
    /// Share of each weight, in [0, 1), that is added to its gradient; for <see cref="OptimizerKind.AdamW"/> the share, times the rate, that is subtracted
    /// at each step. Null for PyTorch's defaults: 0.01 for <see cref="OptimizerKind.AdamW"/>, else none.
    /// </summary>
    public double? WeightDecay { get; init => field = value is double decay ? OptionRange.Fraction(decay, nameof(WeightDecay)) : null; }

    /// <summary>How the rate changes.</summary>
    public LearningRateSchedule Schedule { get; init => field = OptionRange.Defined(value, nameof(Schedule)); } = LearningRateSchedule.Constant;

    /// <summary>For <see cref="LearningRateSchedule.Cosine"/>: share of the rate at the last step, in [0, 1).</summary>
    public double FinalRateFraction { get; init => field = OptionRange.Fraction(value, nameof(FinalRateFraction)); } = 0.02;

    /// <summary>For <see cref="LearningRateSchedule.Step"/>: the factor of the rate, above 0 and at most 1.</summary>
    public double StepFactor { get; init => field = OptionRange.Positive(value, 1, nameof(StepFactor)); } = 0.1;

    /// <summary>
    /// For <see cref="LearningRateSchedule.Step"/>: training steps between multiplications, at least 1; null for a third of the run's steps.
    /// Warm-up steps are not counted.
    /// </summary>
    public int? StepEvery { get; init => field = value is int steps ? OptionRange.Int32(steps, 1, int.MaxValue, nameof(StepEvery)) : null; }

    /// <summary>The same in epochs, which may be fractional, above 0. It overrides <see cref="StepEvery"/>; null to use that.</summary>
    public double? StepEveryEpochs
    {
        get;
        init => field = value is double epochs ? OptionRange.Positive(epochs, MaximumEpochs, nameof(StepEveryEpochs)) : null;
    }

    /// <summary>Training steps in which the rate rises linearly to its full value, before the schedule starts; 0 for none.</summary>
    public int WarmUpSteps { get; init => field = OptionRange.Int32(value, 0, int.MaxValue, nameof(WarmUpSteps)); }

    /// <summary>The same in epochs, which may be fractional, above 0. It overrides <see cref="WarmUpSteps"/>; null to use that.</summary>
    public double? WarmUpEpochs { get; init => field = value is double epochs ? OptionRange.Positive(epochs, MaximumEpochs, nameof(WarmUpEpochs)) : null; }

    /// <summary>Largest global norm of the gradient, above 0; null for no clipping.</summary>
    public double? ClipNorm { get; init => field = value is double norm ? OptionRange.Positive(norm, double.MaxValue, nameof(ClipNorm)) : null; }

    /// <summary>Largest magnitude of one element of the gradient, after any clipping by norm, above 0; null for no clipping.</summary>
    public double? ClipValue { get; init => field = value is double limit ? OptionRange.Positive(limit, float.MaxValue, nameof(ClipValue)) : null; }

    /// <summary>The optimiser.</summary>
    public Optimizer<T> Create<T>(IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Kind switch
        {
            OptimizerKind.Sgd => new Sgd<T>(parameters, LearningRate, Momentum, Decay),
            OptimizerKind.RmsProp => new RmsProp<T>(parameters, LearningRate, SquareDecay, Momentum, Epsilon, Decay),
            _ => new Adam<T>(parameters, LearningRate, Beta1, Beta2, Epsilon, Decay, isDecoupled: Kind == OptimizerKind.AdamW),
        };

    /// <summary>The same settings with epochs converted to training steps, rounded to at least 1.</summary>
    /// <param name="stepsPerEpoch">Training steps in an epoch, at least 1.</param>
    public OptimizerOptions InSteps(int stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        return this with
        {
            StepEvery = StepEveryEpochs is double every ? Steps(every) : StepEvery,
            StepEveryEpochs = null,
            WarmUpSteps = WarmUpEpochs is double warmUp ? Steps(warmUp) : WarmUpSteps,
            WarmUpEpochs = null,
        };

        int Steps(double epochs) => (int)Math.Clamp(Math.Round(epochs * stepsPerEpoch), 1, int.MaxValue);
    }

    /// <summary>The learning rate of a training step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <param name="steps">Number of steps of the whole run.</param>
    /// <exception cref="InvalidOperationException">A setting is given in epochs; use <see cref="InSteps"/> to convert it.</exception>
    public double RateAt(int step, int steps)
    {
        if (StepEveryEpochs is not null || WarmUpEpochs is not null)
        {
            throw new InvalidOperationException($"a setting is given in epochs; {nameof(InSteps)} converts it to steps");
        }

        if (step < WarmUpSteps)
        {
            return LearningRate * (step + 1) / WarmUpSteps;
        }

        step -= WarmUpSteps;
        steps -= WarmUpSteps;
        if (Schedule == LearningRateSchedule.Step)
        {
            const int Stairs = 3;
            return LearningRate * Math.Pow(StepFactor, step / (StepEvery ?? Math.Max(1, (steps + Stairs - 1) / Stairs)));
        }

        if (Schedule == LearningRateSchedule.Constant || steps <= 1)
        {
            return LearningRate;
        }

        double cosine = (1 + Math.Cos(Math.PI * step / (steps - 1))) / 2;
        return LearningRate * (FinalRateFraction + ((1 - FinalRateFraction) * cosine));
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("optimizer");
        json.WriteString("kind", Word);
        json.WriteNumber("learningRate", LearningRate);
        WriteOwn(json);

        json.WriteString("schedule", Schedule.ToString().ToLowerInvariant());
        if (Schedule == LearningRateSchedule.Cosine)
        {
            json.WriteNumber("finalRateFraction", FinalRateFraction);
        }

        if (Schedule == LearningRateSchedule.Step)
        {
            json.WriteNumber("stepFactor", StepFactor);
            WriteSteps(json, "stepEvery", StepEvery, StepEveryEpochs);
        }

        WriteSteps(json, "warmUpSteps", WarmUpSteps > 0 ? WarmUpSteps : null, WarmUpEpochs);

        if (ClipNorm is double norm)
        {
            json.WriteNumber("clipNorm", norm);
        }

        if (ClipValue is double limit)
        {
            json.WriteNumber("clipValue", limit);
        }

        json.WriteEndObject();
    }

    // Writes nothing if neither is given.
    private static void WriteSteps(Utf8JsonWriter json, string name, int? steps, double? epochs)
    {
        if (epochs is double number)
        {
            json.WriteNumber(name.Replace("Steps", "", StringComparison.Ordinal) + "Epochs", number);
        }
        else if (steps is int count)
        {
            json.WriteNumber(name, count);
        }
    }

    private double Decay => WeightDecay ?? (Kind == OptimizerKind.AdamW ? 0.01 : 0);

    private string Word => Kind switch
    {
        OptimizerKind.Sgd => "sgd",
        OptimizerKind.RmsProp => "rmsprop",
        OptimizerKind.AdamW => "adamw",
        _ => "adam",
    };

    private void WriteOwn(Utf8JsonWriter json)
    {
        if (Kind is OptimizerKind.Sgd or OptimizerKind.RmsProp)
        {
            json.WriteNumber("momentum", Momentum);
        }

        if (Kind == OptimizerKind.RmsProp)
        {
            json.WriteNumber("squareDecay", SquareDecay);
        }

        if (Kind is OptimizerKind.Adam or OptimizerKind.AdamW)
        {
            json.WriteNumber("beta1", Beta1);
            json.WriteNumber("beta2", Beta2);
        }

        if (Kind != OptimizerKind.Sgd)
        {
            json.WriteNumber("epsilon", Epsilon);
        }

        if (Kind == OptimizerKind.AdamW || Decay > 0)
        {
            json.WriteNumber("weightDecay", Decay);
        }
    }
}
