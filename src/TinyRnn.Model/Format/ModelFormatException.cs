namespace TinyRnn.Model;

/// <summary>Thrown for a model file that cannot be used: says what is wrong, where, and what was expected.</summary>
public sealed class ModelFormatException : Exception
{
    internal ModelFormatException(ModelErrorCode code, string reason, string path, TextSource text, int start, int length)
        : this(code, reason, path, start, length, TextPosition.Of(text, start))
    {
    }

    private ModelFormatException(ModelErrorCode code, string reason, string path, int start, int length, TextPosition position)
        : base($"{path}({position.Line},{position.Column}): error {Id(code)}: {reason}")
    {
        Code = code;
        Reason = reason;
        Path = path;
        Start = start;
        Length = length;
        Line = position.Line;
        Column = position.Column;
    }

    /// <summary>The kind of the error.</summary>
    public ModelErrorCode Code { get; }

    /// <summary>The error in one sentence, without its place.</summary>
    public string Reason { get; }

    /// <summary>The file name, as it was given to the reader.</summary>
    public string Path { get; }

    /// <summary>Offset of the first offending UTF-16 code unit in the text.</summary>
    public int Start { get; }

    /// <summary>Length of the offending text in UTF-16 code units; 0 at the end of the file.</summary>
    public int Length { get; }

    /// <summary>Line of <see cref="Start"/>, from 1.</summary>
    public int Line { get; }

    /// <summary>Column of <see cref="Start"/> in UTF-16 code units, from 1.</summary>
    public int Column { get; }

    /// <summary>The diagnostic id of an error, such as <c>TRNN018</c>.</summary>
    public static string Id(ModelErrorCode code) => FormattableString.Invariant($"TRNN{(int)code:000}");
}
