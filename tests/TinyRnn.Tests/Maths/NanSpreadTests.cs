namespace TinyRnn.Tests.Maths;

public class NanSpreadTests
{
    [Theory]
    [InlineData(float.NaN, true, true)]
    [InlineData(float.PositiveInfinity, false, true)]
    [InlineData(float.NegativeInfinity, false, true)]
    [InlineData(float.MaxValue, false, false)]
    [InlineData(float.MinValue, false, false)]
    [InlineData(-0f, false, false)]
    public void A_value_is_found_at_every_place_of_rows_of_every_size(float value, bool isNaN, bool isNonFinite)
    {
        for (int size = 1; size <= 70; size++)
        {
            for (int place = 0; place < size; place++)
            {
                float[] row = Row(size);
                row[place] = value;
                Assert.Equal(isNaN ? float.NaN : 0f, NanSpread.OfNaN(ref row[0], (nuint)size));
                Assert.Equal(isNonFinite, float.IsNaN(NanSpread.OfNonFinite(ref row[0], (nuint)size)));
            }
        }
    }

    [Fact]
    public void What_lies_around_the_row_is_not_read()
    {
        for (int size = 1; size <= 70; size++)
        {
            float[] around = [float.NaN, .. Row(size), float.NaN];
            Assert.Equal(0f, NanSpread.OfNaN(ref around[1], (nuint)size));
            Assert.Equal(0f, NanSpread.OfNonFinite(ref around[1], (nuint)size));
        }
    }

    private static float[] Row(int size) => [.. Enumerable.Range(0, size).Select(i => (i % 7) - 3.25f)];
}
