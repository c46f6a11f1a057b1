using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler makes the interpolated strings of this assembly with. It takes a handler of this name from the
/// assembly itself first, so that no interpolated string here meets the culture of the machine: the framework's handler, and
/// string.Format where there is none, would write -1 with another sign in Swedish, Norwegian or Persian.
/// </summary>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    private const int ExpectedLength = 8;

    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (formattedCount * ExpectedLength));

    public readonly void AppendLiteral(string value) => _text.Append(value);

    public readonly void AppendFormatted(string? value) => _text.Append(value);

    public readonly void AppendFormatted<T>(T value) => _text.Append(TextOf(value, null));

    public readonly void AppendFormatted<T>(T value, string? format) => _text.Append(TextOf(value, format));

    public readonly void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public readonly void AppendFormatted<T>(T value, int alignment, string? format)
    {
        string text = TextOf(value, format) ?? "";
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

#if NET
    public readonly void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);
#endif

    public readonly string ToStringAndClear() => _text.ToString();

    private static string? TextOf<T>(T value, string? format) =>
        value is IFormattable ? ((IFormattable)value).ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
}
