using System.CommandLine;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>The options of commands that read CSV files: how those are written.</summary>
internal sealed class CsvArguments
{
    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "Of a .csv file: the character between fields, or 'tab'; by default whichever of comma, semicolon, tab and | splits all rows alike." };
    private readonly Option<string?> _decimal = new("--decimal") { Description = "Of a .csv file: what stands before the decimals of its numbers, . or , (by default what all of them can be read with)." };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="readsNumbers">Whether what it reads has numbers.</param>
    public CsvArguments(Command command, bool readsNumbers = true)
    {
        _decimal.AcceptOnlyFromAmong(".", ",");
        command.Options.Add(_delimiter);
        if (readsNumbers)
        {
            command.Options.Add(_decimal);
        }
    }

    /// <exception cref="ToolException">The delimiter is none.</exception>
    public CsvForm Read(ParseResult arguments) => new(
        arguments.GetValue(_delimiter) switch
        {
            null => null,
            "comma" => ',',
            "semicolon" => ';',
            "tab" or "\\t" => '\t',
            [char one] when char.IsAscii(one) && one is not ('"' or '\r' or '\n') && !char.IsAsciiLetterOrDigit(one) => one,
            string other => throw new ToolException($"{_delimiter.Name} is one character such as ; or 'tab', not '{other}'"),
        },
        arguments.GetValue(_decimal)?[0]);
}
