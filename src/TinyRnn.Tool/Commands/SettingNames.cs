using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// What settings are called in errors: as the user wrote them, <c>--rate</c> on the command line, <c>settings.json(3,11): 'rate'</c> in a
/// configuration file, <c>--sweep: 'rate'</c> in a sweep.
/// </summary>
internal sealed class SettingNames
{
    private readonly Dictionary<Option, string> _elsewhere = [];
    private readonly Dictionary<string, Option> _properties = [];

    /// <summary>What an option is called.</summary>
    public string this[Option option]
    {
        get => _elsewhere.GetValueOrDefault(option, option.Name);
        set => _elsewhere[option] = value;
    }

    /// <summary>Names the option that becomes a property of the trainer's options.</summary>
    public void Add(string property, Option option) => _properties.Add(property, option);

    /// <summary>An error of the trainer's options in the user's words; null where it is about something else.</summary>
    public ToolException? Translate(ArgumentOutOfRangeException error)
    {
        // The trainer's messages begin with the property: "Epochs is 1 to 100000".
        return error.ParamName is string property && _properties.TryGetValue(property, out Option? option)
            && error.Message.StartsWith(property, StringComparison.Ordinal)
            ? new ToolException(FormattableString.Invariant($"{this[option]}{ErrorText.OfArgument(error)[property.Length..]}, not {error.ActualValue}"))
            : null;
    }
}
