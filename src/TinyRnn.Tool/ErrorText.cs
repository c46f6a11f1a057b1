using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace TinyRnn.Tool;

/// <summary>Writes errors in one line, without details for programmers.</summary>
internal static class ErrorText
{
    /// <summary>The message of an exception.</summary>
    public static string Of(Exception error) => error is ArgumentException ? OfArgument(error) : FirstLine(error);

    /// <summary>The message of an <see cref="ArgumentException"/> without its note about parameters, which means nothing at a command line.</summary>
    public static string OfArgument(Exception error)
    {
        string message = FirstLine(error);
        int parameter = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter > 0 ? message[..parameter] : message;
    }

    /// <summary>The text of a command-line error.</summary>
    public static string Of(ParseError error) => OptionOf(error.SymbolResult) is Option option && OfValue(error, option) is string reason
        ? $"{option.Name} {reason}"
        : error.SymbolResult is ArgumentResult { Tokens: [Token token], Argument: Argument argument }
            && OfWord(argument.GetCompletions(CompletionContext.Empty), token) is string other ? $"<{argument.Name}> {other}"
        : string.Join(' ', error.Message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The error about a value as a predicate of the option, such as "must be a whole number, not x"; null for other errors.</summary>
    public static string? OfValue(ParseError error, Option option)
    {
        if (error.SymbolResult?.Tokens is not [Token token])
        {
            return null;
        }

        if (option.ValueType == typeof(string) && OfWord(option.GetCompletions(CompletionContext.Empty), token) is string word)
        {
            return word;
        }

        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => IsWhole(token) ? $"must be {int.MinValue} to {int.MaxValue}, not {token.Value}" : $"must be a whole number, not {token.Value}",
            TypeCode.UInt64 => IsWhole(token) ? $"must be 0 to {ulong.MaxValue}, not {token.Value}" : $"must be a whole number, not {token.Value}",
            TypeCode.Single or TypeCode.Double => $"must be a number{(token.Value.Contains(',') ? " with a decimal point" : "")}, not {token.Value}",
            TypeCode.Boolean => $"must be true or false, not {token.Value}",
            _ => null,
        };
    }

    /// <summary>The option that an error is about, or null.</summary>
    public static Option? OptionOf(SymbolResult? result) => result switch
    {
        OptionResult option => option.Option,
        ArgumentResult argument => OptionOf(argument.Parent),
        _ => null,
    };

    private static string? OfWord(IEnumerable<CompletionItem> known, Token token)
    {
        string[] words = [.. known.Select(item => item.Label)];
        return words.Length > 1 ? $"must be {string.Join(", ", words[..^1])} or {words[^1]}, not {token.Value}" : null;
    }

    private static bool IsWhole(Token token) => BigInteger.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd('\r');
}
