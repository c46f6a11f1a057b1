using System.Diagnostics;
using SensorFleet.Devices;

namespace SensorFleet.Driver;

/// <summary>A device from the driver's point of view. It has one call at a time.</summary>
internal sealed class DeviceFeed(long number, IDeviceGrain grain)
{
    private const int CatchUp = 8;

    private readonly SimulatedDevice _source = new(number);
    private readonly List<float> _forecasts = [];
    private long _activation;
    private long _lastAccepted;
    private int _lostSilo;
    private long _again;
    private bool _isResuming;

    /// <summary>The device.</summary>
    public long Number => number;

    /// <summary>Its grain.</summary>
    public IDeviceGrain Grain => grain;

    /// <summary>When the first call is due, a time stamp.</summary>
    public long FirstDue { get; private set; }

    /// <summary>The index of the first reading of this run.</summary>
    public long Begin { get; private set; }

    /// <summary>The index of the reading that is sent next.</summary>
    public long Next { get; private set; }

    /// <summary>The index after the last reading that was ever sent.</summary>
    public long Sent { get; private set; }

    /// <summary>The index up to which the device has reported its state as written.</summary>
    public long Written { get; private set; }

    /// <summary>The silo that answered last, by its port; 0 before the first answer.</summary>
    public int Silo { get; private set; }

    /// <summary>Whether all readings that were sent are answered.</summary>
    public bool HasAllTaken => Next >= Sent;

    /// <summary>How often the device restarted.</summary>
    public List<Resumption> Resumptions { get; } = [];

    /// <summary>Why the driver no longer sends to the device.</summary>
    public string? Problem { get; set; }

    /// <summary>Forecasts that were received twice with different bits.</summary>
    public int Contradictions { get; private set; }

    /// <summary>The received forecasts, starting with the one after reading <see cref="Begin"/>; NaN if the answer was lost with a silo.</summary>
    public IReadOnlyList<float> Forecasts => _forecasts;

    /// <summary>The reading of an index in degrees.</summary>
    public float Reading(long index) => _source.Reading(index);

    /// <summary>Starts at the device's current reading.</summary>
    public void Start(DeviceReport report, long firstDue)
    {
        Begin = Next = Sent = report.Next;
        Written = report.Written;
        FirstDue = firstDue;
    }

    /// <summary>When the next call is due at a steady rate, a time stamp.</summary>
    public long NextDue(double rate) => FirstDue + (long)((Next - Begin) / rate * Stopwatch.Frequency);

    /// <summary>The readings of the next call: more than usual if the device is late, and no new ones at the end.</summary>
    public Readings Batch(DriverSettings settings, long late, bool isEnding)
    {
        int usual = settings.ReadingsPerCall;
        long behind = (long)(late * settings.Rate / Stopwatch.Frequency);
        long count = isEnding ? Math.Min(Sent - Next, usual * CatchUp) : Math.Clamp(usual + behind, usual, usual * CatchUp);
        float[] values = new float[Math.Min(Readings.Largest, count)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _source.Reading(Next + i);
        }

        Sent = Math.Max(Sent, Next + values.Length);
        return new Readings(Next, values);
    }

    /// <summary>Records an answer.</summary>
    /// <returns>The number of readings to send again, because the device restarted before them.</returns>
    public long Answered(ReadingsReply reply, Readings sent, long now)
    {
        if (_activation != 0 && _activation != reply.Activation)
        {
            _isResuming = true;
            _lostSilo = Silo;
            _again = 0;
        }

        _activation = reply.Activation;
        Silo = reply.Silo;
        CheckWritten(reply.Next);
        Written = Math.Max(Written, reply.Written);
        if (reply.Status == ReadingsStatus.Refused)
        {
            Problem = reply.Problem;
        }

        long again = Math.Max(0, sent.FirstIndex - reply.Next);
        _again += again;
        if (reply.Status == ReadingsStatus.Accepted)
        {
            Record(reply);
            if (_isResuming)
            {
                Resumptions.Add(new Resumption(_lostSilo, Silo, reply.ResumedAt, _again, _lastAccepted, now));
                _isResuming = false;
            }

            _lastAccepted = now;
        }

        Next = reply.Next;
        return again;
    }

    /// <summary>Goes back to the current reading of a device that has restarted since its last answer.</summary>
    public void GoBack(DeviceReport report)
    {
        CheckWritten(report.Next);
        _again += Next - report.Next;
        Next = report.Next;
    }

    private void CheckWritten(long next)
    {
        if (next < Written)
        {
            Problem = $"device {number} reported that it is written up to reading {Written}, but continues from {next}";
        }
    }

    private void Record(ReadingsReply reply)
    {
        int first = (int)(reply.Next - reply.Forecasts.Length - Begin);
        for (int i = 0; i < reply.Forecasts.Length; i++)
        {
            while (_forecasts.Count <= first + i)
            {
                _forecasts.Add(float.NaN);
            }

            float before = _forecasts[first + i];
            Contradictions += !float.IsNaN(before) && BitConverter.SingleToInt32Bits(before) != BitConverter.SingleToInt32Bits(reply.Forecasts[i]) ? 1 : 0;
            _forecasts[first + i] = reply.Forecasts[i];
        }
    }
}

/// <summary>A restart of a device from its written state.</summary>
/// <param name="From">The silo that answered before, by its port.</param>
/// <param name="To">The silo that answers now.</param>
/// <param name="Index">The index from which it continued.</param>
/// <param name="Again">The number of accepted readings that were sent again.</param>
/// <param name="Since">Time stamp of the last answer before the restart.</param>
/// <param name="Until">Time stamp of the first answer after it.</param>
internal sealed record Resumption(int From, int To, long Index, long Again, long Since, long Until)
{
    /// <summary>The time without answers from the device.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Since, Until);
}
