namespace TinyRnn.Tests.Sampling;

public class SamplingOptionsTests
{
    [Fact]
    public void Nothing_set_is_the_models_own_distribution()
    {
        SamplingOptions options = default;
        Assert.Equal((1f, 0, 0f, null, null), (options.Temperature, options.TopK, options.TopP, options.Seed, options.StopAt));
        Assert.Equal(options, new SamplingOptions { Temperature = 1 });
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.8f)]
    [InlineData(1f)]
    [InlineData(float.Epsilon)]
    [InlineData(float.MaxValue)]
    public void Temperatures_come_back_bit_for_bit(float temperature) =>
        Assert.Equal(
            BitConverter.SingleToInt32Bits(temperature),
            BitConverter.SingleToInt32Bits(new SamplingOptions { Temperature = temperature }.Temperature));

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        foreach (float temperature in (float[])[-1, float.NaN, float.PositiveInfinity, -float.Epsilon])
        {
            Assert.Contains(
                "the temperature must be finite and at least 0",
                Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = temperature }).Message, StringComparison.Ordinal);
        }

        foreach (float topP in (float[])[-0.1f, 1.1f, float.NaN])
        {
            Assert.Contains(
                "top-p must be from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = topP }).Message,
                StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopK = -1 });
        Assert.Equal([0f, 1f], ((float[])[0, 1]).Select(topP => new SamplingOptions { TopP = topP }.TopP));
    }
}
