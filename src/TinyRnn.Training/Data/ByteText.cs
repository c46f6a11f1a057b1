using System.Text;

namespace TinyRnn.Training;

/// <summary>Converts bytes to text whose characters, U+0000 to U+00FF, are the bytes (ISO 8859-1), as models of bytes read and write it.</summary>
public static class ByteText
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="TrainingDataException">There is no such file.</exception>
    public static string Read(string path) => Encoding.Latin1.GetString(DataFile.ReadBytes(path, "a file was expected"));

    /// <summary>The UTF-8 bytes of a text, as characters.</summary>
    public static string FromText(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Converts the characters back to bytes.</summary>
    /// <exception cref="ArgumentException">A character is above U+00FF, so it is not a byte.</exception>
    public static byte[] ToBytes(string bytes)
    {
        int other = bytes.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF');
        return other < 0
            ? Encoding.Latin1.GetBytes(bytes)
            : throw new ArgumentException(
                FormattableString.Invariant($"U+{(int)bytes[other]:X4} is not a byte; the characters of a model of bytes are U+0000 to U+00FF"), nameof(bytes));
    }
}
