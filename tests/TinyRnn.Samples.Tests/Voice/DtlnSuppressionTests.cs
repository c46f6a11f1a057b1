using NoiseSuppression.Suppression;
using TinyRnn.Samples.Tests.Harness;

namespace TinyRnn.Samples.Tests.Voice;

/// <summary>DTLN around its networks: against a plain form of the whole, and on speech in noise.</summary>
public class DtlnSuppressionTests
{
    private const string Sentence = "The noise of a fan is steady, and the words that somebody speaks are not: so the two can be told apart.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_parts_and_the_first_alone_give_what_the_plain_form_gives(bool hasSecond)
    {
        float[] noisy = [.. Networks.RandomInput(6_000, 1).Select((value, i) => (0.05f * value) + (0.3f * MathF.Sin(i * i * 1e-5f)))];
        float[] expected = PlainSuppression.Of(noisy, DtlnWeights.Import(), hasSecond ? RandomSecondPart.Import() : null);
        float[] actual = WavBytes.ReadAll(new SuppressedSamples(new GivenSamples(SoundBlock.Rate, noisy), NoisySpeech.Stages(hasSecond)));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(actual, (sample, i) => Assert.Equal(expected[i], sample, 1e-5f));
        Assert.Contains(actual, sample => MathF.Abs(sample) > 0.01f);
    }

    // Measured with the first part alone: from 0 dB to 7.6, from 5 dB to 11.0, from 10 dB to 13.6.
    [Theory]
    [InlineData(0.0, 6.0)]
    [InlineData(5.0, 4.5)]
    [InlineData(10.0, 2.5)]
    public void Speech_in_noise_is_clearer_than_before(double decibels, double leastGain)
    {
        float[] speech = Speaker.AtMicrophone(Speaker.Say(Sentence));
        float[] noisy = NoisySpeech.Mix(speech, decibels);
        float[] clean = WavBytes.ReadAll(new SuppressedSamples(new GivenSamples(SoundBlock.Rate, noisy), NoisySpeech.Stages(hasSecond: false)));
        double before = NoisySpeech.Ratio(speech, noisy);
        double after = NoisySpeech.Ratio(speech, clean);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before:0.00} dB before, {after:0.00} dB after");
        Assert.Equal(decibels, before, 0.1);
        Assert.InRange(after - before, leastGain, 40.0);
    }
}

/// <summary>Speech with noise at a known level, and what is heard of each.</summary>
internal static class NoisySpeech
{
    /// <summary>Adds white noise, the same each time, so many decibels below the speech.</summary>
    public static float[] Mix(float[] speech, double decibels)
    {
        Random random = new(1);
        double[] noise = [.. speech.Select(_ => Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble()))];
        double factor = Math.Sqrt(speech.Sum(sample => (double)sample * sample) / noise.Sum(sample => sample * sample) / Math.Pow(10.0, decibels / 10.0));
        return [.. speech.Select((sample, i) => (float)(sample + (factor * noise[i])))];
    }

    /// <summary>The scale-invariant ratio of speech to what is not speech in a sound, in decibels.</summary>
    public static double Ratio(float[] speech, float[] sound)
    {
        double factor = speech.Zip(sound, (a, b) => (double)a * b).Sum() / speech.Sum(sample => (double)sample * sample);
        double kept = speech.Sum(sample => factor * sample * factor * sample);
        return 10.0 * Math.Log10(kept / speech.Zip(sound, (a, b) => (b - (factor * a)) * (b - (factor * a))).Sum());
    }

    /// <summary>Stages whose networks are interpreted: the first part as it is deployed, and the second with random weights.</summary>
    public static IBlockStage[] Stages(bool hasSecond)
    {
        SpectralStage<InterpretedModel<RealFirstPart>, InterpretedModel<RealFirstPart>.State> first = new();
        return hasSecond ? [first, new WaveformStage<InterpretedModel<RandomSecondPart>, InterpretedModel<RandomSecondPart>.State>()] : [first];
    }
}
