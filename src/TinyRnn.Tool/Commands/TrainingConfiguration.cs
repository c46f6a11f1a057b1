using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// The settings of a training as a JSON object whose fields are the options of its command, without the dashes. A configuration file is
/// turned into command-line options, so both are read and checked by the same rules.
/// </summary>
internal static class TrainingConfiguration
{
    /// <summary>The field of a model's metadata that holds the configuration.</summary>
    public const string MetadataName = "configuration";

    /// <summary>The field that names the command: <c>text</c>, <c>classify</c>.</summary>
    public const string CommandName = "train";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Options about this run and its files, which do not affect what is learned.
    private static readonly HashSet<string> NotStored = ["output", "sample-every", "temperature", "resume", "checkpoint-every", "force", "stamp"];

    // Options that a file of settings cannot set.
    private static readonly HashSet<string> NotRead = ["config", "sweep", "minutes", "resume", "force", "help", "version"];

    /// <summary>The name of an option in a configuration.</summary>
    public static string NameOf(Option option) => option.Name.TrimStart('-');

    /// <summary>The options of a command that a configuration can set, by name.</summary>
    public static Dictionary<string, Option> OptionsOf(Command command) =>
        command.Options.Where(option => !NotRead.Contains(NameOf(option))).ToDictionary(NameOf);

    /// <summary>Inserts the settings of a file into the command line, for options that the user left out.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="path">A configuration file.</param>
    /// <param name="except">Names of options that are set in another place.</param>
    /// <param name="names">Receives the place of each option in the file.</param>
    /// <exception cref="ToolException">The file is not a configuration for this command.</exception>
    public static ParseResult Apply(ParseResult arguments, string path, IReadOnlyCollection<string> except, SettingNames names)
    {
        Command command = arguments.CommandResult.Command;
        Dictionary<string, Option> options = OptionsOf(command);
        List<string> tokens = [];
        foreach (ConfigurationField field in ConfigurationFile.Read(path))
        {
            if (field.Name == CommandName)
            {
                string trained = field.GetText(typeof(string));
                if (trained != command.Name)
                {
                    throw field.Error($"these are settings for 'train {trained}', not for 'train {command.Name}'");
                }

                continue;
            }

            if (!options.TryGetValue(field.Name, out Option? option))
            {
                throw field.Error($"'{field.Name}' is not a setting of 'train {command.Name}'; its settings are {string.Join(", ", options.Keys)}");
            }

            string token = $"{option.Name}={field.GetText(option.ValueType)}";
            if (ErrorOf(arguments, option, token) is string reason)
            {
                throw field.Error($"'{field.Name}' {reason}");
            }

            if (!except.Contains(field.Name) && arguments.GetResult(option) is null or { Implicit: true })
            {
                tokens.Add(token);
                names[option] = $"{field.Place}: '{field.Name}'";
            }
        }

        return WithOptions(arguments, tokens);
    }

    /// <summary>Parses the command line again with more options.</summary>
    /// <exception cref="ToolException">The options conflict.</exception>
    public static ParseResult WithOptions(ParseResult arguments, IEnumerable<string> options)
    {
        string[] path = PathOf(arguments);
        ParseResult result = arguments.RootCommandResult.Command.Parse(
            [.. path, .. options, .. arguments.Tokens.Skip(path.Length).Select(token => token.Value)]);
        return result.Errors.Count == 0 ? result : throw new ToolException(ErrorText.Of(result.Errors[0]));
    }

    /// <summary>The error in an option's value, as a predicate of the option; null where the value is valid.</summary>
    public static string? ErrorOf(ParseResult arguments, Option option, string token)
    {
        ParseError? error = arguments.RootCommandResult.Command.Parse([.. PathOf(arguments), token]).Errors.FirstOrDefault(
            error => ErrorText.OptionOf(error.SymbolResult) == option);
        return error is null ? null : ErrorText.OfValue(error, option) ?? "does not have this value";
    }

    /// <summary>The configuration of a training: the values of its options, given or by default.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="resolved">Values that follow from the data or the trainer and are not on the command line, by option.</param>
    /// <param name="unused">Options that the other options make useless.</param>
    public static string Describe(ParseResult arguments, IReadOnlyDictionary<Option, object> resolved, IReadOnlySet<Option> unused)
    {
        Command command = arguments.CommandResult.Command;
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString(CommandName, command.Name);
            foreach ((string name, Option option) in OptionsOf(command))
            {
                object? value = resolved.TryGetValue(option, out object? known) ? known : ValueOf(arguments, option);
                if (!NotStored.Contains(name) && !unused.Contains(option) && value is not null)
                {
                    json.WritePropertyName(name);
                    JsonSerializer.Serialize(json, value, value.GetType());
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The names of the commands, without the root.
    private static string[] PathOf(ParseResult arguments)
    {
        List<string> names = [];
        for (SymbolResult? result = arguments.CommandResult; result is CommandResult { Parent: not null } command; result = result.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return [.. names];
    }

    private static object? ValueOf(ParseResult arguments, Option option) => option switch
    {
        Option<bool> flag => arguments.GetValue(flag),
        Option<int> number => arguments.GetValue(number),
        Option<int?> number => arguments.GetValue(number),
        Option<ulong> number => arguments.GetValue(number),
        Option<float> number => arguments.GetValue(number),
        Option<double> number => arguments.GetValue(number),
        Option<double?> number => arguments.GetValue(number),
        Option<string> text => arguments.GetValue(text),
        _ => throw new NotSupportedException($"{option.Name}: a configuration cannot hold a {option.ValueType}"),
    };
}
