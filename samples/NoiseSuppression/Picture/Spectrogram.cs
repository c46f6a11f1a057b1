using System.Numerics.Tensors;
using NoiseSuppression.Suppression;

namespace NoiseSuppression.Picture;

/// <summary>The power of each frequency over time, in at most a fixed number of columns, however long the sound is.</summary>
internal sealed class Spectrogram
{
    /// <summary>The largest number of columns.</summary>
    public const int MostColumns = 1024;

    private const int Step = SoundBlock.Size / 2;

    private readonly BlockSpectrum _spectrum = new();
    private readonly float[] _hann = [.. Enumerable.Range(0, SoundBlock.Size).Select(i => 0.5f - (0.5f * MathF.Cos(2f * MathF.PI * i / SoundBlock.Size)))];
    private readonly float[] _window = new float[SoundBlock.Size];
    private readonly float[] _block = new float[SoundBlock.Size];
    private readonly float[] _powers = new float[MostColumns * SoundBlock.Bins];
    private int _filled;
    private int _blocks;
    private int _blocksOfColumn = 1;
    private int _columns;

    /// <summary>Columns so far.</summary>
    public int Columns => _columns + (_blocks > 0 ? 1 : 0);

    /// <summary>Seconds from one column to the next.</summary>
    public double SecondsOfColumn => (double)_blocksOfColumn * Step / SoundBlock.Rate;

    /// <summary>The power in decibels, 0 for a sine at full level, -200 for silence.</summary>
    /// <param name="column">From 0 to <see cref="Columns"/>.</param>
    /// <param name="bin">From 0 to <see cref="SoundBlock.Bins"/>.</param>
    public float this[int column, int bin]
    {
        get
        {
            // The magnitude of a sine is half of the window's sum.
            const float Full = SoundBlock.Size / 4f;
            int blocks = column < _columns ? _blocksOfColumn : _blocks;
            return MathF.Max(10f * MathF.Log10(Column(column)[bin] / (blocks * Full * Full)), -200f);
        }
    }

    /// <summary>Reads the next samples.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, SoundBlock.Size - _filled);
            samples[..count].CopyTo(_window.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == SoundBlock.Size)
            {
                AddBlock();
                _window.AsSpan(Step).CopyTo(_window);
                _filled -= Step;
            }
        }
    }

    private void AddBlock()
    {
        if (_columns == MostColumns)
        {
            Halve();
        }

        TensorPrimitives.Multiply<float>(_window, _hann, _block);
        _spectrum.Transform(_block);
        Span<float> magnitudes = _block.AsSpan(0, SoundBlock.Bins);
        _spectrum.Magnitudes(magnitudes);
        Span<float> column = Column(_columns);
        TensorPrimitives.MultiplyAdd(magnitudes, magnitudes, column, column);
        if (++_blocks == _blocksOfColumn)
        {
            _columns++;
            _blocks = 0;
        }
    }

    // Joins pairs of columns to make room.
    private void Halve()
    {
        _columns /= 2;
        _blocksOfColumn *= 2;
        for (int i = 0; i < _columns; i++)
        {
            TensorPrimitives.Add(Column(2 * i), Column((2 * i) + 1), Column(i));
        }

        _powers.AsSpan(_columns * SoundBlock.Bins).Clear();
    }

    private Span<float> Column(int index) => _powers.AsSpan(index * SoundBlock.Bins, SoundBlock.Bins);
}
