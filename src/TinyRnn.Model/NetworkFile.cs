using System.Text;
using System.Text.Unicode;

namespace TinyRnn.Model;

/// <summary>Model files on disk.</summary>
public static class NetworkFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a network.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="ModelFormatException">The first error in the file, with its place.</exception>
    public static Network Load(string path)
    {
        if (new FileInfo(path).Length > NetworkReader.MaximumLength)
        {
            throw new ModelFormatException(ModelErrorCode.TooLarge, $"the file is longer than {NetworkReader.MaximumLength} bytes", path, "", 0, 0);
        }

        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a network from a file's bytes.</summary>
    /// <exception cref="ModelFormatException">The first error in the bytes, with its place.</exception>
    internal static Network Read(byte[] bytes, string path)
    {
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // What comes before the bad byte is good, so its place can be told in characters.
            char[] before = new char[bytes.Length];
            Utf8.ToUtf16(bytes.AsSpan(start), before, out int read, out int written, replaceInvalidSequences: false);
            throw new ModelFormatException(
                ModelErrorCode.Syntax, $"byte {start + read} of the file is not UTF-8", path, new string(before, 0, written), written, 0);
        }

        return NetworkReader.Read(text, path);
    }

    /// <summary>Writes a network so that the file is there whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path)
    {
        byte[] bytes = StrictUtf8.GetBytes(NetworkWriter.Write(network));
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }
}
