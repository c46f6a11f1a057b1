using System.Numerics.Tensors;
using NWaves.Transforms;

namespace NoiseSuppression.Suppression;

/// <summary>The spectrum of one block after another, and the way back to samples; allocates nothing on the way.</summary>
internal sealed class BlockSpectrum
{
    // In single precision it loses the last five bits of a sample, by its tables.
    private readonly RealFft64 _transform = new(SoundBlock.Size);
    private readonly double[] _samples = new double[SoundBlock.Size];
    private readonly double[] _real = new double[SoundBlock.Bins];
    private readonly double[] _imaginary = new double[SoundBlock.Bins];
    private readonly double[] _factors = new double[SoundBlock.Bins];

    /// <summary>Replaces the spectrum by that of a block of <see cref="SoundBlock.Size"/> samples.</summary>
    public void Transform(ReadOnlySpan<float> block)
    {
        TensorPrimitives.ConvertTruncating(block, _samples.AsSpan());
        _transform.Direct(_samples, _real, _imaginary);
    }

    /// <summary>Writes the <see cref="SoundBlock.Bins"/> magnitudes: of a sine at full level, in its bin, half of <see cref="SoundBlock.Size"/>.</summary>
    public void Magnitudes(Span<float> magnitudes)
    {
        TensorPrimitives.Hypot<double>(_real, _imaginary, _factors);
        TensorPrimitives.ConvertTruncating<double, float>(_factors, magnitudes);
    }

    /// <summary>Multiplies each frequency by a factor, so that its phase stays.</summary>
    public void Multiply(ReadOnlySpan<float> mask)
    {
        TensorPrimitives.ConvertTruncating(mask, _factors.AsSpan());
        TensorPrimitives.Multiply<double>(_real, _factors, _real);
        TensorPrimitives.Multiply<double>(_imaginary, _factors, _imaginary);
    }

    /// <summary>Writes the <see cref="SoundBlock.Size"/> samples that have this spectrum.</summary>
    public void Invert(Span<float> block)
    {
        _transform.InverseNorm(_real, _imaginary, _samples);
        TensorPrimitives.ConvertTruncating<double, float>(_samples, block);
    }
}
