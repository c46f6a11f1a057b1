using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary>Values of several options; all their combinations are trained: <c>rate=0.001,0.003;hidden=64,128</c>.</summary>
internal sealed class SweepSpecification
{
    private const int MaximumCombinations = 1000;

    private readonly List<string[]> _values = [];
    private readonly List<Option> _options = [];

    private SweepSpecification()
    {
    }

    /// <summary>Names of the options, without dashes.</summary>
    public IReadOnlyList<string> Names => [.. _options.Select(TrainingConfiguration.NameOf)];

    /// <summary>The values of the options for each combination; the last option changes fastest.</summary>
    public IReadOnlyList<string[]> Combinations
    {
        get
        {
            IEnumerable<string[]> combinations = [[]];
            foreach (string[] values in _values)
            {
                combinations = [.. combinations.SelectMany(before => values.Select(value => (string[])[.. before, value]))];
            }

            return [.. combinations];
        }
    }

    /// <summary>Reads a specification.</summary>
    /// <param name="text">The specification.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="names">Receives the names of the options.</param>
    /// <exception cref="ToolException">It is not well formed, names an unknown option or one that is given elsewhere, or holds a value that is not
    /// valid.</exception>
    public static SweepSpecification Parse(string text, ParseResult arguments, SettingNames names)
    {
        Dictionary<string, Option> options = TrainingConfiguration.OptionsOf(arguments.CommandResult.Command);
        SweepSpecification sweep = new();
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            string[] values = sides.Length < 2 ? [] : sides[1].Split(',', StringSplitOptions.TrimEntries);
            if (values.Length == 0 || values.Contains(""))
            {
                throw new ToolException($"--sweep: '{part}' is not of the form name=value,value");
            }

            if (!options.TryGetValue(sides[0], out Option? option) || sides[0] == "output")
            {
                throw new ToolException($"--sweep: '{sides[0]}' is not a setting of 'train {arguments.CommandResult.Command.Name}', whose --help lists them");
            }

            if (sweep._options.Contains(option) || arguments.GetResult(option) is { Implicit: false })
            {
                throw new ToolException($"--sweep: '{sides[0]}' is given twice, in the sweep or on the command line; give it once");
            }

            sweep._options.Add(option);
            names[option] = $"--sweep: '{sides[0]}'";
            sweep._values.Add([.. values.Distinct()]);
            foreach (string value in values)
            {
                // "rate=0,005" would be the values 0 and 005, but means 0.005.
                if (value is ['0', >= '0' and <= '9', ..])
                {
                    throw new ToolException($"{names[option]}: '{value}' begins with 0; a comma separates values, and the decimal sign is a point");
                }

                if (TrainingConfiguration.ErrorOf(arguments, option, $"{option.Name}={value}") is string reason)
                {
                    throw new ToolException($"{names[option]} {reason}");
                }
            }
        }

        long count = sweep._values.Aggregate(1L, (product, values) => Math.Min(product * values.Length, int.MaxValue));
        return sweep._options.Count == 0 ? throw new ToolException("--sweep is empty; settings such as \"rate=0.1,0.2;hidden=64,128\" were expected")
            : count > MaximumCombinations ? throw new ToolException($"--sweep: {count} combinations; at most {MaximumCombinations} were expected")
            : sweep;
    }

    /// <summary>A combination as options of the command line.</summary>
    public IEnumerable<string> ToOptions(string[] combination) => _options.Zip(combination, (option, value) => $"{option.Name}={value}");
}
