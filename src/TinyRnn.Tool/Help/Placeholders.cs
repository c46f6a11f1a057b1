using System.CommandLine;

namespace TinyRnn.Tool.Help;

/// <summary>The words that stand for the values of options in help, such as FILE for <c>--labels</c>.</summary>
internal static class Placeholders
{
    private static readonly Dictionary<string, string> OfNames = new(StringComparer.Ordinal)
    {
        ["--activation"] = "NAME=ACTIVATION",
        ["--architecture"] = "FILE",
        ["--blocks"] = "FILE",
        ["--config"] = "FILE",
        ["--conv"] = "NUMBERS",
        ["--data"] = "FILE",
        ["--delimiter"] = "CHARACTER",
        ["--encoding"] = "NAME",
        ["--expected"] = "FILE",
        ["--from"] = "NAMES",
        ["--html"] = "FILE",
        ["--initial-weights"] = "FILE",
        ["--input"] = "FILE",
        ["--inputs"] = "COLUMNS",
        ["--known"] = "COLUMNS",
        ["--labels"] = "FILE",
        ["--mean"] = "NUMBERS",
        ["--namespace"] = "NAME",
        ["--options"] = "FILE",
        ["--order"] = "NAMES",
        ["--output"] = "FILE",
        ["--output-mean"] = "NUMBERS",
        ["--output-std"] = "NUMBERS",
        ["--part"] = "KEY",
        ["--prompt"] = "TEXT",
        ["--replacement"] = "TEXT",
        ["--set"] = "NAME=NUMBER",
        ["--std"] = "NUMBERS",
        ["--sweep"] = "SETTINGS",
        ["--target"] = "COLUMN",
        ["--time"] = "COLUMN",
        ["--to"] = "NAMES",
        ["--validation"] = "FILE",
        ["--vocabulary"] = "FILE",
        ["--words"] = "FILE",
    };

    /// <summary>The kind of an option's value: NUMBER, what the table says, or the last word of the name, such as COLUMN for <c>--text-column</c>.</summary>
    public static string Of(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal)
        {
            return "NUMBER";
        }

        return option.HelpName ?? OfNames.GetValueOrDefault(option.Name) ?? option.Name[(option.Name.LastIndexOf('-') + 1)..].ToUpperInvariant();
    }
}
