namespace TinyRnn.Training;

/// <summary>Recognises binary files by their first bytes, and advises what to do about each kind.</summary>
internal static class BinaryKind
{
    private const int Looked = 4096;

    private const string AsText = "export its data as CSV";

    /// <summary>Describes a file with a remedy; null if it may be text.</summary>
    /// <param name="bytes">The file, or its beginning.</param>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Looked)];
        return bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
            [0xFF, 0xD8, 0xFF, ..] => "a JPEG picture",
            [0x1F, 0x8B, ..] => "compressed by gzip; unpack it first",
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "compressed by xz; unpack it first",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "compressed by zstd; unpack it first",
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "a 7z archive; unpack it first",
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => OfZip(bytes),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => $"an old Microsoft Office document; {AsText}",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => $"an HDF5 file; {AsText}",
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => $"a NumPy array; {AsText}",
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a program",
            _ when bytes.StartsWith("%PDF-"u8) => "a PDF document; export its text",
            _ when bytes.StartsWith("SQLite format 3\0"u8) => $"an SQLite database; {AsText}",

            // A text may begin with these letters, but has no zero byte.
            _ when !bytes.Contains((byte)0) => null,
            _ when bytes.StartsWith("PAR1"u8) => $"a Parquet file; {AsText}",
            _ when bytes.StartsWith("ARROW1"u8) => $"an Arrow file; {AsText}",
            _ when bytes.StartsWith("BZh"u8) => "compressed by bzip2; unpack it first",
            _ when bytes.StartsWith("GIF8"u8) => "a GIF picture",
            _ when bytes.StartsWith("RIFF"u8) => "a WAV or another RIFF file",
            _ when bytes.StartsWith("MZ"u8) => "a program",
            _ => null,
        };
    }

    private static string OfZip(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("xl/"u8) >= 0 || (bytes.IndexOf("[Content_Types].xml"u8) >= 0 && bytes.IndexOf("word/"u8) < 0) ? $"an Excel workbook (XLSX); {AsText}"
        : bytes.IndexOf("opendocument.spreadsheet"u8) >= 0 ? $"an OpenDocument spreadsheet; {AsText}"
        : bytes.IndexOf("word/"u8) >= 0 ? "a Word document; export its text"
        : "a ZIP archive; unpack it first";
}
