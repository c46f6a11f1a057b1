using System.Globalization;

namespace TinyRnn.Tool.Data;

/// <summary>The times after the last row of a series, in the form in which the file writes its own.</summary>
internal sealed class FutureTimes
{
    // As many of the newest rows as tell what a step is.
    private const int Looked = 50;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy/MM/dd", "yyyy/MM/dd HH:mm", "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yyyy HH:mm", "M/d/yyyy H:mm",
    ];

    private readonly Func<int, string> _next;

    private FutureTimes(Func<int, string> next) => _next = next;

    /// <summary>Finds what a step is.</summary>
    /// <param name="times">The times of the rows, sorted.</param>
    /// <returns>Null where the times tell no step.</returns>
    public static FutureTimes? Of(IReadOnlyList<string> times)
    {
        string[] newest = [.. times.Skip(Math.Max(0, times.Count - Looked))];
        return newest.Length < 2 ? null : OfNumbers(newest) ?? OfDates(newest);
    }

    /// <summary>The time some steps after the last row, from 1.</summary>
    public string After(int steps) => _next(steps);

    private static FutureTimes? OfNumbers(string[] times)
    {
        double[] numbers = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            if (!InvariantNumbers.TryParse(times[i], out numbers[i]))
            {
                return null;
            }
        }

        double step = Median([.. numbers.Zip(numbers.Skip(1), (before, after) => after - before)]);
        return new FutureTimes(steps => (numbers[^1] + (step * steps)).ToString("R", CultureInfo.InvariantCulture));
    }

    private static FutureTimes? OfDates(string[] times)
    {
        string? format = Formats.FirstOrDefault(
            one => times.All(time => DateTime.TryParseExact(time, one, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
        DateTime[] dates = new DateTime[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            if (!DateTime.TryParse(times[i], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out dates[i]))
            {
                return null;
            }
        }

        DateTime last = dates[^1];
        if (Months(dates) is int months)
        {
            return new FutureTimes(steps => Text(last.AddMonths(months * steps)));
        }

        TimeSpan step = TimeSpan.FromTicks((long)Median([.. dates.Zip(dates.Skip(1), (before, after) => (double)(after - before).Ticks)]));
        return new FutureTimes(steps => Text(last + (step * steps)));

        string Text(DateTime date) => date.ToString(format ?? "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    // Months are no fixed number of days: where the dates are that of each, or of each third, they go on so.
    private static int? Months(DateTime[] dates)
    {
        int months = ((dates[^1].Year - dates[^2].Year) * 12) + dates[^1].Month - dates[^2].Month;
        return months > 0 && Enumerable.Range(0, dates.Length).All(i => dates[i] == dates[^1].AddMonths(-months * (dates.Length - 1 - i))) ? months : null;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
