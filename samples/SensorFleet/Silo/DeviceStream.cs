using System.Threading.Tasks.Sources;
using SensorFleet.Devices;

namespace SensorFleet.Silo;

/// <summary>A device's stream, which its grain hands to the batcher. The batcher owns it from the start of a call to the end.</summary>
internal sealed class DeviceStream : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = true };

    /// <summary>The state of the model.</summary>
    public FleetModel.State State;

    /// <summary>The readings to process.</summary>
    public float[] Readings { get; private set; } = [];

    /// <summary>Receives the forecast after each of them.</summary>
    public float[] Forecasts { get; private set; } = [];

    /// <summary>Starts a call.</summary>
    /// <returns>A task that ends when all readings are processed.</returns>
    public ValueTask Begin(float[] readings)
    {
        Readings = readings;
        Forecasts = new float[readings.Length];
        _completion.Reset();
        return new ValueTask(this, _completion.Version);
    }

    /// <summary>Ends the call.</summary>
    public void Complete() => _completion.SetResult(true);

    /// <summary>Ends the call with an error.</summary>
    public void Fail(Exception exception) => _completion.SetException(exception);

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
