using NoiseSuppression.Suppression;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>The Fourier transform of a block, beside a plain one in double precision.</summary>
public class BlockSpectrumTests
{
    private const float Tolerance = 1e-5f;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Magnitudes_are_those_of_the_definition(int seed)
    {
        float[] block = Networks.RandomInput(SoundBlock.Size, seed);
        BlockSpectrum spectrum = new();
        spectrum.Transform(block);
        float[] magnitudes = new float[SoundBlock.Bins];
        spectrum.Magnitudes(magnitudes);
        (double Real, double Imaginary)[] expected = PlainSuppression.Transform(block);
        Assert.All(magnitudes, (magnitude, bin) => Assert.Equal(Math.Sqrt(
            (expected[bin].Real * expected[bin].Real) + (expected[bin].Imaginary * expected[bin].Imaginary)), magnitude, Tolerance));
    }

    [Fact]
    public void A_sine_at_full_level_is_half_a_block_in_its_bin()
    {
        BlockSpectrum spectrum = new();
        spectrum.Transform([.. Enumerable.Range(0, SoundBlock.Size).Select(i => (float)Math.Sin(2.0 * Math.PI * 20 * i / SoundBlock.Size))]);
        float[] magnitudes = new float[SoundBlock.Bins];
        spectrum.Magnitudes(magnitudes);
        Assert.All(magnitudes, (magnitude, bin) => Assert.Equal(bin == 20 ? SoundBlock.Size / 2f : 0f, magnitude, 1e-4f));
    }

    [Fact]
    public void A_mask_of_ones_gives_the_block_back_and_another_filters_it()
    {
        float[] block = Networks.RandomInput(SoundBlock.Size, 3);
        float[] mask = [.. Networks.RandomInput(SoundBlock.Bins, 4).Select(MathF.Abs)];
        BlockSpectrum spectrum = new();
        float[] actual = new float[SoundBlock.Size];
        spectrum.Transform(block);
        spectrum.Invert(actual);
        Assert.All(actual, (sample, i) => Assert.Equal(block[i], sample, 1e-7f));

        // Twice, since the way back must leave nothing behind.
        for (int time = 0; time < 2; time++)
        {
            spectrum.Transform(block);
            spectrum.Multiply(mask);
            spectrum.Invert(actual);
            double[] expected = PlainSuppression.Inverse(
                [.. PlainSuppression.Transform(block).Select((bin, i) => (bin.Real * mask[i], bin.Imaginary * mask[i]))]);
            Assert.All(actual, (sample, i) => Assert.Equal(expected[i], sample, 1e-7));
        }
    }
}
