using NoiseSuppression.Output;
using NoiseSuppression.Picture;
using VoiceActivity.Audio;

namespace NoiseSuppression.Suppression;

/// <summary>Reads noisy sound to its end and writes it clean; allocates nothing on the way.</summary>
internal sealed class SuppressionRun
{
    private readonly SuppressedSamples _clean;
    private readonly SoundWriter _writer;
    private readonly float[] _samples = new float[1024];

    /// <summary>Begins.</summary>
    /// <param name="sound">Sound at any rate.</param>
    /// <param name="stages">What blocks go through.</param>
    /// <param name="writer">Writes the clean sound, of <see cref="SoundBlock.Rate"/> samples a second.</param>
    /// <param name="hasPicture">Whether spectrograms are gathered.</param>
    public SuppressionRun(ISamples sound, IBlockStage[] stages, SoundWriter writer, bool hasPicture)
    {
        ISamples noisy = sound.Rate == SoundBlock.Rate ? sound : new Resampler(sound, SoundBlock.Rate);
        Before = hasPicture ? new Spectrogram() : null;
        After = hasPicture ? new Spectrogram() : null;
        _clean = new SuppressedSamples(Before is null ? noisy : new SeenSamples(noisy, Before), stages);
        _writer = writer;
    }

    /// <summary>What came, if that was asked for.</summary>
    public Spectrogram? Before { get; }

    /// <summary>What went, if that was asked for.</summary>
    public Spectrogram? After { get; }

    /// <summary>Samples read so far, of <see cref="SoundBlock.Rate"/> a second.</summary>
    public long Length => _clean.Length;

    /// <summary>Reads all.</summary>
    /// <exception cref="InvalidDataException">The sound holds what is no sample.</exception>
    public void Run()
    {
        for (int count = _clean.Read(_samples); count > 0; count = _clean.Read(_samples))
        {
            _writer.Write(_samples.AsSpan(0, count));
            After?.Add(_samples.AsSpan(0, count));
        }
    }

    // Sound that a picture is drawn of on its way.
    private sealed class SeenSamples(ISamples source, Spectrogram picture) : ISamples
    {
        public int Rate => source.Rate;

        public int Read(Span<float> samples)
        {
            int count = source.Read(samples);
            picture.Add(samples[..count]);
            return count;
        }
    }
}
