namespace TinyRnn.Tests.Maths;

public class SlidingWindowsTests
{
    /// <summary>The values may be read and written up to their ends and no further: the floats around them are NaN, and stay it.</summary>
    [Fact]
    public void Mirror_images_are_added_and_subtracted_for_every_size()
    {
        for (int size = 1; size <= 40; size++)
        {
            foreach (int centre in new[] { size - 1, size })
            {
                for (int windows = 1; windows <= 3; windows++)
                {
                    AssertFolds(size, centre, windows, stride: size % 4);
                }
            }
        }
    }

    private static void AssertFolds(int size, int centre, int windows, int stride)
    {
        int folded = (centre / 2) + 1;
        Random random = new(size);
        float[] values = [.. Enumerable.Range(0, ((windows - 1) * stride) + size).Select(_ => random.NextSingle()), float.NaN];
        float[] sums = [.. Enumerable.Repeat(float.NaN, (windows * folded) + 1)];
        float[] differences = [.. sums];
        SlidingWindows.AddMirrored(ref values[0], ref sums[0], windows, stride, size, centre);
        SlidingWindows.SubtractMirrored(ref values[0], ref differences[0], windows, stride, size, centre);
        Assert.True(float.IsNaN(sums[^1]));
        Assert.True(float.IsNaN(differences[^1]));
        for (int window = 0; window < windows; window++)
        {
            for (int i = 0; i < folded; i++)
            {
                // The first value of a period has no mirror image, and the one in the middle is its own.
                float value = values[(window * stride) + i];
                bool hasImage = centre - i < size && centre - i != i;
                float image = hasImage ? values[(window * stride) + centre - i] : 0;
                string where = $"value {i} of window {window} of {size} values about {centre} / 2";
                Assert.True(value + image == sums[(window * folded) + i], where);
                Assert.True(value - image == differences[(window * folded) + i], where);
            }
        }
    }
}
