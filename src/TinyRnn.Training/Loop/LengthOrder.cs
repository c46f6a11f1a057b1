namespace TinyRnn.Training;

/// <summary>Orders examples by falling length, as a <see cref="PackedLayout"/> needs. Equal lengths keep their order.</summary>
internal static class LengthOrder
{
    /// <summary>Sorts indices of examples.</summary>
    /// <param name="indices">Sorted in place.</param>
    /// <param name="lengthOf">Length of an example by its index.</param>
    /// <param name="keys">A buffer that is kept from call to call.</param>
    public static void Sort(Span<int> indices, Func<int, int> lengthOf, ref long[] keys)
    {
        Span<long> used = GrowingArray.Ensure(ref keys, indices.Length);
        for (int i = 0; i < used.Length; i++)
        {
            used[i] = ((long)-lengthOf(indices[i]) << 32) + i;
        }

        used.Sort(indices);
    }
}
