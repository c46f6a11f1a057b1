using VoiceActivity.Audio;

namespace NoiseSuppression.Suppression;

/// <summary>
/// Sound without its noise, with the same number of samples at the same times. A sample is available when all its blocks are, at most
/// <see cref="SoundBlock.Size"/> samples later. Allocates nothing after its construction.
/// </summary>
internal sealed class SuppressedSamples : ISamples
{
    // The first blocks begin with silence before the first sample. Its sums are not part of the sound.
    private const int Lead = SoundBlock.Size - SoundBlock.Shift;

    private readonly ISamples _source;
    private readonly IBlockStage[] _stages;
    private readonly OverlapAdd _overlap = new();
    private readonly float[] _window = new float[SoundBlock.Size];
    private readonly float[] _block = new float[SoundBlock.Size];
    private readonly float[] _finished = new float[SoundBlock.Shift];
    private int _filled = Lead;
    private int _lead = Lead;
    private int _start = SoundBlock.Shift;
    private bool _hasEnded;
    private long _given;

    /// <summary>Makes a new instance.</summary>
    /// <param name="source">Noisy sound with <see cref="SoundBlock.Rate"/> samples per second.</param>
    /// <param name="stages">The stages of blocks, in this order; new ones for each sound.</param>
    public SuppressedSamples(ISamples source, params IBlockStage[] stages)
    {
        _source = source.Rate == SoundBlock.Rate
            ? source
            : throw new ArgumentException($"the sound has {source.Rate} samples per second; {SoundBlock.Rate} were expected", nameof(source));
        _stages = stages;
    }

    /// <inheritdoc/>
    public int Rate => SoundBlock.Rate;

    /// <summary>Samples read from the source so far.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public int Read(Span<float> samples)
    {
        while (_start == SoundBlock.Shift)
        {
            if (_hasEnded && _given == Length)
            {
                return 0;
            }

            Fill();
        }

        // After the end there is silence again, which is not returned.
        int count = (int)Math.Min(Math.Min(samples.Length, SoundBlock.Shift - _start), Length - _given);
        _finished.AsSpan(_start, count).CopyTo(samples);
        _given += count;
        _start = _hasEnded && _given == Length ? SoundBlock.Shift : _start + count;
        return count;
    }

    // Reads the available samples. A complete block gives new sums.
    private void Fill()
    {
        int read = _hasEnded ? 0 : _source.Read(_window.AsSpan(_filled));
        if (read == 0)
        {
            _hasEnded = true;
            _window.AsSpan(_filled).Clear();
            _filled = SoundBlock.Size;
        }

        Length += read;
        _filled += read;
        if (_filled == SoundBlock.Size)
        {
            Process();
            _window.AsSpan(SoundBlock.Shift).CopyTo(_window);
            _filled = Lead;
        }
    }

    private void Process()
    {
        _window.CopyTo(_block);
        foreach (IBlockStage stage in _stages)
        {
            stage.Process(_block);
        }

        _overlap.Add(_block, _stages[^1].Scale, _finished);
        bool isLead = _lead > 0;
        _lead -= isLead ? SoundBlock.Shift : 0;
        _start = isLead ? SoundBlock.Shift : 0;
    }
}
