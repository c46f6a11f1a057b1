namespace TinyRnn.Tool.Output;

/// <summary>Formats durations.</summary>
internal static class Durations
{
    /// <summary>Like the tutorial's timeSince: <c>1m 7s</c>.</summary>
    public static string MinutesSeconds(TimeSpan time) => FormattableString.Invariant($"{(int)time.TotalMinutes}m {time.Seconds}s");
}
