namespace VoiceActivity.Audio;

/// <summary>Recognises the format of a stream.</summary>
internal static class SoundInput
{
    /// <summary>Reads the start of a stream.</summary>
    /// <param name="stream">A WAV file, or samples as a recorder writes them.</param>
    /// <param name="allowsRaw">Whether a stream that is not a WAV file is read as 16-bit samples of one channel, 16,000 per second.</param>
    /// <exception cref="InvalidDataException">The stream is not a WAV file, or one that cannot be read.</exception>
    public static PcmSamples Open(Stream stream, bool allowsRaw)
    {
        Span<byte> start = stackalloc byte[WavFile.StartSize];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return allowsRaw && !WavFile.IsKnown(start)
            ? new PcmSamples(stream, new PcmLayout(16_000, 1, SampleForm.Int16)).Begin(start)
            : WavFile.Open(start, stream);
    }
}
