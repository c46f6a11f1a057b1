using System.CommandLine;
using System.CommandLine.Parsing;

namespace TinyRnn.Tool.Help;

/// <summary>Describes an error of a command line in one line, and suggests a similar name.</summary>
internal static class CommandLineErrors
{
    /// <summary>The first error, or null where there is none.</summary>
    public static string? Find(ParseResult arguments)
    {
        // Help works with an erroneous command line, and a shell completes an unfinished one.
        if (arguments.Action is HelpPage || arguments.Tokens.Any(token => token.Type == TokenType.Directive))
        {
            return null;
        }

        Command command = arguments.CommandResult.Command;
        if (FindUnknown(arguments) is string token)
        {
            bool isOption = token.StartsWith('-');
            bool isCommand = !isOption && command.Subcommands.Count > 0;
            IEnumerable<string> names = isOption ? OptionsOf(command) : command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name);
            string what = isOption ? "unknown option" : isCommand ? "unknown command" : "unexpected argument";
            return $"{what} '{token}'" + (NearestName.Find(token, names) is string meant ? $"; did you mean '{meant}'?" : "");
        }

        if (arguments.Errors.Count == 0)
        {
            return null;
        }

        Argument? missing = command.Arguments.FirstOrDefault(
            argument => argument.Arity.MinimumNumberOfValues > 0 && arguments.GetResult(argument) is null or { Tokens.Count: 0 });
        if (missing is not null && arguments.Errors[0].SymbolResult is CommandResult or ArgumentResult)
        {
            return IsMissing($"<{missing.Name}>", missing);
        }

        return arguments.Errors[0].SymbolResult is OptionResult { IdentifierTokenCount: 0, Option: Option option }
            ? IsMissing(option.Name, option)
            : ErrorText.Of(arguments.Errors[0]);
    }

    // With the first sentence of its description.
    private static string IsMissing(string name, Symbol symbol)
    {
        string description = (symbol.Description ?? "").Split(". ")[0].TrimEnd('.');
        return description.Length == 0 ? $"{name} is missing" : $"{name} is missing: {char.ToLowerInvariant(description[0])}{description[1..]}";
    }

    /// <summary>Adds the command whose help explains the error.</summary>
    public static string Line(ParseResult arguments, string error) =>
        $"tinyrnn: {error} ('{HelpPage.Typed(arguments.CommandResult.Command)} --help' shows help)";

    private static IEnumerable<string> OptionsOf(Command command) => HelpPage.PathOf(command)
        .SelectMany(part => part.Options.Where(option => part == command || option.Recursive))
        .SelectMany(option => option.Aliases.Prepend(option.Name));

    // System.CommandLine takes an unknown option for the next missing argument, and would then report the wrong word.
    private static string? FindUnknown(ParseResult arguments)
    {
        bool hasEnd = arguments.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        Token? taken = hasEnd ? null : arguments.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).FirstOrDefault(IsOption);
        return taken?.Value ?? (arguments.UnmatchedTokens is [string first, ..] && arguments.CommandResult.Command.TreatUnmatchedTokensAsErrors ? first : null);
    }

    private static bool IsOption(Token token) =>
        token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(token.Value[2]);
}
