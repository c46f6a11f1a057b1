namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// A vector of sums and its products: the kept inputs of one accumulator of a block row. A block row is 16 units of a gate, or 8 or 4 if the tile has
/// no more. Each word of weights has room for several numbers if they are packed.
/// </summary>
/// <param name="start">The start value of its sums.</param>
/// <param name="gate">The gate.</param>
/// <param name="unit">The first unit.</param>
/// <param name="target">The place of its sums among all sums, in groups of four.</param>
/// <param name="lists">For each number of a word, its kept inputs in ascending order.</param>
internal sealed class SparseLane(SparseStart start, int gate, int unit, int target, List<int>[] lists)
{
    public SparseStart Start => start;

    public int Gate => gate;

    public int Unit => unit;

    public int Target => target;

    /// <summary>Words for each unit.</summary>
    public int Count => lists.Max(list => list.Count);

    /// <summary>
    /// The inputs of each word. Missing inputs are filled with one that the lane reads anyway and a zero weight, so that no other input, which may be
    /// infinite or NaN, can affect its sums. A filler is the complement of its input, below zero.
    /// </summary>
    public IReadOnlyList<int[]> Words(int count)
    {
        int filler = -1 - (lists.FirstOrDefault(list => list.Count > 0) is { } read ? read[0] : 0);
        return [.. Enumerable.Range(0, count).Select(word => lists.Select(list => word < list.Count ? list[word] : filler).ToArray())];
    }
}

/// <summary>The start value of a lane's sums.</summary>
internal enum SparseStart
{
    /// <summary>The gates' start values, with the products of a small input.</summary>
    Input,

    /// <summary>A separate bias of the gate, which must not contain the input's part.</summary>
    Apart,

    /// <summary>Zero: for accumulators after the first, or packed elements.</summary>
    Zero,
}
