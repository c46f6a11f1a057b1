using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Orleans.Runtime;
using SensorFleet.Devices;

namespace SensorFleet.Driver;

/// <summary>
/// Sends the readings of a simulated fleet at a steady rate, with a limit of open calls. Readings that were not accepted are sent again, from the
/// index that the device names.
/// </summary>
internal sealed class FleetDriver(IGrainFactory grains, DriverSettings settings, DriverFigures figures) : IDisposable
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromMilliseconds(250);

    private readonly DeviceFeed[] _feeds =
    [
        .. Enumerable.Range(0, settings.Devices).Select(device => new DeviceFeed(device, grains.GetGrain<IDeviceGrain>(device)))
    ];
    private readonly PriorityQueue<DeviceFeed, long> _due = new();
    private readonly SemaphoreSlim _free = new(settings.InFlight);
    private int _open;
    private bool _isEnding;

    /// <summary>Number of devices on each silo that has answered, by its port.</summary>
    public IEnumerable<KeyValuePair<int, int>> DevicesBySilo =>
        _feeds.Select(feed => feed.Silo).Where(silo => silo != 0).CountBy(silo => silo).OrderBy(count => count.Key);

    /// <summary>Calls without an answer.</summary>
    public int InFlight => settings.InFlight - _free.CurrentCount;

    /// <summary>Drives the fleet for the given duration.</summary>
    /// <param name="stop">Ends the run early, with a result.</param>
    /// <exception cref="InvalidDataException">A device cannot start, because its written state belongs to another model.</exception>
    public async Task<DriverResult> Run(CancellationToken stop)
    {
        DeviceReport[] before = await Reports();
        long start = Stopwatch.GetTimestamp();
        long between = settings.Rate == 0 ? 0 : Ticks(settings.ReadingsPerCall / settings.Rate);
        for (int i = 0; i < _feeds.Length; i++)
        {
            _feeds[i].Start(before[i], start + (between * i / _feeds.Length));
            _due.Enqueue(_feeds[i], _feeds[i].FirstDue);
        }

        figures.Start();
        long end = settings.Duration is TimeSpan duration ? start + Ticks(duration.TotalSeconds) : long.MaxValue;
        await Send(() => stop.IsCancellationRequested || Stopwatch.GetTimestamp() >= end);
        figures.Stop();

        // Readings that were sent before the end are completed: devices of a lost silo catch up.
        End();
        long patience = Stopwatch.GetTimestamp() + Ticks(settings.Patience.TotalSeconds);
        DeviceReport[] after;
        do
        {
            await Send(() => IsAllTaken() || Stopwatch.GetTimestamp() >= patience);
            after = await Reports();
        }
        while (GoBack(after) && Stopwatch.GetTimestamp() < patience);
        return new DriverResult(figures, _feeds, before, after);
    }

    public void Dispose() => _free.Dispose();

    private async Task Send(Func<bool> isOver)
    {
        while (!isOver())
        {
            if (!TryTake(out DeviceFeed? feed, out long due))
            {
                await Task.Delay(1);
                continue;
            }

            if (!_free.Wait(0))
            {
                figures.Waited();
                await _free.WaitAsync();
            }

            _ = Call(feed, due);
        }
    }

    private bool TryTake([NotNullWhen(true)] out DeviceFeed? feed, out long due)
    {
        lock (_due)
        {
            bool isDue = _due.TryPeek(out feed, out due) && due <= Stopwatch.GetTimestamp();
            _open += isDue ? 1 : 0;
            return isDue && _due.TryDequeue(out feed, out due);
        }
    }

    private void End()
    {
        lock (_due)
        {
            _isEnding = true;
            DeviceFeed[] open = [.. _due.UnorderedItems.Select(item => item.Element).Where(feed => !feed.HasAllTaken)];
            _due.Clear();
            _due.EnqueueRange(open, 0);
        }
    }

    // Accepted readings may be lost until they are written. A device that restarted after its last answer gets the rest again.
    private bool GoBack(DeviceReport[] reports)
    {
        bool isBehind = false;
        lock (_due)
        {
            for (int i = 0; i < _feeds.Length; i++)
            {
                if (_feeds[i].Problem is null && _feeds[i].HasAllTaken && reports[i].Next < _feeds[i].Sent)
                {
                    _feeds[i].GoBack(reports[i]);
                    _due.Enqueue(_feeds[i], 0);
                    isBehind = true;
                }
            }
        }

        return isBehind;
    }

    private bool IsAllTaken()
    {
        lock (_due)
        {
            return _open == 0 && _due.Count == 0;
        }
    }

    private async Task Call(DeviceFeed feed, long due)
    {
        long begin = Stopwatch.GetTimestamp();
        Readings readings = feed.Batch(settings, begin - due, _isEnding);
        TimeSpan pause = TimeSpan.Zero;
        try
        {
            ReadingsReply reply = await feed.Grain.Take(readings);
            long now = Stopwatch.GetTimestamp();
            long again = feed.Answered(reply, readings, now);

            // The delay counts from the readings' time, not from when a busy driver sent them.
            figures.Answered(feed, reply, again, Stopwatch.GetElapsedTime(settings.Rate == 0 ? begin : due, now));
            pause = reply.RetryAfter;
        }
        catch (Exception e) when (IsPassing(e))
        {
            figures.Failed();
            pause = RetryAfterFailure;
        }
        catch (Exception e)
        {
            feed.Problem = e.Message;
        }

        lock (_due)
        {
            _open--;
            if (feed.Problem is null && !(_isEnding && feed.HasAllTaken))
            {
                long now = Stopwatch.GetTimestamp();
                _due.Enqueue(
                    feed, pause > TimeSpan.Zero ? now + Ticks(pause.TotalSeconds) : settings.Rate == 0 || _isEnding ? now : feed.NextDue(settings.Rate));
            }
        }

        _free.Release();
    }

    private async Task<DeviceReport[]> Reports()
    {
        DeviceReport[] reports = new DeviceReport[_feeds.Length];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Min(settings.InFlight, 512) };
        await Parallel.ForEachAsync(Enumerable.Range(0, reports.Length), options, async (i, _) =>
        {
            long start = Stopwatch.GetTimestamp();
            while (true)
            {
                try
                {
                    reports[i] = await _feeds[i].Grain.Report();
                    return;
                }
                catch (Exception e) when (IsPassing(e) && Stopwatch.GetElapsedTime(start) < settings.Patience)
                {
                    await Task.Delay(RetryAfterFailure, CancellationToken.None);
                }
            }
        });
        return reports;
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    // While silos end and start, a call may or may not have been accepted. It is made again.
    private static bool IsPassing(Exception exception) => exception is TimeoutException or OrleansException or IOException or SocketException;
}
