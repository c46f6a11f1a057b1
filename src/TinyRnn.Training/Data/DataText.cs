using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TinyRnn.Training;

/// <summary>
/// Reads data files as text. Every byte must be valid UTF-8, or UTF-16 or UTF-32, which are recognised by a byte order mark or by the zero bytes
/// in letters. The message for another kind of file, such as a picture or a workbook, says what it is.
/// </summary>
public static class DataText
{
    private const int Looked = 4096;

    /// <summary>Reads the text of a file without its byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding, if the file itself does not show it; null for UTF-8.</param>
    /// <exception cref="TrainingDataException">There is no such file, it is not text, or a byte is not valid. The message has its line.</exception>
    public static string Read(string path, Encoding? encoding = null) =>
        Decode(DataFile.ReadBytes(path, "a text file in UTF-8 was expected"), path, encoding);

    /// <summary>Describes a file that is not text, such as "a PNG picture", with a remedy; null if it may be text.</summary>
    /// <param name="start">Its first few thousand bytes, or all.</param>
    public static string? FindKind(ReadOnlySpan<byte> start) => BinaryKind.Of(start);

    /// <summary>Decodes bytes without their byte order mark.</summary>
    /// <param name="bytes">All bytes.</param>
    /// <param name="path">Their file, for errors.</param>
    /// <param name="encoding">The encoding, if the bytes themselves do not show it; null for UTF-8.</param>
    /// <exception cref="TrainingDataException">They are not text, or a byte is not valid.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string path, Encoding? encoding = null)
    {
        if (BinaryKind.Of(bytes) is string kind)
        {
            throw new TrainingDataException(path, 0, $"is {kind}; a text file was expected");
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            return DecodeUtf8(bytes, 3, path);
        }

        Encoding? found = FindWide(bytes, out int mark);
        if (found is null && bytes[..Math.Min(bytes.Length, Looked)].Contains((byte)0))
        {
            throw new TrainingDataException(path, 0, "has zero bytes, so it is not text; a text file was expected");
        }

        return (found ?? encoding) is { CodePage: not 65001 } other ? DecodeOther(bytes[mark..], other, path) : DecodeUtf8(bytes, 0, path);
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes, int start, string path)
    {
        ReadOnlySpan<byte> text = bytes[start..];
        char[] characters = new char[text.Length];
        if (Utf8.ToUtf16(text, characters, out int read, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            int line = text[..read].Count((byte)'\n') + 1;
            throw new TrainingDataException(path, line, $"byte 0x{text[read]:X2} at offset {read + start} is not UTF-8, a text file in UTF-8 was expected");
        }

        return new string(characters, 0, written);
    }

    private static string DecodeOther(ReadOnlySpan<byte> bytes, Encoding encoding, string path)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int line = bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            byte wrong = bytes[Math.Clamp(e.Index, 0, bytes.Length - 1)];
            throw new TrainingDataException(path, line, $"byte 0x{wrong:X2} is not {encoding.WebName}, the encoding with which the file was read");
        }
    }

    // In UTF-16 an ASCII character, such as a space or a line end, has a zero byte: zeros at odd places only, or at even places only, show the encoding.
    private static Encoding? FindWide(ReadOnlySpan<byte> bytes, out int mark)
    {
        mark = 0;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
        {
            mark = 4;
            return new UTF32Encoding(bigEndian: false, byteOrderMark: false);
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            mark = 2;
            return new UnicodeEncoding(bytes[0] == 0xFE, byteOrderMark: false);
        }

        ReadOnlySpan<byte> start = bytes[..(Math.Min(bytes.Length, Looked) & ~1)];
        int[] zeros = new int[2];
        for (int i = 0; i < start.Length; i++)
        {
            zeros[i & 1] += start[i] == 0 ? 1 : 0;
        }

        int pairs = start.Length / 2;
        return pairs < 2 || bytes.Length % 2 != 0 ? null
            : zeros[1] > pairs / 32 && zeros[0] == 0 ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : zeros[0] > pairs / 32 && zeros[1] == 0 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : null;
    }
}
