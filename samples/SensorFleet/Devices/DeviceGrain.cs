using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;
using SensorFleet.Silo;

namespace SensorFleet.Devices;

/// <summary>
/// One device. Its state is in the silo's memory while readings come, and is written at intervals and when the activation ends. If the silo is lost,
/// the device restarts on another one from the last written state.
/// </summary>
internal sealed class DeviceGrain(
    [PersistentState("device", DeviceGrain.StorageName)] IPersistentState<DeviceRecord> record, StepBatcher batcher, FleetMetrics metrics,
    IOptions<FleetOptions> options, ILocalSiloDetails silo)
    : Grain, IDeviceGrain
{
    public const string StorageName = "fleet";

    private const float Coldest = -273.15f;
    private const float Hottest = 10_000f;

    private readonly long _activation = Random.Shared.NextInt64();
    private readonly int _silo = silo.SiloAddress.Endpoint.Port;
    private readonly DeviceStream _stream = new();
    private DeviceProgress _progress;
    private long _written;
    private long _resumedAt;
    private bool _isActive;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (record.RecordExists)
        {
            try
            {
                DeviceForm.Read(record.State.Form, out _stream.State, out _progress);
            }
            catch (InvalidDataException e)
            {
                // The record is kept: whoever replaces a model decides what happens to the old states.
                throw new InvalidDataException($"device {this.GetPrimaryKeyLong()} cannot continue from its written state: {e.Message}");
            }
        }
        else
        {
            _stream.State = FleetModel.InitialState;
            _progress.Watch.Forecast = float.NaN;
        }

        _written = _resumedAt = _progress.Next;
        _isActive = true;
        metrics.DeviceStarted();

        // Devices that started together should not write together.
        TimeSpan interval = options.Value.WriteInterval;
        this.RegisterGrainTimer(
            static (device, cancellation) => device.WriteAtInterval(cancellation), this,
            new GrainTimerCreationOptions(interval * Random.Shared.NextDouble(), interval));
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isActive)
        {
            metrics.DeviceStopped();
            await Write(cancellationToken);
        }
    }

    public async ValueTask<ReadingsReply> Take(Readings readings)
    {
        if (Problem(readings) is string problem)
        {
            metrics.Refused();
            return Reply(ReadingsStatus.Refused) with { Problem = problem };
        }

        long known = _progress.Next - readings.FirstIndex;
        if (known < 0)
        {
            return Reply(ReadingsStatus.Gap);
        }

        if (known >= readings.Values.Length)
        {
            return Reply(ReadingsStatus.Accepted);
        }

        float[] values = known == 0 ? readings.Values : readings.Values[(int)known..];
        if (!batcher.TryAdvance(_stream, values, out ValueTask advanced, out TimeSpan retryAfter))
        {
            return Reply(ReadingsStatus.Busy) with { RetryAfter = retryAfter };
        }

        await advanced;
        float[] forecasts = _stream.Forecasts;
        List<long>? anomalies = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (_progress.Watch.Read(values[i], forecasts[i], options.Value.Threshold))
            {
                (anomalies ??= []).Add(_progress.Next + i);
            }
        }

        _progress.Next += values.Length;
        metrics.Taken(values.Length, anomalies?.Count ?? 0);
        return Reply(ReadingsStatus.Accepted) with { Forecasts = forecasts, Anomalies = anomalies?.ToArray() ?? [] };
    }

    public ValueTask<DeviceReport> Report() =>
        ValueTask.FromResult(new DeviceReport(_progress.Next, _written, _progress.Watch.Forecast, _progress.Watch.Anomalies, metrics.Totals(_silo)));

    private ReadingsReply Reply(ReadingsStatus status) =>
        new() { Status = status, Next = _progress.Next, Written = _written, Activation = _activation, ResumedAt = _resumedAt, Silo = _silo };

    private string? Problem(Readings readings)
    {
        long device = this.GetPrimaryKeyLong();
        if (readings.FirstIndex < 0)
        {
            return $"device {device}: the index of a reading must be 0 or more, not {readings.FirstIndex}";
        }

        if (readings.Values is not { Length: >= 1 and <= Readings.Largest })
        {
            return $"device {device}: a call must have 1 to {Readings.Largest} readings, not {readings.Values?.Length ?? 0}";
        }

        int wrong = readings.Values.AsSpan().IndexOfAnyExceptInRange(Coldest, Hottest);
        return wrong < 0
            ? null
            : FormattableString.Invariant(
                $"device {device}: reading {readings.FirstIndex + wrong} is {readings.Values[wrong]}; a reading must be {Coldest} to {Hottest} degrees");
    }

    private async Task WriteAtInterval(CancellationToken cancellation)
    {
        try
        {
            await Write(cancellation);
        }
        catch (InconsistentStateException)
        {
            // Another activation has written, so this one is left over from a split cluster, and ends.
            _isActive = false;
            metrics.DeviceStopped();
            DeactivateOnIdle();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The state stays in memory, and the next interval tries again.
            metrics.WriteFailed(e);
        }
    }

    private async Task Write(CancellationToken cancellation)
    {
        long next = _progress.Next;
        if (next == _written)
        {
            return;
        }

        record.State.Form = DeviceForm.Write(_stream.State, _progress);
        await record.WriteStateAsync(cancellation);
        _written = next;
        metrics.Written();
    }
}
