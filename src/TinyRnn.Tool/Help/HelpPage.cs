using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace TinyRnn.Tool.Help;

/// <summary>The page that <c>--help</c> prints for a command: its purpose, usage, arguments, options and subcommands, wrapped to the terminal.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestName = 34;
    private const int LeastWidth = 40;
    private const int WidestLine = 120;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult) => Write(parseResult.CommandResult.Command);

    /// <summary>Writes the page of a command.</summary>
    public static int Write(Command command)
    {
        Command[] path = PathOf(command);
        WriteWrapped(command.Description ?? "", 0);
        WriteHeading("Usage");
        WriteWrapped(Usage(command, path), Indent);
        WriteTable("Arguments", [.. command.Arguments.Where(argument => !argument.Hidden).Select(argument => (Name(argument), argument.Description ?? ""))]);
        WriteTable(
            "Commands",
            [.. command.Subcommands.Where(below => !below.Hidden).Select(below => (NameWithArguments(below), FirstSentence(below.Description ?? "")))]);
        Option[] options =
        [
            .. command.Options.Concat(path[..^1].SelectMany(above => above.Options.Where(option => option.Recursive))).Where(option => !option.Hidden)
        ];
        foreach ((string heading, IReadOnlyList<Option> group) in HelpGroups.Of(options))
        {
            WriteTable(heading, [.. group.Select(option => (Name(option), Describe(option)))]);
        }

        if (command.Subcommands.Count > 0)
        {
            Console.Out.WriteLine();
            WriteWrapped($"'{Typed(command)} COMMAND --help' tells more about a command.", 0);
        }

        return 0;
    }

    /// <summary>The commands from the root to this one.</summary>
    public static Command[] PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is Command parent ? [.. PathOf(parent), command] : [command];

    /// <summary>A command as the user types it, such as <c>tinyrnn train text</c>.</summary>
    public static string Typed(Command command) => string.Join(' ', PathOf(command).Select(part => part is RootCommand ? "tinyrnn" : part.Name));

    private static string Usage(Command command, Command[] path)
    {
        string commands = command.Subcommands.Any(below => !below.Hidden) ? " COMMAND" : "";
        string options = path.Any(part => part.Options.Count > 0) ? " [options]" : "";
        return Typed(command) + commands + string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => " " + Name(argument)))
            + options;
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf("; ", StringComparison.Ordinal);
        int point = text.IndexOf(". ", StringComparison.Ordinal);
        end = end < 0 || (point >= 0 && point < end) ? point : end;
        return end < 0 ? text : text[..end] + ".";
    }

    private static string NameWithArguments(Command command) =>
        command.Name + string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => " " + Name(argument)));

    private static string Name(Argument argument)
    {
        string name = "<" + (argument.HelpName ?? argument.Name) + ">" + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Name(Option option)
    {
        string names = string.Join(", ", new[] { option.Name }.Concat(option.Aliases).Where(name => name[0] == '-').OrderBy(name => name.Length));
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
        {
            return names;
        }

        string[] words = Words(option);
        return names + " " + (words.Length > 0 ? string.Join('|', words) : Placeholders.Of(option));
    }

    private static string Describe(Option option)
    {
        string value = option is { HasDefaultValue: true, Arity.MaximumNumberOfValues: > 0 } && option.ValueType != typeof(bool)
            ? FormattableString.Invariant($"{option.GetDefaultValue()}")
            : "";
        return (option.Description ?? "") + (value.Length > 0 ? $" [default: {value}]" : "") + (option.Required ? " [required]" : "");
    }

    private static string[] Words(Option option) =>
        option.ValueType == typeof(string) ? [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)] : [];

    private static void WriteHeading(string heading)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(heading + ":");
    }

    private static void WriteTable(string heading, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        WriteHeading(heading);
        int width = rows.Select(row => row.Name.Length).Where(length => length <= WidestName).DefaultIfEmpty(0).Max() + Indent + 2;
        foreach ((string name, string text) in rows)
        {
            // A name that is wider than its column gets its own line.
            if (name.Length > width - Indent - 2)
            {
                Console.Out.WriteLine(new string(' ', Indent) + name);
                WriteWrapped(text, width);
            }
            else
            {
                WriteWrapped(text, width, (new string(' ', Indent) + name).PadRight(width));
            }
        }
    }

    // A file has no width at which to wrap lines.
    private static int LineWidth => Console.IsOutputRedirected ? int.MaxValue : Math.Clamp(AnsiConsole.Profile.Width - 1, LeastWidth, WidestLine);

    private static void WriteWrapped(string text, int indent, string? start = null)
    {
        string line = start ?? new string(' ', indent);
        bool isEmpty = true;
        foreach (string word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > LineWidth)
            {
                Console.Out.WriteLine(line);
                line = new string(' ', indent);
                isEmpty = true;
            }

            line += (isEmpty ? "" : " ") + word;
            isEmpty = false;
        }

        Console.Out.WriteLine(line.TrimEnd());
    }
}
