using System.Globalization;

namespace SensorNode;

/// <summary>The options of the command line.</summary>
internal sealed record Options(string? File, string? FailuresFile, float Threshold, bool ShowsForecasts, bool ShowsFigures)
{
    public const string Usage = """
        usage: SensorNode [FILE] [--threshold X] [--failures FILE] [--forecasts] [--figures]
          FILE              lines of time,value; by default standard input
          --threshold X     alarm at X times the usual error of forecasts; by default 4
          --failures FILE   known failures, one time a line: reports which were found within 24 hours, and when
          --forecasts       every value with its forecast and error, as CSV; alarms go to standard error
          --figures         errors of the forecasts and allocated bytes, on standard error
        """;

    /// <summary>Reads the arguments.</summary>
    /// <returns>The options, or null if they do not follow <see cref="Usage"/>.</returns>
    public static Options? Read(string[] arguments)
    {
        Options options = new(null, null, 4f, false, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            bool hasNext = i + 1 < arguments.Length;
            switch (arguments[i])
            {
                case "--forecasts":
                    options = options with { ShowsForecasts = true };
                    break;
                case "--figures":
                    options = options with { ShowsFigures = true };
                    break;
                case "--failures" when hasNext:
                    options = options with { FailuresFile = arguments[++i] };
                    break;
                case "--threshold" when hasNext && float.TryParse(arguments[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out float threshold)
                    && threshold > 1f:
                    options = options with { Threshold = threshold };
                    i++;
                    break;
                case string file when options.File is null && !file.StartsWith('-'):
                    options = options with { File = file };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
