namespace VoiceActivity.Audio;

/// <summary>Finds out what a stream holds.</summary>
internal static class SoundInput
{
    /// <summary>Reads the beginning of a stream.</summary>
    /// <param name="stream">A WAV file, or samples as a recorder writes them.</param>
    /// <param name="allowsRaw">Whether a stream that is no WAV file is 16-bit samples of one channel, 16,000 a second.</param>
    /// <exception cref="InvalidDataException">It is no WAV file, or one that cannot be read.</exception>
    public static PcmSamples Open(Stream stream, bool allowsRaw)
    {
        Span<byte> start = stackalloc byte[WavFile.StartSize];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return allowsRaw && !WavFile.IsKnown(start)
            ? new PcmSamples(stream, new PcmLayout(16_000, 1, SampleForm.Int16)).Begin(start)
            : WavFile.Open(start, stream);
    }
}
