using System.Globalization;

namespace TinyRnn.Bench;

/// <summary>Cells of a table.</summary>
internal static class Cells
{
    /// <summary>What a cell holds where a peer was not timed.</summary>
    public const string Missing = "-";

    /// <summary>Nanoseconds.</summary>
    public static string Time(double? ns) => ns is double time ? time.ToString(time < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) : Missing;

    /// <summary>A ratio of times; above its limit, as printed, it is bold and followed by the limit.</summary>
    public static string Ratio(double? time, double? reference, double? limit = null) =>
        Bounded(time / reference, limit, (value, bound) => value > bound, ">");

    /// <summary>How many times faster than a reference a peer is; below its limit it is bold.</summary>
    public static string Faster(double? reference, double? time, double? limit = null) =>
        Bounded(reference / time, limit, (value, bound) => value < bound, "<");

    private static string Bounded(double? ratio, double? limit, Func<double, double, bool> isBeyond, string sign)
    {
        if (ratio is not double value)
        {
            return Missing;
        }

        string text = value.ToString("0.00", CultureInfo.InvariantCulture);
        return limit is double bound && isBeyond(double.Parse(text, CultureInfo.InvariantCulture), bound)
            ? string.Create(CultureInfo.InvariantCulture, $"**{text} {sign} {bound:0.00}**")
            : text;
    }
}
