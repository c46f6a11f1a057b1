using System.Globalization;
using VoiceActivity.Output;
using VoiceActivity.Speech;

namespace VoiceActivity;

/// <summary>The options of the command line.</summary>
internal sealed record Options
{
    /// <summary>The help.</summary>
    public const string Usage = """
        usage: voice-activity FILE.wav | - [options]
          -                    sound from standard input: a WAV file, or 16-bit samples of one channel, 16,000 per second
          --format F           text, json or srt; by default text
          --threshold P        speech starts at this probability; by default 0.5
          --exit-threshold P   speech ends below this probability; by default 0.15 less than the threshold
          --min-speech MS      shorter speech is left out; by default 250
          --min-silence MS     shorter silence does not end speech; by default 100
          --padding MS         time that is added before and after speech; by default 30
          --probabilities      the end time and the probability of speech of each 32 ms, as CSV, instead of segments
          --figures            length, real-time factor and allocated bytes, on standard error
        """;

    // A day. A longer time is a mistake.
    private const int MostMilliseconds = 86_400_000;

    /// <summary>The file, or '-' for standard input.</summary>
    public string File { get; private init; } = "";

    /// <summary>The format of segments.</summary>
    public SegmentFormat Format { get; private init; }

    /// <summary>The rules for speech.</summary>
    public SegmentOptions Segments { get; private init; } = new();

    /// <summary>Whether to write probabilities instead of segments.</summary>
    public bool ShowsProbabilities { get; private init; }

    /// <summary>Whether to print figures at the end.</summary>
    public bool ShowsFigures { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">The arguments do not follow <see cref="Usage"/>. The message says where.</exception>
    public static Options Read(string[] arguments)
    {
        Options options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            SegmentOptions segments = options.Segments;
            options = name switch
            {
                "--probabilities" => options with { ShowsProbabilities = true },
                "--figures" => options with { ShowsFigures = true },
                "--format" => options with { Format = FormatOf(Value()) },
                "--threshold" => options with { Segments = segments with { Threshold = Probability() } },
                "--exit-threshold" => options with { Segments = segments with { ExitThreshold = Probability() } },
                "--min-speech" => options with { Segments = segments with { MinimumSpeech = Milliseconds() } },
                "--min-silence" => options with { Segments = segments with { MinimumSilence = Milliseconds() } },
                "--padding" => options with { Segments = segments with { Padding = Milliseconds() } },
                _ when name.StartsWith('-') && name != "-" => throw new FormatException($"there is no option '{name}'; --help lists them"),
                _ when options.File.Length > 0 => throw new FormatException($"'{name}' is a second file after '{options.File}'; one was expected"),
                _ => options with { File = name },
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{name} has no value; --help says what was expected");

            double Probability() => double.TryParse(Value(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0.01 and <= 0.99
                ? value
                : throw new FormatException($"{name} is '{arguments[i]}'; a number from 0.01 to 0.99 was expected");

            int Milliseconds() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= MostMilliseconds
                ? value
                : throw new FormatException($"{name} is '{arguments[i]}'; milliseconds, a whole number from 0 to {MostMilliseconds}, were expected");
        }

        if (options.File.Length == 0)
        {
            throw new FormatException("there is no file; the name of a WAV file, or - for standard input, was expected");
        }

        return options.Segments.Exit <= options.Segments.Threshold
            ? options
            : throw new FormatException("--exit-threshold is above --threshold; speech would end where it begins");
    }

    private static SegmentFormat FormatOf(string name) => name switch
    {
        "text" => SegmentFormat.Text,
        "json" => SegmentFormat.Json,
        "srt" => SegmentFormat.Srt,
        _ => throw new FormatException($"--format is '{name}'; text, json or srt was expected"),
    };
}
