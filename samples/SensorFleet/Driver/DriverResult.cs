using SensorFleet.Devices;

namespace SensorFleet.Driver;

/// <summary>
/// The result of a run, compared with a plain loop over each device's readings from the first one: a device that restarted from its written
/// state must forecast the same bits as this undisturbed loop.
/// </summary>
internal sealed class DriverResult
{
    private readonly DriverFigures _figures;
    private readonly IReadOnlyList<DeviceFeed> _feeds;
    private readonly SiloTotals[] _silos;
    private long _equal;
    private long _equalResumed;
    private long _unequal;
    private long _unanswered;
    private long _lost;

    public DriverResult(DriverFigures figures, IReadOnlyList<DeviceFeed> feeds, IReadOnlyList<DeviceReport> before, IReadOnlyList<DeviceReport> after)
    {
        _figures = figures;
        _feeds = feeds;
        _silos = [.. SiloWork(before, after)];
        figures.NextInterval();
        Parallel.For(0, feeds.Count, i => Compare(feeds[i], after[i]));
        Problem = feeds.FirstOrDefault(feed => feed.Problem is not null)?.Problem;
    }

    /// <summary>Forecasts with the bits of the undisturbed run.</summary>
    public long Equal => _equal;

    /// <summary>Those of them that a device made after a restart.</summary>
    public long EqualResumed => _equalResumed;

    /// <summary>Forecasts with other bits.</summary>
    public long Unequal => _unequal;

    /// <summary>Forecasts without an answer, because the silo was lost in between.</summary>
    public long Unanswered => _unanswered;

    /// <summary>Devices that have not accepted all readings that were sent, or whose final state is wrong.</summary>
    public long Lost => _lost;

    /// <summary>The first device that failed, in one sentence.</summary>
    public string? Problem { get; }

    /// <summary>How often devices restarted.</summary>
    public IEnumerable<Resumption> Resumptions => _feeds.SelectMany(feed => feed.Resumptions);

    /// <summary>Whether nothing is lost and all forecasts are equal.</summary>
    public bool IsRight => _unequal == 0 && _lost == 0 && Problem is null;

    /// <summary>Prints the figures.</summary>
    /// <param name="output">The output.</param>
    /// <param name="isEmbedded">Whether driver and silo are one process.</param>
    public void Report(TextWriter output, bool isEmbedded)
    {
        double seconds = _figures.Elapsed.TotalSeconds;
        Line(
            "readings",
            $"{_figures.ReadingsInTime:N0} of {_feeds.Count:N0} devices in {seconds:0.0} s, {_figures.ReadingsInTime / seconds:N0} a second, ",
            $"in {_figures.Calls:N0} calls");
        Line(
            "delay",
            $"p50 {_figures.DelayAt(50).TotalMilliseconds:0.0} ms, p99 {_figures.DelayAt(99).TotalMilliseconds:0.0} ms, ",
            $"largest {_figures.DelayAt(100).TotalMilliseconds:0} ms");
        Line("anomalies", $"{_figures.Anomalies:N0}");
        Line(
            "calls",
            $"{_figures.BusyAnswers:N0} answered with 'busy', {_figures.Failures:N0} failed, {_figures.Waits:N0} waits for others to be answered; ",
            $"{_figures.Again:N0} readings sent again");
        double model = _silos.Sum(silo => silo.ModelSeconds);
        double processor = _silos.Sum(silo => silo.ProcessorSeconds);
        long passes = _silos.Sum(silo => silo.Passes);
        if (passes > 0)
        {
            string whose = isEmbedded ? "silo and driver" : $"{_silos.Length} silo{(_silos.Length == 1 ? "" : "s")}";
            Line(
                "model",
                $"{100 * model / processor:0.0} % of the time of {whose} ({model:0.00} of {processor:0.0} s), ",
                $"{(double)_silos.Sum(silo => silo.Readings) / passes:0.0} readings a pass");
        }

        foreach (IGrouping<int, Resumption> lost in Resumptions.GroupBy(resumption => resumption.From).OrderByDescending(lost => lost.Count()))
        {
            TimeSpan[] silences = [.. lost.Select(resumption => resumption.Silence).Order()];
            Line(
                "resumed",
                $"{lost.Count():N0} devices of silo {lost.Key} continued from their written state, ",
                $"{lost.Average(resumption => resumption.Again):0.0} readings back on average and {lost.Max(resumption => resumption.Again)} at most; ",
                $"silent for {silences[silences.Length / 2].TotalSeconds:0.0} s (median) to {silences[^1].TotalSeconds:0.0} s");
        }

        Line(
            "forecasts",
            $"{_equal:N0} equal bit for bit to those of an undisturbed run, {_equalResumed:N0} of them after a resumption; ",
            $"{_unequal:N0} unequal, {_unanswered:N0} unanswered");
        Line("lost", $"{_lost:N0} devices");
        if (Problem is not null)
        {
            Line("problem", $"{Problem}");
        }

        void Line(string name, params FormattableString[] parts) =>
            output.WriteLine(name.PadRight(11) + string.Concat(parts.Select(FormattableString.Invariant)));
    }

    private void Compare(DeviceFeed feed, DeviceReport after)
    {
        FleetModel.State state = FleetModel.InitialState;
        Span<float> forecast = stackalloc float[FleetModel.OutputSize];
        forecast[0] = float.NaN;
        long resumed = feed.Resumptions.Count == 0 ? long.MaxValue : feed.Resumptions[0].Index;
        long equal = 0;
        long equalResumed = 0;
        long unequal = feed.Contradictions;
        long unanswered = 0;
        for (long i = 0; i < after.Next; i++)
        {
            float reading = feed.Reading(i);
            FleetModel.Step(ref state, new ReadOnlySpan<float>(in reading), forecast);
            if (i < feed.Begin)
            {
                continue;
            }

            float answered = i - feed.Begin < feed.Forecasts.Count ? feed.Forecasts[(int)(i - feed.Begin)] : float.NaN;
            bool isEqual = IsSame(answered, forecast[0]);
            unanswered += float.IsNaN(answered) ? 1 : 0;
            unequal += isEqual || float.IsNaN(answered) ? 0 : 1;
            equal += isEqual ? 1 : 0;
            equalResumed += isEqual && i >= resumed ? 1 : 0;
        }

        Interlocked.Add(ref _equal, equal);
        Interlocked.Add(ref _equalResumed, equalResumed);
        Interlocked.Add(ref _unequal, unequal);
        Interlocked.Add(ref _unanswered, unanswered);
        Interlocked.Add(ref _lost, after.Next == feed.Sent && IsSame(after.Forecast, forecast[0]) ? 0 : 1);
    }

    private static bool IsSame(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    // The totals between a silo's last report at the start and its first report at the end. A silo that is gone has no report at the end, and one without
    // devices at the start has none there, so the share of their time in this run is unknown.
    private static IEnumerable<SiloTotals> SiloWork(IReadOnlyList<DeviceReport> before, IReadOnlyList<DeviceReport> after)
    {
        foreach (IGrouping<int, SiloTotals> silo in after.Select(report => report.Silo).GroupBy(totals => totals.Port))
        {
            SiloTotals end = silo.MinBy(totals => totals.ProcessorSeconds);
            SiloTotals[] starts = [.. before.Select(report => report.Silo).Where(totals => totals.Port == silo.Key)];
            if (starts.Length == 0)
            {
                continue;
            }

            SiloTotals start = starts.MaxBy(totals => totals.ProcessorSeconds);
            yield return new SiloTotals(silo.Key, end.Readings - start.Readings, end.Passes - start.Passes, end.ModelSeconds - start.ModelSeconds,
                end.ProcessorSeconds - start.ProcessorSeconds);
        }
    }
}
