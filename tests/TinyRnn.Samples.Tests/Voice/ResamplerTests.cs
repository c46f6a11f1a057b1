using VoiceActivity.Audio;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>Sound at another rate is the same sound.</summary>
public class ResamplerTests
{
    private const int Rate = 16_000;
    private const float Level = 0.5f;

    public static TheoryData<int> Rates => [4_000, 8_000, 11_025, 16_001, 22_050, 32_000, 44_056, 44_100, 48_000, 96_000, 192_000, 384_000];

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_sine_keeps_its_frequency_its_level_and_its_time(int rate)
    {
        foreach (double frequency in new[] { 100.0, 1000.0, 0.42 * Math.Min(rate, Rate) })
        {
            float[] actual = Resample(Sine(frequency, rate, rate));
            Assert.Equal(Rate, actual.Length);
            float[] expected = Sine(frequency, Rate, Rate);

            // Odd rates have more phases than the table, so that times are rounded.
            // Before the beginning and behind the end there is silence, which the filter sees.
            Assert.All(Enumerable.Range(400, Rate - 800), i => Assert.Equal(expected[i], actual[i], rate is 16_001 or 44_056 ? 1e-3f : 2e-4f));
        }

        float[] Resample(float[] samples) => WavBytes.ReadAll(new Resampler(new GivenSamples(rate, samples), Rate));
    }

    [Theory]
    [InlineData(22_050, 8_100.0)]
    [InlineData(44_100, 8_100.0)]
    [InlineData(44_100, 15_900.0)]
    [InlineData(48_000, 23_000.0)]
    public void What_the_new_rate_cannot_hold_is_gone(int rate, double frequency)
    {
        float[] actual = WavBytes.ReadAll(new Resampler(new GivenSamples(rate, Sine(frequency, rate, rate)), Rate));
        Assert.All(actual[400..^400], sample => Assert.Equal(0f, sample, 2e-4f));
    }

    [Theory]
    [InlineData(44_100, 1)]
    [InlineData(44_100, 7)]
    [InlineData(8_000, 3)]
    [InlineData(48_000, 4096)]
    public void The_same_comes_of_any_pieces(int rate, int size)
    {
        float[] samples = Sine(700.0, rate, rate / 4);
        Assert.Equal(
            WavBytes.ReadAll(new Resampler(new GivenSamples(rate, samples), Rate), 100_000),
            WavBytes.ReadAll(new Resampler(new GivenSamples(rate, samples, size), Rate), size));
    }

    [Theory]
    [InlineData(44_100, 0, 0)]
    [InlineData(44_100, 1, 1)]
    [InlineData(48_000, 3, 1)]
    [InlineData(48_000, 4, 2)]
    [InlineData(384_000, 1, 1)]
    [InlineData(8_000, 1, 2)]
    public void It_is_as_long_as_before(int rate, int length, int expected) =>
        Assert.Equal(expected, WavBytes.ReadAll(new Resampler(new GivenSamples(rate, new float[length]), Rate)).Length);

    private static float[] Sine(double frequency, int rate, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Level * (float)Math.Sin(2.0 * Math.PI * frequency * i / rate))];
}
