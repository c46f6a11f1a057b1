using System.Collections.Concurrent;
using System.Diagnostics;
using HdrHistogram;
using SensorFleet.Devices;

namespace SensorFleet.Driver;

/// <summary>The counters of a running driver.</summary>
internal sealed class DriverFigures
{
    private const long LongestDelay = 600_000_000;
    private const int AnomaliesKept = 6;

    private readonly ConcurrentQueue<Anomaly> _latest = new();
    private readonly Recorder _delays = HistogramFactory.With64BitBucketSize().WithValuesFrom(1).WithValuesUpTo(LongestDelay).WithPrecisionOf(2)
        .WithThreadSafeWrites().WithThreadSafeReads().Create();
    private readonly LongHistogram _allDelays = new(LongestDelay, 2);
    private HistogramBase? _interval;
    private long _readings;
    private long _calls;
    private long _anomalies;
    private long _busy;
    private long _failed;
    private long _again;
    private long _waits;
    private long _start;
    private long _stop;
    private long _lastReadings;
    private long _lastTime;

    /// <summary>Readings that were accepted.</summary>
    public long Readings => Interlocked.Read(ref _readings);

    /// <summary>Calls that were answered.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Anomalies that were answered.</summary>
    public long Anomalies => Interlocked.Read(ref _anomalies);

    /// <summary>Answers that a silo is busy.</summary>
    public long BusyAnswers => Interlocked.Read(ref _busy);

    /// <summary>Calls without an answer, made again.</summary>
    public long Failures => Interlocked.Read(ref _failed);

    /// <summary>Readings that were sent again.</summary>
    public long Again => Interlocked.Read(ref _again);

    /// <summary>How often the driver waited because the limit of open calls was reached.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>The latest anomalies, the newest last.</summary>
    public IEnumerable<Anomaly> Latest => _latest;

    /// <summary>How long the driver has been sending.</summary>
    public TimeSpan Elapsed => _start == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_start, _stop != 0 ? _stop : Stopwatch.GetTimestamp());

    /// <summary>Whether the driver is sending.</summary>
    public bool IsSending => _start != 0 && _stop == 0;

    /// <summary>Readings accepted up to the end of <see cref="Elapsed"/>.</summary>
    public long ReadingsInTime { get; private set; }

    public void Start() => _start = _lastTime = Stopwatch.GetTimestamp();

    public void Stop()
    {
        ReadingsInTime = Readings;
        _stop = Stopwatch.GetTimestamp();
    }

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Waited() => Interlocked.Increment(ref _waits);

    public void Answered(DeviceFeed feed, ReadingsReply reply, long again, TimeSpan delay)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _again, again);
        if (reply.Status == ReadingsStatus.Busy)
        {
            Interlocked.Increment(ref _busy);
        }

        if (reply.Status != ReadingsStatus.Accepted)
        {
            return;
        }

        _delays.RecordValue(Math.Clamp((long)delay.TotalMicroseconds, 1, LongestDelay));
        Interlocked.Add(ref _readings, reply.Forecasts.Length);
        Interlocked.Add(ref _anomalies, reply.Anomalies.Length);
        foreach (long index in reply.Anomalies)
        {
            _latest.Enqueue(
                new Anomaly(feed.Number, index, feed.Reading(index), index > feed.Begin ? feed.Forecasts[(int)(index - feed.Begin - 1)] : float.NaN));
            if (_latest.Count > AnomaliesKept)
            {
                _latest.TryDequeue(out _);
            }
        }
    }

    /// <summary>The rate and the delays since the last call of this method. Only one caller may use it.</summary>
    public Interval NextInterval()
    {
        long readings = Readings;
        long now = Stopwatch.GetTimestamp();
        _interval = _delays.GetIntervalHistogram(_interval);
        _allDelays.Add(_interval);
        Interval interval = new(
            (readings - _lastReadings) / Math.Max(1e-3, Stopwatch.GetElapsedTime(_lastTime, now).TotalSeconds), Delay(_interval, 50), Delay(_interval, 99));
        (_lastReadings, _lastTime) = (readings, now);
        return interval;
    }

    /// <summary>A percentile of all delays up to the last interval.</summary>
    public TimeSpan DelayAt(double percentile) => Delay(_allDelays, percentile);

    private static TimeSpan Delay(HistogramBase histogram, double percentile) =>
        histogram.TotalCount == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percentile));
}

/// <summary>Figures of a short time.</summary>
/// <param name="Rate">Readings accepted per second.</param>
/// <param name="Median">The median delay from readings to their forecasts.</param>
/// <param name="Tail">The 99th percentile of it.</param>
internal readonly record struct Interval(double Rate, TimeSpan Median, TimeSpan Tail);

/// <summary>An anomaly.</summary>
/// <param name="Device">The device.</param>
/// <param name="Index">The index of the reading.</param>
/// <param name="Reading">The reading in degrees.</param>
/// <param name="Forecast">The forecast for that reading.</param>
internal sealed record Anomaly(long Device, long Index, float Reading, float Forecast);
