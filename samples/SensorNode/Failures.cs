using System.Globalization;

namespace SensorNode;

/// <summary>Known failures, to be compared with alarms.</summary>
internal sealed class Failures
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly List<(DateTime Time, DateTime? Alarm)> _failures = [];
    private int _others;

    /// <summary>Reads the times of a file.</summary>
    /// <exception cref="InvalidDataException">A line is no time.</exception>
    public Failures(string file)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                _failures.Add((Time(line) ?? throw new InvalidDataException($"{file}, line {number}: '{line}' is no time like 2026-01-31 12:00:00"), null));
            }
        }
    }

    /// <summary>Notes an alarm: the first within a day of a failure has found it.</summary>
    public void Note(string alarm)
    {
        if (Time(alarm) is not DateTime time)
        {
            return;
        }

        int index = _failures.FindIndex(failure => (time - failure.Time).Duration() <= Window);
        if (index < 0)
        {
            _others++;
        }
        else if (_failures[index].Alarm is null)
        {
            _failures[index] = (_failures[index].Time, time);
        }
    }

    /// <summary>Tells which failures were found, and when.</summary>
    public void Report(TextWriter output)
    {
        foreach ((DateTime time, DateTime? alarm) in _failures)
        {
            string found = alarm is DateTime at ? $"found at {at:yyyy-MM-dd HH:mm}, {Math.Abs((at - time).TotalMinutes):0} minutes {(at < time ? "before" : "after")}" : "not found";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"failure of {time:yyyy-MM-dd HH:mm} {found}"));
        }

        output.WriteLine($"{_failures.Count(failure => failure.Alarm is not null)} of {_failures.Count} failures found, {_others} alarms away from any");
    }

    private static DateTime? Time(string text) =>
        DateTime.TryParseExact(text.Trim(), ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;
}
