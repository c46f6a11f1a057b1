namespace TinyRnn.Model.Tests.Quantization;

/// <summary>The range of quantised inputs, and how a value becomes one of its 128 numbers.</summary>
public class QuantizationRangeTests
{
    [Theory]
    [InlineData(-1f, 1f, true)]
    [InlineData(float.MinValue, float.MaxValue, true)]
    [InlineData(0f, 1.28e-35f, true)]
    [InlineData(0f, 1.26e-35f, false)]
    [InlineData(1f, 1f, false)]
    [InlineData(1f, -1f, false)]
    [InlineData(float.NaN, 1f, false)]
    [InlineData(0f, float.NaN, false)]
    [InlineData(0f, float.PositiveInfinity, false)]
    [InlineData(float.NegativeInfinity, 0f, false)]
    public void A_range_is_finite_and_has_a_step_and_its_inverse(float low, float high, bool isValid)
    {
        QuantizationRange range = new(low, high);
        Assert.Equal(isValid, range.IsValid);
        if (isValid)
        {
            Assert.True(float.IsNormal((float)range.Step) && float.IsNormal(range.InverseStep));
        }
    }

    [Fact]
    public void A_value_becomes_the_nearest_number_and_a_half_the_even_one()
    {
        QuantizationRange range = new(0f, 127f);
        (float Value, int Expected)[] values =
        [
            (0f, 0), (0.5f, 0), (0.51f, 1), (1.5f, 2), (2.5f, 2), (126.49f, 126), (126.5f, 126), (126.51f, 127), (127f, 127), (128f, 127),
            (float.PositiveInfinity, 127), (-1f, 0), (float.NegativeInfinity, 0), (float.NaN, 0),
        ];
        Assert.All(values, value => Assert.Equal(value.Expected, range.Quantize(value.Value)));
        QuantizationRange shifted = new(-2f, 61.5f);
        Assert.Equal([0, 1, 4, 127], ((float[])[-2f, -1.5f, 0f, 61.5f]).Select(shifted.Quantize));
        Assert.Equal(new QuantizationRange(-1f, 1f), QuantizationRange.Tanh);
        Assert.Equal((0, 127), (QuantizationRange.Tanh.Quantize(-1f), QuantizationRange.Tanh.Quantize(1f)));
    }
}
