namespace SensorFleet.Devices;

/// <summary>Consecutive readings of a device.</summary>
/// <param name="FirstIndex">The index of the first one, from 0.</param>
/// <param name="Values">Temperatures in degrees Celsius, 1 to 1,024 of them.</param>
[GenerateSerializer, Immutable, Alias("SensorFleet.Readings")]
internal sealed record Readings([property: Id(0)] long FirstIndex, [property: Id(1)] float[] Values)
{
    /// <summary>The largest number of readings in a call.</summary>
    public const int Largest = 1024;
}

/// <summary>The result of sending readings.</summary>
internal enum ReadingsStatus
{
    /// <summary>All are accepted, by this call or an earlier one.</summary>
    Accepted,

    /// <summary>None is accepted: readings before them are missing. Send again from <see cref="ReadingsReply.Next"/>.</summary>
    Gap,

    /// <summary>None is accepted: the silo is overloaded. Send again after <see cref="ReadingsReply.RetryAfter"/>.</summary>
    Busy,

    /// <summary>None is accepted: <see cref="ReadingsReply.Problem"/> says what is wrong with them.</summary>
    Refused,
}

/// <summary>The answer to readings.</summary>
[GenerateSerializer, Immutable, Alias("SensorFleet.ReadingsReply")]
internal sealed record ReadingsReply
{
    /// <summary>The result for the readings.</summary>
    [Id(0)]
    public required ReadingsStatus Status { get; init; }

    /// <summary>The index of the next reading for the device.</summary>
    [Id(1)]
    public required long Next { get; init; }

    /// <summary>Readings before this index need not be kept: the state after them is written.</summary>
    [Id(2)]
    public required long Written { get; init; }

    /// <summary>The activation of the device that answers. Another number means that it restarted from its written state.</summary>
    [Id(3)]
    public required long Activation { get; init; }

    /// <summary>The index at which this activation started.</summary>
    [Id(4)]
    public required long ResumedAt { get; init; }

    /// <summary>The silo that answers, by its port.</summary>
    [Id(5)]
    public required int Silo { get; init; }

    /// <summary>The forecasts made by this call, in degrees: the last one is that of reading <see cref="Next"/>.</summary>
    [Id(6)]
    public float[] Forecasts { get; init; } = [];

    /// <summary>The indices of readings that began an anomaly.</summary>
    [Id(7)]
    public long[] Anomalies { get; init; } = [];

    /// <summary>When to send again after <see cref="ReadingsStatus.Busy"/>.</summary>
    [Id(8)]
    public TimeSpan RetryAfter { get; init; }

    /// <summary>One sentence for <see cref="ReadingsStatus.Refused"/>.</summary>
    [Id(9)]
    public string? Problem { get; init; }
}

/// <summary>The progress of a device.</summary>
/// <param name="Next">The index of its next reading.</param>
/// <param name="Written">The index at which it would restart after the loss of its silo.</param>
/// <param name="Forecast">The forecast of reading <paramref name="Next"/> in degrees; NaN before the first reading.</param>
/// <param name="Anomalies">Anomalies so far.</param>
/// <param name="Silo">The totals of its silo.</param>
[GenerateSerializer, Immutable, Alias("SensorFleet.DeviceReport")]
internal sealed record DeviceReport(
    [property: Id(0)] long Next, [property: Id(1)] long Written, [property: Id(2)] float Forecast, [property: Id(3)] long Anomalies,
    [property: Id(4)] SiloTotals Silo);

/// <summary>The totals of a silo since its start.</summary>
/// <param name="Port">The silo, by its port.</param>
/// <param name="Readings">Readings taken.</param>
/// <param name="Passes">Passes of the model over one stream or several.</param>
/// <param name="ModelSeconds">Time in the model.</param>
/// <param name="ProcessorSeconds">Time of the process on all processors.</param>
[GenerateSerializer, Immutable, Alias("SensorFleet.SiloTotals")]
internal readonly record struct SiloTotals(
    [property: Id(0)] int Port, [property: Id(1)] long Readings, [property: Id(2)] long Passes, [property: Id(3)] double ModelSeconds,
    [property: Id(4)] double ProcessorSeconds);
