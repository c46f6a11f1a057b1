using System.Text;

namespace TinyRnn.Training;

/// <summary>Bytes as text whose characters, U+0000 to U+00FF, are the bytes (ISO 8859-1): how models of bytes read and write.</summary>
public static class ByteText
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="TrainingDataException">There is no such file.</exception>
    public static string Read(string path) => Encoding.Latin1.GetString(DataFile.ReadBytes(path, "a file was expected"));

    /// <summary>The bytes of a text in UTF-8.</summary>
    public static string FromText(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes again.</summary>
    /// <exception cref="ArgumentException">A character is above U+00FF and no byte.</exception>
    public static byte[] ToBytes(string bytes)
    {
        int other = bytes.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF');
        return other < 0
            ? Encoding.Latin1.GetBytes(bytes)
            : throw new ArgumentException(
                FormattableString.Invariant($"U+{(int)bytes[other]:X4} is no byte; the characters of a model of bytes are U+0000 to U+00FF"), nameof(bytes));
    }
}
