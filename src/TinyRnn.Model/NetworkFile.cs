using System.Text;
using System.Text.Unicode;

namespace TinyRnn.Model;

/// <summary>Model files on disk.</summary>
public static class NetworkFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a network.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="ModelFormatException">The first error in the file, with its place.</exception>
    public static Network Load(string path) => Load(path, out _);

    /// <summary>Writes a network. The file is complete or not there at all, even if the process stops.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path) => AtomicFile.Write(path, stream => Write(network, stream));

    /// <summary>Writes a network as the bytes of its file.</summary>
    internal static void Write(Network network, Stream stream)
    {
        using StreamWriter writer = new(stream, StrictUtf8, leaveOpen: true);
        NetworkWriter.Write(network, writer.Write);
    }

    /// <summary>Reads a network and the checksum of its file.</summary>
    /// <exception cref="ModelFormatException">The first error in the file, with its place.</exception>
    internal static Network Load(string path, out string checksum)
    {
        if (new FileInfo(path).Length > NetworkReader.MaximumLength)
        {
            throw new ModelFormatException(ModelErrorCode.TooLarge, $"the file is longer than {NetworkReader.MaximumLength} bytes", path, "", 0, 0);
        }

        return Read(File.ReadAllBytes(path), path, out checksum);
    }

    /// <summary>Reads a network from a file's bytes.</summary>
    /// <exception cref="ModelFormatException">The first error in the bytes, with its place.</exception>
    internal static Network Read(byte[] bytes, string path) => Read(bytes, path, out _);

    private static Network Read(byte[] bytes, string path, out string checksum)
    {
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            // The bytes before the bad one are valid, so its place can be given in characters.
            char[] before = new char[bytes.Length];
            Utf8.ToUtf16(bytes.AsSpan(start), before, out int read, out int written, replaceInvalidSequences: false);
            throw new ModelFormatException(
                ModelErrorCode.Syntax, $"byte {start + read} of the file is not UTF-8", path, new string(before, 0, written), written, 0);
        }

        return NetworkReader.Read(text, path, out checksum);
    }
}
