namespace TinyRnn.Interop;

/// <summary>How near a network must come to the outputs that its file recorded: as near as a compiled model's self-test asks for.</summary>
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
                    $"the file's recorded run {testVector + 1} has {expected[i]} as value {i}, but the network as it was read gives {actual[i]}: it means ")
                        + FormattableString.Invariant($"something else than was understood"));
            }
        }
    }
}
