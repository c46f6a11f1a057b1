namespace TinyRnn.Interop;

/// <summary>How close a network must come to the outputs recorded in its file: the same limit as in a compiled model's self-test.</summary>
internal static class TestVectorTolerance
{
    /// <exception cref="ImportException">They differ.</exception>
    public static void Check(ImportSource source, int testVector, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(MathF.Abs(expected[i] - actual[i]) <= ModelTestVectors.Tolerance * MathF.Max(1f, MathF.Abs(expected[i]))))
            {
                throw source.Error(FormattableString.Invariant(
                    $"the file's recorded run {testVector + 1} has {expected[i]} as value {i}, but the imported network gives {actual[i]}: the file means ")
                        + FormattableString.Invariant($"something other than what was understood"));
            }
        }
    }
}
