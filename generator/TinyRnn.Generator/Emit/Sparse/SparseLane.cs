namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// A vector of sums and what goes into it: the kept inputs of one chain of a block row, which is 16 units of a gate, or 8 or 4 where a tile
/// has no more. Each word of weights has a place for each of its numbers.
/// </summary>
/// <param name="start">What its sums start from.</param>
/// <param name="gate">The gate.</param>
/// <param name="unit">The first unit.</param>
/// <param name="target">Where its sums lie among all, in groups of four.</param>
/// <param name="lists">For each number of a word the kept inputs, ascending.</param>
internal sealed class SparseLane(SparseStart start, int gate, int unit, int target, List<int>[] lists)
{
    public SparseStart Start => start;

    public int Gate => gate;

    public int Unit => unit;

    public int Target => target;

    /// <summary>Words a unit.</summary>
    public int Count => lists.Max(list => list.Count);

    /// <summary>
    /// The inputs of each word. Where there are fewer than asked for, one that the lane reads anyway, so that no other input, infinite or no
    /// number, comes near its sums; its weight is then zero. Below zero, less one, is the input of such a place.
    /// </summary>
    public IReadOnlyList<int[]> Words(int count)
    {
        int filler = -1 - (lists.FirstOrDefault(list => list.Count > 0) is { } read ? read[0] : 0);
        return [.. Enumerable.Range(0, count).Select(word => lists.Select(list => word < list.Count ? list[word] : filler).ToArray())];
    }
}

/// <summary>What a lane's sums start from.</summary>
internal enum SparseStart
{
    /// <summary>What the gates start from, with the products of a small input.</summary>
    Input,

    /// <summary>A bias of the gate's own, which the input's part is kept apart from.</summary>
    Apart,

    /// <summary>Zero: a chain behind the first one, or small numbers.</summary>
    Zero,
}
