using System.Numerics.Tensors;

namespace VoiceActivity.Audio;

/// <summary>Converts sound to another rate: a low-pass filter (a sinc with a Kaiser window) is evaluated at the times of the new samples.</summary>
internal sealed class Resampler : ISamples
{
    // Passes 0.85 of the lower rate's band, and is below -60 dB from the edge of that band on.
    private const double Cutoff = 0.93;
    private const double Beta = 8.0;
    private const int ZeroCrossings = 32;

    // Usual rates need fewer phases: 44,100 Hz to 16,000 needs 160. For unusual rates the time of a sample is rounded to 1/1024 of the old distance.
    private const int MostPhases = 1024;
    private const int BlockSize = 4096;

    private readonly ISamples _source;
    private readonly int _step;
    private readonly int _unit;
    private readonly int _phases;
    private readonly int _half;
    private readonly float[] _filters;
    private readonly float[] _block;
    private int _filled;
    private int _at;
    private int _fraction;
    private int _last = int.MaxValue;

    /// <summary>Makes a new instance.</summary>
    /// <param name="source">Sound at any rate.</param>
    /// <param name="rate">Samples per second of the result.</param>
    public Resampler(ISamples source, int rate)
    {
        _source = source;
        Rate = rate;

        // A new sample is step / unit old ones after the one before it.
        int divisor = GreatestDivisor(source.Rate, rate);
        _step = source.Rate / divisor;
        _unit = rate / divisor;
        _phases = Math.Min(_unit, MostPhases);

        // Crossings of zero are 1 / bandwidth old samples apart.
        double bandwidth = Cutoff * Math.Min(1.0, (double)rate / source.Rate);
        _half = (int)Math.Ceiling(ZeroCrossings / bandwidth);
        _filters = new float[(_phases + 1) * 2 * _half];
        for (int phase = 0; phase <= _phases; phase++)
        {
            FillFilter(_filters.AsSpan(phase * 2 * _half, 2 * _half), (double)phase / _phases, bandwidth);
        }

        // The first sample is at the time of the first old one. Before it there is silence.
        _block = new float[BlockSize + (2 * _half)];
        _filled = _half - 1;
    }

    /// <inheritdoc/>
    public int Rate { get; }

    /// <inheritdoc/>
    public int Read(Span<float> samples)
    {
        int count = 0;
        while (count < samples.Length && _at < _last)
        {
            if (_at + (2 * _half) > _filled)
            {
                if (count > 0)
                {
                    break;
                }

                Fill();
                continue;
            }

            int phase = _phases == _unit ? _fraction : (int)((((long)_fraction * _phases) + (_unit / 2)) / _unit);
            samples[count++] = TensorPrimitives.Dot<float>(_block.AsSpan(_at, 2 * _half), _filters.AsSpan(phase * 2 * _half, 2 * _half));
            _fraction += _step;
            _at += _fraction / _unit;
            _fraction %= _unit;
        }

        return count;
    }

    private void Fill()
    {
        // A step may be longer than what is left.
        int gone = Math.Min(_at, _filled);
        _block.AsSpan(gone, _filled - gone).CopyTo(_block);
        _filled -= gone;
        _at -= gone;
        int read = _source.Read(_block.AsSpan(_filled, Math.Min(BlockSize, _block.Length - _filled)));
        if (read == 0)
        {
            // The filter is centred on the last old sample for the last time. After it there is silence.
            _last = Math.Max(_filled - (_half - 1), 0);
            _block.AsSpan(_filled, Math.Min(_half + 1, _block.Length - _filled)).Clear();
            _filled += _half + 1;
            return;
        }

        _filled += read;
    }

    private void FillFilter(Span<float> filter, double offset, double bandwidth)
    {
        double top = Bessel(Beta);
        for (int i = 0; i < filter.Length; i++)
        {
            double time = i - (_half - 1) - offset;
            double place = time / _half;
            double window = Math.Abs(place) < 1.0 ? Bessel(Beta * Math.Sqrt(1.0 - (place * place))) / top : 0.0;
            double angle = Math.PI * time * bandwidth;
            filter[i] = (float)(window * (angle == 0.0 ? 1.0 : Math.Sin(angle) / angle));
        }

        // The sum of each phase is 1, so a constant stays the same.
        TensorPrimitives.Divide(filter, TensorPrimitives.Sum<float>(filter), filter);
    }

    // The modified Bessel function of the first kind and order 0.
    private static double Bessel(double x)
    {
        double sum = 1.0;
        double term = 1.0;
        for (int k = 1; term > sum * 1e-16; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }

    private static int GreatestDivisor(int a, int b) => b == 0 ? a : GreatestDivisor(b, a % b);
}
