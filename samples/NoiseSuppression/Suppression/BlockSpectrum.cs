using System.Numerics.Tensors;
using NWaves.Transforms;

namespace NoiseSuppression.Suppression;

/// <summary>The spectrum of one block after another, and the way back to samples; allocates nothing on the way.</summary>
internal sealed class BlockSpectrum
{
    private readonly RealFft _transform = new(SoundBlock.Size);
    private readonly float[] _samples = new float[SoundBlock.Size];
    private readonly float[] _real = new float[SoundBlock.Bins];
    private readonly float[] _imaginary = new float[SoundBlock.Bins];

    /// <summary>Replaces the spectrum by that of a block of <see cref="SoundBlock.Size"/> samples.</summary>
    public void Transform(ReadOnlySpan<float> block)
    {
        block.CopyTo(_samples);
        _transform.Direct(_samples, _real, _imaginary);
    }

    /// <summary>Writes the <see cref="SoundBlock.Bins"/> magnitudes: of a sine at full level, in its bin, half of <see cref="SoundBlock.Size"/>.</summary>
    public void Magnitudes(Span<float> magnitudes) => TensorPrimitives.Hypot<float>(_real, _imaginary, magnitudes);

    /// <summary>Multiplies each frequency by a factor, so that its phase stays.</summary>
    public void Multiply(ReadOnlySpan<float> mask)
    {
        TensorPrimitives.Multiply(_real, mask, _real);
        TensorPrimitives.Multiply(_imaginary, mask, _imaginary);
    }

    /// <summary>Writes the <see cref="SoundBlock.Size"/> samples that have this spectrum.</summary>
    public void Invert(Span<float> block)
    {
        _transform.InverseNorm(_real, _imaginary, _samples);
        _samples.CopyTo(block);
    }
}
