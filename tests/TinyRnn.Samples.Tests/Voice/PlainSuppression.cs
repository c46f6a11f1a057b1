using TinyRnn.Model;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Noise suppression over the whole, written as it is defined: a plain Fourier transform in double precision, and one sum at the end.</summary>
internal static class PlainSuppression
{
    private const int Size = 512;
    private const int Shift = 128;
    private const int Bins = (Size / 2) + 1;

    /// <summary>The clean sound of both parts, or of the first alone, whose blocks are a quarter of it each.</summary>
    public static float[] Of(float[] noisy, Network first, Network? second)
    {
        float[] padded = [.. new float[Size - Shift], .. noisy, .. new float[Size]];
        double[] sum = new double[padded.Length];
        Interpreter mask = new(first);
        InterpreterState maskState = mask.CreateState();
        Interpreter? waveform = second is null ? null : new Interpreter(second);
        InterpreterState? waveformState = waveform?.CreateState();
        float[] factors = new float[Bins];
        float[] cleaned = new float[Size];
        for (int start = 0; start + Size <= padded.Length; start += Shift)
        {
            (double Real, double Imaginary)[] spectrum = Transform(padded.AsSpan(start, Size));
            mask.Step(maskState, [.. spectrum.Select(bin => (float)Math.Sqrt((bin.Real * bin.Real) + (bin.Imaginary * bin.Imaginary)))], factors);
            double[] block = Inverse([.. spectrum.Select((bin, i) => (bin.Real * factors[i], bin.Imaginary * factors[i]))]);
            float[] samples = Array.ConvertAll(block, value => (float)value);
            if (waveform is not null)
            {
                waveform.Step(waveformState!, samples, cleaned);
                samples = cleaned;
            }

            for (int i = 0; i < Size; i++)
            {
                sum[start + i] += samples[i] * (waveform is null ? 0.25 : 1.0);
            }
        }

        return [.. sum.Skip(Size - Shift).Take(noisy.Length).Select(value => (float)value)];
    }

    /// <summary>The frequencies from 0 to half the rate.</summary>
    public static (double Real, double Imaginary)[] Transform(ReadOnlySpan<float> block)
    {
        (double Real, double Imaginary)[] spectrum = new (double, double)[Bins];
        for (int bin = 0; bin < Bins; bin++)
        {
            for (int i = 0; i < Size; i++)
            {
                (double sine, double cosine) = Math.SinCos(2.0 * Math.PI * (bin * i % Size) / Size);
                spectrum[bin].Real += block[i] * cosine;
                spectrum[bin].Imaginary -= block[i] * sine;
            }
        }

        return spectrum;
    }

    /// <summary>The samples of a spectrum.</summary>
    public static double[] Inverse((double Real, double Imaginary)[] spectrum)
    {
        double[] block = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            for (int bin = 0; bin < Bins; bin++)
            {
                // All but the first and the last stand for their negative frequency, too.
                (double sine, double cosine) = Math.SinCos(2.0 * Math.PI * (bin * i % Size) / Size);
                block[i] += ((spectrum[bin].Real * cosine) - (spectrum[bin].Imaginary * sine)) * (bin is 0 or Size / 2 ? 1.0 : 2.0) / Size;
            }
        }

        return block;
    }
}
