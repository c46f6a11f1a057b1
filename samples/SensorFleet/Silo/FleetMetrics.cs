using System.Diagnostics.Metrics;
using SensorFleet.Devices;

namespace SensorFleet.Silo;

/// <summary>A silo's own metrics, in addition to those of Orleans and the runtime.</summary>
internal sealed partial class FleetMetrics : IDisposable
{
    public const string MeterName = "SensorFleet";

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(5);

    private readonly ILogger<FleetMetrics> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _readingsTaken;
    private readonly Counter<long> _anomalies;
    private readonly Counter<long> _busy;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _failedWrites;
    private readonly Counter<double> _modelTime;
    private readonly Histogram<int> _passStreams;
    private readonly Histogram<double> _passDelay;
    private readonly UpDownCounter<long> _devices;
    private long _readings;
    private long _passes;
    private long _modelTicks;
    private long _lastWarning = long.MinValue / 2;

    public FleetMetrics(IMeterFactory factory, ILogger<FleetMetrics> logger)
    {
        _logger = logger;
        _meter = factory.Create(MeterName);
        _readingsTaken = _meter.CreateCounter<long>("fleet.readings", "{reading}", "Readings taken.");
        _anomalies = _meter.CreateCounter<long>("fleet.anomalies", "{anomaly}", "Anomalies found.");
        _busy = _meter.CreateCounter<long>("fleet.busy", "{call}", "Calls that were answered with 'busy'.");
        _refused = _meter.CreateCounter<long>("fleet.refused", "{call}", "Calls with invalid readings.");
        _writes = _meter.CreateCounter<long>("fleet.state.writes", "{write}", "States written.");
        _failedWrites = _meter.CreateCounter<long>("fleet.state.failed_writes", "{write}", "Failed writes of a state, which are tried again.");
        _modelTime = _meter.CreateCounter<double>("fleet.model.time", "s", "Time in the model.");
        _passStreams = _meter.CreateHistogram(
            "fleet.pass.streams", "{stream}", "Streams that were advanced together.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        _passDelay = _meter.CreateHistogram(
            "fleet.pass.delay", "s", "Time that the first stream of a pass waited for others.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1] });
        _devices = _meter.CreateUpDownCounter<long>("fleet.devices", "{device}", "Devices in memory.");
    }

    public void DeviceStarted() => _devices.Add(1);

    public void DeviceStopped() => _devices.Add(-1);

    public void Busy() => _busy.Add(1);

    public void Refused() => _refused.Add(1);

    public void Written() => _writes.Add(1);

    public void Taken(int readings, int anomalies)
    {
        Interlocked.Add(ref _readings, readings);
        _readingsTaken.Add(readings);
        if (anomalies > 0)
        {
            _anomalies.Add(anomalies);
        }
    }

    /// <summary>Counts a pass of the model.</summary>
    /// <param name="streams">Streams advanced together.</param>
    /// <param name="delay">How long the first of them waited.</param>
    /// <param name="time">Time of the pass.</param>
    public void Passed(int streams, TimeSpan delay, TimeSpan time)
    {
        Interlocked.Increment(ref _passes);
        Interlocked.Add(ref _modelTicks, time.Ticks);
        _modelTime.Add(time.TotalSeconds);
        _passStreams.Record(streams);
        _passDelay.Record(delay.TotalSeconds);
    }

    /// <summary>Counts a failed write, and logs it now and then.</summary>
    public void WriteFailed(Exception exception)
    {
        _failedWrites.Add(1);
        long now = Environment.TickCount64;
        long last = Interlocked.Read(ref _lastWarning);
        if (now - last > BetweenWarnings.TotalMilliseconds && Interlocked.CompareExchange(ref _lastWarning, now, last) == last)
        {
            LogFailedWrite(_logger, exception.Message);
        }
    }

    /// <summary>The totals so far.</summary>
    public SiloTotals Totals(int port) => new(
        port, Interlocked.Read(ref _readings), Interlocked.Read(ref _passes), TimeSpan.FromTicks(Interlocked.Read(ref _modelTicks)).TotalSeconds,
        Environment.CpuUsage.TotalTime.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(LogLevel.Warning, "states cannot be written and are kept in memory until they can be: {Reason}")]
    private static partial void LogFailedWrite(ILogger logger, string reason);
}
