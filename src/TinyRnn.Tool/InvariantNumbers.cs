using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace TinyRnn.Tool;

/// <summary>
/// Reads numbers of the command line, and of the configurations, sweeps and project files that become options, in one form for all cultures: with a
/// decimal point and without separators of thousands. System.CommandLine itself would read 0,005 as 5.
/// </summary>
internal static class InvariantNumbers
{
    /// <summary>Reads a text that is a number as a whole.</summary>
    public static bool TryParse<T>(string text, out T number)
        where T : struct, INumber<T> =>
        T.TryParse(
            text, typeof(T) == typeof(double) || typeof(T) == typeof(float) ? NumberStyles.Float : NumberStyles.Integer, CultureInfo.InvariantCulture,
            out number);

    /// <summary>Makes all options and arguments of a command and its subcommands read numbers in this form.</summary>
    public static void Apply(Command command)
    {
        foreach (Option option in command.Options)
        {
            Apply(option);
        }

        foreach (Argument argument in command.Arguments.Where(argument => IsNumber(argument.ValueType)))
        {
            throw new NotSupportedException($"the argument {argument.Name} is a number, which has no reader here");
        }

        foreach (Command below in command.Subcommands)
        {
            Apply(below);
        }
    }

    private static void Apply(Option option)
    {
        switch (option)
        {
            case Option<int> number: number.CustomParser = Read<int>; break;
            case Option<int?> number: number.CustomParser = ReadGiven<int>; break;
            case Option<ulong> number: number.CustomParser = Read<ulong>; break;
            case Option<ulong?> number: number.CustomParser = ReadGiven<ulong>; break;
            case Option<float> number: number.CustomParser = Read<float>; break;
            case Option<double> number: number.CustomParser = Read<double>; break;
            case Option<double?> number: number.CustomParser = ReadGiven<double>; break;
            default:
                if (IsNumber(option.ValueType))
                {
                    throw new NotSupportedException($"{option.Name} is a {option.ValueType.Name}, which has no reader here");
                }

                break;
        }
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static T? ReadGiven<T>(ArgumentResult result)
        where T : struct, INumber<T> => Read<T>(result);

    private static T Read<T>(ArgumentResult result)
        where T : struct, INumber<T>
    {
        if (TryParse(result.Tokens[0].Value, out T number))
        {
            return number;
        }

        // ErrorText writes the message, with the option's name.
        result.AddError($"'{result.Tokens[0].Value}' is not a number");
        return default;
    }
}
