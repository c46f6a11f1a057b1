using System.Diagnostics;
using SensorFleet.Devices;

namespace SensorFleet.Driver;

/// <summary>A device as its driver sees it. One call at a time.</summary>
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

    /// <summary>The index behind the last reading that was ever sent.</summary>
    public long Sent { get; private set; }

    /// <summary>The index up to which the device has told that its state is written.</summary>
    public long Written { get; private set; }

    /// <summary>The silo that answered last, by its port; 0 before the first answer.</summary>
    public int Silo { get; private set; }

    /// <summary>Whether nothing that was sent is open.</summary>
    public bool HasAllTaken => Next >= Sent;

    /// <summary>Times that the device began anew.</summary>
    public List<Resumption> Resumptions { get; } = [];

    /// <summary>Why the device is not sent to any more.</summary>
    public string? Problem { get; set; }

    /// <summary>Forecasts that came twice with different bits.</summary>
    public int Contradictions { get; private set; }

    /// <summary>The forecasts that were answered, from that after reading <see cref="Begin"/> on; NaN where the answer was lost with a silo.</summary>
    public IReadOnlyList<float> Forecasts => _forecasts;

    /// <summary>The reading of an index in degrees.</summary>
    public float Reading(long index) => _source.Reading(index);

    /// <summary>Begins where the device is.</summary>
    public void Start(DeviceReport report, long firstDue)
    {
        Begin = Next = Sent = report.Next;
        Written = report.Written;
        FirstDue = firstDue;
    }

    /// <summary>When the next call is due at a steady rate, a time stamp.</summary>
    public long NextDue(double rate) => FirstDue + (long)((Next - Begin) / rate * Stopwatch.Frequency);

    /// <summary>The readings of the next call: more than usual where the device has fallen behind, no new ones at the end.</summary>
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

    /// <summary>Takes note of an answer.</summary>
    /// <returns>Readings that have to be sent again, because the device began anew before them.</returns>
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

    /// <summary>Goes back to where the device is, which has begun anew since its last answer.</summary>
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
            Problem = $"device {number} had told that it is written up to reading {Written}, but goes on from {next}";
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

/// <summary>A device that began anew from its written state.</summary>
/// <param name="From">The silo that answered before, by its port.</param>
/// <param name="To">The silo that answers now.</param>
/// <param name="Index">The index that it went on from.</param>
/// <param name="Again">Readings before the next one that had been taken and were sent again.</param>
/// <param name="Since">Time stamp of the last answer before.</param>
/// <param name="Until">Time stamp of the first answer after.</param>
internal sealed record Resumption(int From, int To, long Index, long Again, long Since, long Until)
{
    /// <summary>How long the device was silent.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Since, Until);
}
