using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyRnn.Training;

/// <summary>Settings of <see cref="SequenceRegressionTrainer"/>.</summary>
public sealed record SequenceRegressionOptions : TrainingOptions
{
    /// <summary>Epochs, 1 to 100,000.</summary>
    public int Epochs { get; init => field = OptionRange.Int32(value, 1, 100_000, nameof(Epochs)); } = 50;

    /// <summary>Sequences in a training step, 1 to 65,536.</summary>
    public int BatchSize { get; init => field = OptionRange.Int32(value, 1, 65_536, nameof(BatchSize)); } = 32;

    /// <summary>Which steps have a target.</summary>
    public OutputSteps OutputSteps { get; init => field = OptionRange.Defined(value, nameof(OutputSteps)); } = OutputSteps.Last;

    /// <summary>Names of the input columns, or none.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Standardisation of the input columns, or none; <see cref="TimeSeries.Standardize"/> makes one.</summary>
    public Scaling? InputScaling { get; init; }

    /// <summary>Standardisation of the target columns, or none. With a residual connection, that of the change that it does not cover.</summary>
    public Scaling? OutputScaling { get; init; }

    /// <summary>
    /// A residual connection in the user's units, or none: for each output the index of the value of the same step's input that is added to it,
    /// so that the layers learn only the change.
    /// </summary>
    public IReadOnlyList<int>? ResidualInputs { get; init; }

    /// <summary>The shape of a forecast model; null for a network of raw numbers.</summary>
    public ForecastShape? Forecast { get; init; }

    /// <summary>A description of the data for the model's metadata; null for none.</summary>
    public JsonObject? Data { get; init; }

    internal override string TrainerName => "sequence-regression";

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("batchSize", BatchSize);
        if (Data is not null)
        {
            json.WritePropertyName("data");
            Data.WriteTo(json);
        }
    }
}
