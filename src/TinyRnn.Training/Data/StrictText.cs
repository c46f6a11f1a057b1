using System.Buffers;
using System.Text.Unicode;

namespace TinyRnn.Training;

/// <summary>Reads a text file whose every byte must be valid UTF-8; a byte order mark is left out.</summary>
internal static class StrictText
{
    public static string Read(string path)
    {
        byte[] bytes = DataFile.ReadBytes(path, "a text file in UTF-8 was expected");
        ReadOnlySpan<byte> text = bytes;
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        char[] characters = new char[text.Length];
        if (Utf8.ToUtf16(text, characters, out int read, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new TrainingDataException(path, text[..read].Count((byte)'\n') + 1, $"byte 0x{text[read]:X2} at offset {read + bytes.Length - text.Length} is not UTF-8, a text file in UTF-8 was expected");
        }

        return new string(characters, 0, written);
    }
}
