using System.CommandLine;
using System.Text;
using TinyRnn.Model;
using TinyRnn.Tool.Data;

namespace TinyRnn.Tool.Commands;

/// <summary>The options for the format of CSV files.</summary>
internal sealed class CsvArguments
{
    private readonly Option<string?> _delimiter = new("--delimiter")
    {
        Description = "For a .csv file: the character between fields, or 'tab'. [default: the one of comma, semicolon, tab and | that "
            + "gives every row the same number of fields]",
    };
    private readonly Option<string?> _decimal = new("--decimal")
    {
        Description = "For a .csv file: the decimal sign. [default: the one with which all numbers can be read]",
    };

    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "Encoding of data files: utf-8, utf-16, windows-1252, iso-8859-15 or another name. [default: UTF-8 or UTF-16, detected]",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => [_delimiter, _encoding, _decimal];

    /// <summary>The option for numbers, <c>--decimal</c>.</summary>
    public Option NumberOption => _decimal;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="readsNumbers">Whether the command reads numbers.</param>
    public CsvArguments(Command command, bool readsNumbers = true)
    {
        _decimal.AcceptOnlyFromAmong(".", ",");
        command.Options.Add(_delimiter);
        command.Options.Add(_encoding);
        if (readsNumbers)
        {
            command.Options.Add(_decimal);
        }
    }

    /// <exception cref="ToolException">The delimiter or the encoding is not valid.</exception>
    public CsvForm Read(ParseResult arguments) => new(
        arguments.GetValue(_delimiter) is string delimiter
            ? FindDelimiter(delimiter) ?? throw new ToolException($"{_delimiter.Name} must be one character such as ; or 'tab', not '{delimiter}'")
            : null,
        arguments.GetValue(_decimal)?[0],
        arguments.GetValue(_encoding) is string name
            ? FindEncoding(name) ?? throw new ToolException($"{_encoding.Name} must be utf-8, utf-16, windows-1252 or another name of an encoding, not "
                + $"'{name}'")
            : null);

    /// <summary>The same for a model, which remembers the format of its training file.</summary>
    /// <exception cref="ToolException">The delimiter or the encoding is not valid.</exception>
    public CsvForm Read(ParseResult arguments, Network network) => RememberedSettings.AddTo(Read(arguments), network);

    /// <summary>Finds a delimiter by its character or its name; null where it is not one.</summary>
    public static char? FindDelimiter(string text) => text switch
    {
        "comma" => ',',
        "semicolon" => ';',
        "tab" or "\\t" => '\t',
        [char one] when char.IsAscii(one) && one is not ('"' or '\r' or '\n') && !char.IsAsciiLetterOrDigit(one) => one,
        _ => null,
    };

    /// <summary>Finds an encoding by its name, or a Windows code page by its number; null where it is unknown.</summary>
    public static Encoding? FindEncoding(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            return Encoding.GetEncoding(InvariantNumbers.TryParse(name, out int page) ? FormattableString.Invariant($"windows-{page}") : name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
