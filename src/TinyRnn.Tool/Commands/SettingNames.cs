using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary>
/// The names of settings in error messages, as the user wrote them: <c>--rate</c> on the command line, <c>settings.json(3,11): 'rate'</c> in
/// a configuration file, <c>--sweep: 'rate'</c> in a sweep.
/// </summary>
internal sealed class SettingNames
{
    private readonly Dictionary<Option, string> _elsewhere = [];
    private readonly Dictionary<string, Option> _properties = [];

    /// <summary>The name of an option.</summary>
    public string this[Option option]
    {
        get => _elsewhere.GetValueOrDefault(option, option.Name);
        set => _elsewhere[option] = value;
    }

    /// <summary>Records which option sets a property of the trainer's options.</summary>
    public void Add(string property, Option option) => _properties.Add(property, option);

    /// <summary>Rewrites an error of the trainer's options with the user's names; null for other errors.</summary>
    public ToolException? Translate(ArgumentOutOfRangeException error)
    {
        // The trainer's messages begin with the property: "Epochs must be 1 to 100000".
        return error.ParamName is string property && _properties.TryGetValue(property, out Option? option)
            && error.Message.StartsWith(property, StringComparison.Ordinal)
            ? new ToolException(FormattableString.Invariant($"{this[option]}{ErrorText.OfArgument(error)[property.Length..]}, not {error.ActualValue}"))
            : null;
    }
}
