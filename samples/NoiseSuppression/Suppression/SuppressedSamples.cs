using VoiceActivity.Audio;

namespace NoiseSuppression.Suppression;

/// <summary>
/// Sound without its noise: as many samples as before, each at its time. It comes as soon as all blocks of a sample are there, at most
/// <see cref="SoundBlock.Size"/> samples later. Allocates nothing after its construction.
/// </summary>
internal sealed class SuppressedSamples : ISamples
{
    // Silence before the first sample is part of the first blocks; its sums are no part of the sound.
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

    /// <summary>Begins.</summary>
    /// <param name="source">Noisy sound of <see cref="SoundBlock.Rate"/> samples a second.</param>
    /// <param name="stages">What blocks go through, in this order; new ones for each sound.</param>
    public SuppressedSamples(ISamples source, params IBlockStage[] stages)
    {
        _source = source.Rate == SoundBlock.Rate
            ? source
            : throw new ArgumentException($"the sound has {source.Rate} samples a second; {SoundBlock.Rate} were expected", nameof(source));
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

        // Behind the end there is silence again, which is not given.
        int count = (int)Math.Min(Math.Min(samples.Length, SoundBlock.Shift - _start), Length - _given);
        _finished.AsSpan(_start, count).CopyTo(samples);
        _given += count;
        _start = _hasEnded && _given == Length ? SoundBlock.Shift : _start + count;
        return count;
    }

    // Reads what is there; where that completes a block, there are new sums.
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
