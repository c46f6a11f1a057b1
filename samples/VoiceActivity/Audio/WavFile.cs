using System.Buffers.Binary;
using System.Text;

namespace VoiceActivity.Audio;

/// <summary>Reads the header of a WAV file from a stream that need not seek: a file or a pipe.</summary>
internal static class WavFile
{
    /// <summary>Number of bytes that identify a stream: RIFF, a size and WAVE.</summary>
    public const int StartSize = 12;

    /// <summary>The lowest rate, in samples per second.</summary>
    public const int LowestRate = 4_000;

    /// <summary>The highest rate, in samples per second.</summary>
    public const int HighestRate = 384_000;

    private const int MostChannels = 64;
    private const int FormatSize = 16;
    private const int ExtendedFormatSize = 40;
    private const int WholeNumbers = 1;
    private const int Floats = 3;
    private const int Extended = 0xFFFE;

    // Programs that do not know the length of the sound write the largest size, or one a little below it.
    private const uint LeastUnknownSize = 0x7FFF0000;

    /// <summary>Whether a stream with this start is a WAV file of any kind, including kinds that cannot be read here.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> start) => start.Length == StartSize && start[8..].StartsWith("WAVE"u8);

    /// <summary>Reads the rest of the header, up to the sound.</summary>
    /// <param name="start">The first <see cref="StartSize"/> bytes, or all if there are fewer.</param>
    /// <param name="stream">The rest of the file.</param>
    /// <returns>The sound.</returns>
    /// <exception cref="InvalidDataException">The stream is not a WAV file, is cut off, or has compressed sound.</exception>
    public static PcmSamples Open(ReadOnlySpan<byte> start, Stream stream)
    {
        if (!IsKnown(start) || !start.StartsWith("RIFF"u8))
        {
            throw new InvalidDataException(
                start.IsEmpty ? "is empty; a WAV file was expected"
                : IsKnown(start) ? $"is a WAV file of the kind {Quote(start[..4])}; RIFF was expected"
                : $"is not a WAV file: it begins with {Quote(start)}; RIFF, a size and WAVE were expected");
        }

        PcmLayout? layout = null;
        Span<byte> header = stackalloc byte[8];
        while (true)
        {
            Fill(stream, header, "the header of a chunk");
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header.StartsWith("data"u8))
            {
                PcmLayout found = layout ?? throw new InvalidDataException("the chunk 'data' comes before the chunk 'fmt ', which has its format");
                return new PcmSamples(stream, found, size is 0 or >= LeastUnknownSize ? null : size);
            }

            long left = (long)size + (size & 1);
            if (header.StartsWith("fmt "u8))
            {
                layout = ReadFormat(stream, size);
                left -= Math.Min(size, ExtendedFormatSize);
            }

            Skip(stream, left, header[..4]);
        }
    }

    private static PcmLayout ReadFormat(Stream stream, uint size)
    {
        if (size < FormatSize)
        {
            throw new InvalidDataException($"the chunk 'fmt ' has {size} bytes; at least {FormatSize} were expected");
        }

        Span<byte> format = stackalloc byte[ExtendedFormatSize];
        format.Clear();
        int known = (int)Math.Min(size, ExtendedFormatSize);
        Fill(stream, format[..known], "the chunk 'fmt '");
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);

        // The extended form names the kind in the first two bytes of a GUID.
        kind = kind == Extended && known == ExtendedFormatSize ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..]) : kind;
        SampleForm form = (kind, bits) switch
        {
            (WholeNumbers, 8) => SampleForm.UInt8,
            (WholeNumbers, 16) => SampleForm.Int16,
            (WholeNumbers, 24) => SampleForm.Int24,
            (WholeNumbers, 32) => SampleForm.Int32,
            (Floats, 32) => SampleForm.Float32,
            (Floats, 64) => SampleForm.Float64,
            _ => throw new InvalidDataException(
                $"its sound has format {kind} with {bits} bits; 1 with 8, 16, 24 or 32, or 3 (floats) with 32 or 64 was expected"),
        };
        if (channels is 0 or > MostChannels)
        {
            throw new InvalidDataException($"it has {channels} channels; 1 to {MostChannels} were expected");
        }

        PcmLayout layout = rate is >= LowestRate and <= HighestRate
            ? new PcmLayout((int)rate, channels, form)
            : throw new InvalidDataException($"it has {rate} samples per second; {LowestRate} to {HighestRate} were expected");
        int frameSize = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        return frameSize == layout.FrameSize
            ? layout
            : throw new InvalidDataException(
                $"its header says {frameSize} bytes per frame; {layout.FrameSize} were expected for {channels} channels with {bits} bits");
    }

    private static void Skip(Stream stream, long count, ReadOnlySpan<byte> chunk)
    {
        Span<byte> skipped = stackalloc byte[1024];
        for (; count > 0; count -= Math.Min(count, skipped.Length))
        {
            Fill(stream, skipped[..(int)Math.Min(count, skipped.Length)], $"the chunk {Quote(chunk)}");
        }
    }

    private static void Fill(Stream stream, Span<byte> bytes, string place)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException($"ends within {place}, before its sound");
        }
    }

    // Makes arbitrary bytes printable.
    private static string Quote(ReadOnlySpan<byte> name)
    {
        StringBuilder text = new("'");
        foreach (byte one in name)
        {
            text.Append(one is >= 0x20 and < 0x7F ? (char)one : '.');
        }

        return text.Append('\'').ToString();
    }
}
