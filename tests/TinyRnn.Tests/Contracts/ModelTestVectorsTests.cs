namespace TinyRnn.Tests.Contracts;

/// <summary>What a self-test compares: the last row or each row, relative to recorded values above 1, and NaN as an error that stays.</summary>
public class ModelTestVectorsTests
{
    [Fact]
    public void A_single_recorded_row_is_that_of_the_last_step()
    {
        Assert.Equal(0f, ErrorOf([1, 2, 3, 4], [10, 10.5f]));
        Assert.Equal(0.05f, ErrorOf([1, 2, 3, 4], [10, 10]), 1e-6f);
    }

    [Fact]
    public void Several_recorded_rows_are_those_of_each_step()
    {
        Assert.Equal(0f, ErrorOf([1, 2, 3, 4], [3, 3.5f, 10, 10.5f]));
        Assert.Equal(0.25f, ErrorOf([1, 2, 3, 4], [4, 3.5f, 10, 10.5f]), 1e-6f);
        Assert.Equal(0.25f, ErrorOf([1, 2, 3, 4], [3, 3.5f, 8, 10.5f]), 1e-6f);
        Assert.Equal(0.5f, ErrorOf([1, 2, 3, 4], [2, 3.5f, 8, 10.5f]), 1e-6f);
    }

    [Fact]
    public void Errors_are_relative_above_1_and_absolute_below()
    {
        Assert.Equal(0.5f, ErrorOf([1, -1], [0.5f, 0f]), 1e-6f);
        Assert.Equal(3f, ErrorOf([2, 2], [-2, 4.5f]), 1e-6f);
    }

    [Fact]
    public void The_largest_error_is_kept_and_NaN_stays()
    {
        Assert.Equal(7f, ErrorOf([1, 2, 3, 4], [10, 10], start: 7f));
        Assert.Equal(float.NaN, ErrorOf([float.NaN, 2, 3, 4], [3, 3.5f, float.NaN, 10.5f]));
        Assert.Equal(float.NaN, ErrorOf([1, 2, 3, 4], [10, 10], start: float.NaN));
    }

    private static float ErrorOf(float[] sequence, float[] recorded, float start = 0f)
    {
        float largest = start;
        ModelTestVectors.Check<Sums, float>(sequence, recorded, new float[2], ref largest);
        return largest;
    }

    /// <summary>The sum of all values so far, and that sum and a half.</summary>
    private readonly struct Sums : IVectorModel<float>
    {
        public static int InputSize => 2;

        public static int OutputSize => 2;

        public static float InitialState => 0f;

        public static ulong Fingerprint => 1;

        public static ReadOnlySpan<int> StateParts => [0, 1];

        public static bool SelfTest(out float largestError) => throw new NotSupportedException();

        public static void Step(ref float state, ReadOnlySpan<float> input, Span<float> output)
        {
            state += input[0] + input[1];
            output[0] = state;
            output[1] = state + 0.5f;
        }

        public static void Advance(ref float state, ReadOnlySpan<float> input) => throw new NotSupportedException();

        public static void Step(Span<float> states, ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

        public static void Run(ref float state, ReadOnlySpan<float> sequence, Span<float> output) => throw new NotSupportedException();
    }
}
