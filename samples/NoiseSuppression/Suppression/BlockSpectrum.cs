using System.Numerics.Tensors;
using NWaves.Transforms;

namespace NoiseSuppression.Suppression;

/// <summary>Converts one block after another to its spectrum and back to samples, without allocations.</summary>
internal sealed class BlockSpectrum
{
    // In single precision its tables would cost the last five bits of a sample.
    private readonly RealFft64 _transform = new(SoundBlock.Size);
    private readonly double[] _samples = new double[SoundBlock.Size];
    private readonly double[] _real = new double[SoundBlock.Bins];
    private readonly double[] _imaginary = new double[SoundBlock.Bins];
    private readonly double[] _factors = new double[SoundBlock.Bins];

    /// <summary>Computes the spectrum of a block of <see cref="SoundBlock.Size"/> samples.</summary>
    public void Transform(ReadOnlySpan<float> block)
    {
        TensorPrimitives.ConvertTruncating(block, _samples.AsSpan());
        _transform.Direct(_samples, _real, _imaginary);
    }

    /// <summary>Writes the <see cref="SoundBlock.Bins"/> magnitudes. A sine at full level gives half of <see cref="SoundBlock.Size"/> in its bin.</summary>
    public void Magnitudes(Span<float> magnitudes)
    {
        TensorPrimitives.Hypot<double>(_real, _imaginary, _factors);
        TensorPrimitives.ConvertTruncating<double, float>(_factors, magnitudes);
    }

    /// <summary>Multiplies each frequency by a factor, which keeps its phase.</summary>
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
