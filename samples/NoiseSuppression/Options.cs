namespace NoiseSuppression;

/// <summary>The options of the command line.</summary>
internal sealed record Options
{
    /// <summary>The help.</summary>
    public const string Usage = """
        usage: noise-suppression IN OUT [options]
          IN                    a WAV file, or - for standard input: a WAV file, or 16-bit samples of one channel, 16,000 per second
          OUT                   a WAV file, or - for standard output: 16-bit samples of one channel, 16,000 a second; - where IN is - and OUT is left out
          --spectrogram FILE    draws the spectrograms before and after: .svg, or .png without axes
          --json                the figures at the end, on standard error, as JSON
        """;

    /// <summary>The name that stands for standard input or output.</summary>
    public const string Pipe = "-";

    /// <summary>The noisy sound.</summary>
    public string Input { get; private init; } = "";

    /// <summary>The clean sound.</summary>
    public string Output { get; private init; } = "";

    /// <summary>The file of the picture; null for none.</summary>
    public string? Picture { get; private init; }

    /// <summary>Whether to print figures as JSON.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">The arguments do not follow <see cref="Usage"/>. The message says where.</exception>
    public static Options Read(string[] arguments)
    {
        Options options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--json" => options with { IsJson = true },
                "--spectrogram" => options with { Picture = PictureOf(++i < arguments.Length ? arguments[i] : "") },
                _ when name.StartsWith('-') && name != Pipe => throw new FormatException($"there is no option '{name}'; --help lists them"),
                _ when options.Input.Length == 0 => options with { Input = name },
                _ when options.Output.Length == 0 => options with { Output = name },
                _ => throw new FormatException($"'{name}' is a third file after '{options.Input}' and '{options.Output}'; two were expected"),
            };
        }

        options = options.Output.Length == 0 && options.Input == Pipe ? options with { Output = Pipe } : options;
        string[] files = [.. new[] { options.Input, options.Output, options.Picture ?? "" }.Where(file => file is not ("" or Pipe)).Select(Path.GetFullPath)];
        return options.Input.Length == 0 ? throw new FormatException("there is no file; the name of a WAV file, or - for standard input, was expected")
            : options.Output.Length == 0
                ? throw new FormatException($"there is one file, '{options.Input}'; a second for the clean sound, or - for standard output, was expected")
            : files.Distinct().Count() < files.Length ? throw new FormatException("a file is named twice; the sounds and the picture need different files")
            : options;
    }

    private static string PictureOf(string name) =>
        name.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw new FormatException($"--spectrogram is '{name}'; the name of an .svg or a .png file was expected");
}
