using NoiseSuppression.Output;
using NoiseSuppression.Picture;
using VoiceActivity.Audio;

namespace NoiseSuppression.Suppression;

/// <summary>Reads noisy sound to its end and writes it clean, without allocations.</summary>
internal sealed class SuppressionRun
{
    private readonly SuppressedSamples _clean;
    private readonly SoundWriter _writer;
    private readonly float[] _samples = new float[1024];

    /// <summary>Makes a new instance.</summary>
    /// <param name="sound">Sound at any rate.</param>
    /// <param name="stages">The stages of blocks.</param>
    /// <param name="writer">Writes the clean sound, of <see cref="SoundBlock.Rate"/> samples a second.</param>
    /// <param name="hasPicture">Whether to collect spectrograms.</param>
    public SuppressionRun(ISamples sound, IBlockStage[] stages, SoundWriter writer, bool hasPicture)
    {
        ISamples noisy = sound.Rate == SoundBlock.Rate ? sound : new Resampler(sound, SoundBlock.Rate);
        Before = hasPicture ? new Spectrogram() : null;
        After = hasPicture ? new Spectrogram() : null;
        _clean = new SuppressedSamples(Before is null ? noisy : new SeenSamples(noisy, Before), stages);
        _writer = writer;
    }

    /// <summary>The spectrogram of the input, if it was asked for.</summary>
    public Spectrogram? Before { get; }

    /// <summary>The spectrogram of the output, if it was asked for.</summary>
    public Spectrogram? After { get; }

    /// <summary>Samples read so far, at <see cref="SoundBlock.Rate"/> per second.</summary>
    public long Length => _clean.Length;

    /// <summary>Reads the sound to its end.</summary>
    /// <exception cref="InvalidDataException">The sound has an invalid sample.</exception>
    public void Run()
    {
        for (int count = _clean.Read(_samples); count > 0; count = _clean.Read(_samples))
        {
            _writer.Write(_samples.AsSpan(0, count));
            After?.Add(_samples.AsSpan(0, count));
        }
    }

    // Passes sound on and collects its spectrogram.
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
