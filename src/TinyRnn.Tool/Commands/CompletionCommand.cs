using System.CommandLine;

namespace TinyRnn.Tool.Commands;

/// <summary><c>tinyrnn completion</c>: prints a shell script that completes commands, options and their values.</summary>
internal static class CompletionCommand
{
    // Each script asks the tool itself through System.CommandLine's [suggest] directive, so it is never out of date.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # Completion of tinyrnn; a line for ~/.bashrc: source <(tinyrnn completion bash)
            _tinyrnn_complete() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(tinyrnn "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _tinyrnn_complete tinyrnn
            """,
        ["zsh"] = """
            # Completion of tinyrnn; a line for ~/.zshrc: source <(tinyrnn completion zsh)
            _tinyrnn_complete() {
                local -a found=("${(@f)$(tinyrnn "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
                compadd -- "${found[@]}" || _files
            }
            compdef _tinyrnn_complete tinyrnn
            """,
        ["fish"] = """
            # Completion of tinyrnn; a line for ~/.config/fish/config.fish: tinyrnn completion fish | source
            complete -c tinyrnn -a '(tinyrnn "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
            """,
        ["powershell"] = """
            # Completion of tinyrnn; a line for $PROFILE: tinyrnn completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName tinyrnn -ScriptBlock {
                param($word, $ast, $position)
                tinyrnn "[suggest:$position]" "$ast" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Command command = new("completion", "Prints a shell script that completes commands and options.") { shell };
        command.SetAction(arguments => Console.Out.WriteLine(Scripts[arguments.GetRequiredValue(shell)]));
        return command;
    }
}
