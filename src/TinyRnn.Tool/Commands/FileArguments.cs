using System.CommandLine;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Commands;

/// <summary>The option that lets a command replace existing files.</summary>
internal sealed class FileArguments
{
    /// <summary>The option's name.</summary>
    public const string ForceOption = "--force";

    private readonly Option<bool> _force = new(ForceOption)
    {
        Description = "Replace existing files. Without it, the command asks in a terminal, and fails if there is none.",
    };

    /// <param name="command">The command that gets the option.</param>
    /// <param name="more">More sentences for its help.</param>
    public FileArguments(Command command, string more = "")
    {
        _force.Description += more;
        command.Options.Add(_force);
    }

    /// <summary>The files of a run, empty at first.</summary>
    public RunFiles Files(ParseResult arguments) => new(arguments.GetValue(_force), Terminal.Ask);
}
