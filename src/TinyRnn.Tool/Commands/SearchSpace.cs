using System.CommandLine;
using System.Text.Json;

namespace TinyRnn.Tool.Commands;

/// <summary>The settings that a search changes, one at a time, and the values to try next. Settings that the user gave stay.</summary>
internal sealed class SearchSpace
{
    private readonly List<Dimension> _dimensions = [];

    /// <param name="arguments">The command line of a training.</param>
    public SearchSpace(ParseResult arguments)
    {
        Dictionary<string, Option> options = TrainingConfiguration.OptionsOf(arguments.CommandResult.Command);
        foreach (Dimension dimension in All(arguments.CommandResult.Command.Name))
        {
            if (options.TryGetValue(dimension.Name, out Option? option) && !TrainingArguments.IsGiven(arguments, option))
            {
                _dimensions.Add(dimension);
            }
        }

        // With a number of layers given, a linear model is not tried.
        HasLayers = options.TryGetValue("layers", out Option? layers) && TrainingArguments.IsGiven(arguments, layers);
    }

    /// <summary>The settings, the most influential first.</summary>
    public IReadOnlyList<string> Names => [.. _dimensions.Select(dimension => dimension.Name)];

    private bool HasLayers { get; }

    /// <summary>Values to try for a setting.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="configuration">All current settings, as a training writes them.</param>
    public IEnumerable<string> Beside(string name, string configuration)
    {
        Dimension dimension = _dimensions.First(one => one.Name == name);
        string now = ValueOf(name, configuration);
        return dimension.Beside(now).Where(value => value != now && !(value == Linear && HasLayers));
    }

    /// <summary>The value of a setting in a configuration; empty where it does not apply.</summary>
    public static string ValueOf(string name, string configuration)
    {
        using JsonDocument document = JsonDocument.Parse(configuration);
        JsonElement root = document.RootElement;
        string value = root.TryGetProperty(name, out JsonElement element) ? element.ToString() : "";
        bool isLinear = name == "cell" && value == TrainingArguments.NoCell
            && root.TryGetProperty("layers", out JsonElement layers) && layers.GetRawText() == "0";
        return isLinear ? Linear : value is "True" or "False" ? value.ToLowerInvariant() : value;
    }

    /// <summary>Turns a setting into options of the command line.</summary>
    public static IEnumerable<string> ToOptions(string name, string value) =>
        value == Linear ? [$"--{name}={TrainingArguments.NoCell}", "--layers=0"] : [$"--{name}={value}"];

    // The value of 'cell' for a network without hidden layers.
    private const string Linear = "linear";

    private static IEnumerable<Dimension> All(string command)
    {
        bool isForecast = command == "forecast";
        yield return OneOf("cell", isForecast ? ["gru", "lstm", "rnn", Linear] : ["gru", "lstm", "rnn"]);
        yield return Doubled("hidden", 4, 512);
        yield return Doubled("window", 4, 512);
        yield return new Dimension("rate", now => Near(now, 3, 0.0001, 0.1, "G3"));
        if (!isForecast)
        {
            yield return OneOf("bidirectional", "true");
            yield return OneOf("embedding", "0", "32");
            yield return OneOf("dropout", "0", "0.3");
        }
    }

    private static Dimension OneOf(string name, params string[] values) => new(name, _ => values);

    private static Dimension Doubled(string name, int least, int most) => new(name, now => Near(now, 2, least, most, "F0"));

    private static IEnumerable<string> Near(string now, double factor, double least, double most, string format) =>
        InvariantNumbers.TryParse(now, out double value)
            ? new[] { value * factor, value / factor }.Where(near => near >= least && near <= most)
                .Select(near => near.ToString(format, System.Globalization.CultureInfo.InvariantCulture))
            : [];

    private sealed record Dimension(string Name, Func<string, IEnumerable<string>> Beside);
}
