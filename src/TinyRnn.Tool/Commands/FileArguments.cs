using System.CommandLine;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Commands;

/// <summary>The option with which a command that writes replaces files that are there.</summary>
internal sealed class FileArguments
{
    /// <summary>The option's name.</summary>
    public const string ForceOption = "--force";

    private readonly Option<bool> _force = new(ForceOption)
    {
        Description = "Replace files that are there already. Without it they are asked about in a terminal, and else left as they are.",
    };

    /// <param name="command">The command that gets the option.</param>
    public FileArguments(Command command) => command.Options.Add(_force);

    /// <summary>The files of a run, of which none is named yet.</summary>
    public RunFiles Files(ParseResult arguments) => new(arguments.GetValue(_force), Terminal.Ask);
}
