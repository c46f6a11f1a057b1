using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SensorNode;

/// <summary>Known failures, which are compared with alarms.</summary>
internal sealed class Failures
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"];

    private readonly List<(DateTime Time, DateTime? Alarm)> _failures = [];
    private int _others;

    /// <summary>Reads the times of a file.</summary>
    /// <exception cref="InvalidDataException">A line is not a time.</exception>
    public Failures(string file)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                _failures.Add(
                    (Time(line.Trim()) ?? throw new InvalidDataException($"{file}, line {number}: '{line}' is not a time like 2026-01-31 12:00:00"), null));
            }
        }
    }

    /// <summary>Records an alarm. The first one within a day of a failure counts as found.</summary>
    /// <param name="alarm">Its time as text from the stream; if it is not a time, it is not compared.</param>
    public void Note(ReadOnlySpan<byte> alarm)
    {
        Span<char> text = stackalloc char[32];
        if (alarm.Length > text.Length || !Encoding.UTF8.TryGetChars(alarm, text, out int length) || Time(text[..length].Trim()) is not DateTime time)
        {
            return;
        }

        foreach (ref (DateTime Time, DateTime? Alarm) failure in CollectionsMarshal.AsSpan(_failures))
        {
            if ((time - failure.Time).Duration() <= Window)
            {
                failure.Alarm ??= time;
                return;
            }
        }

        _others++;
    }

    /// <summary>Prints which failures were found, and when.</summary>
    public void Report(TextWriter output)
    {
        foreach ((DateTime time, DateTime? alarm) in _failures)
        {
            string found = alarm is DateTime at
                ? $"found at {at:yyyy-MM-dd HH:mm}, {Math.Abs((at - time).TotalMinutes):0} minutes {(at < time ? "before" : "after")}"
                : "not found";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"failure of {time:yyyy-MM-dd HH:mm} {found}"));
        }

        output.WriteLine($"{_failures.Count(failure => failure.Alarm is not null)} of {_failures.Count} failures found, {_others} alarms not near any failure");
    }

    private static DateTime? Time(ReadOnlySpan<char> text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;
}
