using System.Globalization;

namespace TinyRnn.Tool.Data;

/// <summary>The times after the last row of a series, in the file's own format.</summary>
internal sealed class FutureTimes
{
    // The number of newest rows that determine the step.
    private const int Looked = 50;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy/MM/dd", "yyyy/MM/dd HH:mm", "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yyyy HH:mm", "M/d/yyyy H:mm",
        "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yyyy HH:mm", "d.M.yyyy H:mm", "dd.MM.yyyy HH:mm:ss", "dd.MM.yy", "d.M.yy",
    ];

    private readonly Func<int, string> _next;

    private FutureTimes(Func<int, string> next) => _next = next;

    /// <summary>Finds the step between times.</summary>
    /// <param name="times">The times of the rows, sorted.</param>
    /// <returns>Null where the times have no regular step.</returns>
    public static FutureTimes? Of(IReadOnlyList<string> times)
    {
        string[] newest = [.. times.Skip(Math.Max(0, times.Count - Looked))];
        return newest.Length < 2 ? null : OfNumbers(newest) ?? OfDates(newest);
    }

    /// <summary>The time a number of steps, from 1, after the last row.</summary>
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
            if (!Dates.TryParse(times[i], out dates[i]))
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

    // Months differ in days: dates that are one month or one quarter apart continue by months.
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
