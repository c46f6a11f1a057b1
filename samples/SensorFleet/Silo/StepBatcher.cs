using Microsoft.Extensions.Options;
using SensorFleet.Devices;

namespace SensorFleet.Silo;

/// <summary>
/// Advances the streams of a silo. Streams with readings at about the same time go through the model together, so its weights are read once for all
/// of them. No stream waits longer for others than <see cref="FleetOptions.BatchDelay"/>. Beyond
/// <see cref="FleetOptions.QueueLimit"/> no readings are accepted.
/// </summary>
internal sealed class StepBatcher : IDisposable
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);
    private static readonly Comparer<DeviceStream> MostReadingsFirst = Comparer<DeviceStream>.Create((a, b) => b.Readings.Length.CompareTo(a.Readings.Length));

    private readonly FleetOptions _options;
    private readonly FleetMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly FleetModel.State[] _states;
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly Thread? _thread;
    private List<DeviceStream> _waiting = [];
    private long _since;
    private int _queued;
    private bool _isStopped;

    public StepBatcher(IOptions<FleetOptions> options, FleetMetrics metrics, TimeProvider time)
    {
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _states = new FleetModel.State[_options.BatchStreams];
        _inputs = new float[_options.BatchStreams];
        _outputs = new float[_options.BatchStreams];
        if (_options.BatchStreams > 1)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Streams" };
            _thread.Start();
        }
    }

    /// <summary>Accepts readings of a stream, unless the silo is busy.</summary>
    /// <param name="stream">The stream. It must not be used until <paramref name="advanced"/> has ended.</param>
    /// <param name="readings">At least one reading.</param>
    /// <param name="advanced">Ends when the state is updated and the forecasts are written.</param>
    /// <param name="retryAfter">When to try again if the silo is busy.</param>
    /// <returns>Whether the readings are accepted.</returns>
    public bool TryAdvance(DeviceStream stream, float[] readings, out ValueTask advanced, out TimeSpan retryAfter)
    {
        // Calls that Orleans has not started yet wait in the thread pool.
        int queued = Interlocked.Add(ref _queued, readings.Length);
        if (queued + ThreadPool.PendingWorkItemCount > _options.QueueLimit)
        {
            Interlocked.Add(ref _queued, -readings.Length);
            _metrics.Busy();
            advanced = default;

            // Callers that return at different times do not fill the queue at once again.
            retryAfter = ShortestRetry + ((LongestRetry - ShortestRetry) * Random.Shared.NextDouble());
            return false;
        }

        retryAfter = default;
        advanced = stream.Begin(readings);
        if (_thread is null)
        {
            StepAlone(stream);
            return true;
        }

        lock (_gate)
        {
            _waiting.Add(stream);
            if (_waiting.Count == 1)
            {
                _since = _time.GetTimestamp();
            }

            if (_waiting.Count == 1 || _waiting.Count == _options.BatchStreams)
            {
                Monitor.Pulse(_gate);
            }
        }

        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
    }

    private void Run()
    {
        List<DeviceStream> streams = [];
        while (true)
        {
            TimeSpan delay;
            lock (_gate)
            {
                while (!_isStopped && IsTooEarly(out int wait))
                {
                    Monitor.Wait(_gate, wait);
                }

                if (_isStopped && _waiting.Count == 0)
                {
                    return;
                }

                (_waiting, streams) = (streams, _waiting);
                delay = _time.GetElapsedTime(_since);
            }

            for (int start = 0; start < streams.Count; start += _options.BatchStreams)
            {
                StepTogether(streams, start, Math.Min(_options.BatchStreams, streams.Count - start), delay);
            }

            streams.Clear();
        }
    }

    private bool IsTooEarly(out int milliseconds)
    {
        milliseconds = Timeout.Infinite;
        if (_waiting.Count == 0)
        {
            return true;
        }

        TimeSpan left = _options.BatchDelay - _time.GetElapsedTime(_since);
        milliseconds = (int)Math.Ceiling(left.TotalMilliseconds);
        return _waiting.Count < _options.BatchStreams && milliseconds > 0;
    }

    // Streams with the most readings come first, so those with readings left are always at the front.
    private void StepTogether(List<DeviceStream> streams, int start, int count, TimeSpan delay)
    {
        streams.Sort(start, count, MostReadingsFirst);
        ReadOnlySpan<DeviceStream> pass = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(streams).Slice(start, count);
        int readings = 0;
        for (int i = 0; i < count; i++)
        {
            _states[i] = pass[i].State;
            readings += pass[i].Readings.Length;
        }

        Exception? problem = null;
        try
        {
            long begin = _time.GetTimestamp();
            Step(pass);
            _metrics.Passed(count, delay, _time.GetElapsedTime(begin));
        }
        catch (Exception e)
        {
            problem = e;
        }

        Interlocked.Add(ref _queued, -readings);
        for (int i = 0; i < count; i++)
        {
            if (problem is null)
            {
                pass[i].State = _states[i];
                pass[i].Complete();
            }
            else
            {
                pass[i].Fail(problem);
            }
        }
    }

    private void Step(ReadOnlySpan<DeviceStream> pass)
    {
        int active = pass.Length;
        for (int t = 0; t < pass[0].Readings.Length; t++)
        {
            while (pass[active - 1].Readings.Length <= t)
            {
                active--;
            }

            for (int i = 0; i < active; i++)
            {
                _inputs[i] = pass[i].Readings[t];
            }

            FleetModel.Step(_states.AsSpan(0, active), _inputs.AsSpan(0, active), _outputs.AsSpan(0, active));
            for (int i = 0; i < active; i++)
            {
                pass[i].Forecasts[t] = _outputs[i];
            }
        }
    }

    private void StepAlone(DeviceStream stream)
    {
        long begin = _time.GetTimestamp();
        for (int t = 0; t < stream.Readings.Length; t++)
        {
            FleetModel.Step(ref stream.State, new ReadOnlySpan<float>(in stream.Readings[t]), new Span<float>(ref stream.Forecasts[t]));
        }

        _metrics.Passed(1, TimeSpan.Zero, _time.GetElapsedTime(begin));
        Interlocked.Add(ref _queued, -stream.Readings.Length);
        stream.Complete();
    }
}
