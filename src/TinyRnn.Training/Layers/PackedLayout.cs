namespace TinyRnn.Training;

/// <summary>
/// The layout of a batch of sequences of different lengths. Rows are ordered step by step (time-major), and each step has only the
/// sequences that have not ended. The sequences are sorted by falling length, so step t has the first
/// <see cref="Active"/>(t) of them, and no row is padding (PyTorch's <c>PackedSequence</c>).
/// One layout is filled again for each batch.
/// </summary>
public sealed class PackedLayout
{
    private int[] _active = [];
    private int[] _offsets = [];
    private int[] _lengths = [];

    /// <summary>Length of the longest sequence.</summary>
    public int Steps { get; private set; }

    /// <summary>Number of sequences.</summary>
    public int Sequences { get; private set; }

    /// <summary>Number of rows: the sum of the lengths.</summary>
    public int Rows { get; private set; }

    /// <summary>Makes the layout of sequences with these lengths.</summary>
    /// <param name="lengths">The length of each sequence, at least 1, in falling order.</param>
    /// <exception cref="ArgumentException">There is no sequence, a length is below 1, or a length is above the one before it.</exception>
    public void Reset(ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty || lengths[^1] < 1)
        {
            throw new ArgumentException("a batch needs at least one sequence, and a sequence at least one step", nameof(lengths));
        }

        for (int i = 1; i < lengths.Length; i++)
        {
            if (lengths[i] > lengths[i - 1])
            {
                throw new ArgumentException($"sequences must be sorted by falling length, but length {lengths[i]} follows {lengths[i - 1]}", nameof(lengths));
            }
        }

        Sequences = lengths.Length;
        Steps = lengths[0];
        lengths.CopyTo(GrowingArray.Ensure(ref _lengths, Sequences));
        Span<int> active = GrowingArray.Ensure(ref _active, Steps);
        Span<int> offsets = GrowingArray.Ensure(ref _offsets, Steps);
        int there = lengths.Length;
        for (int step = 0; step < Steps; step++)
        {
            while (lengths[there - 1] <= step)
            {
                there--;
            }

            active[step] = there;
        }

        Rows = 0;
        for (int step = 0; step < Steps; step++)
        {
            offsets[step] = Rows;
            Rows = checked(Rows + active[step]);
        }
    }

    /// <summary>Makes the layout of sequences of one length.</summary>
    public void Reset(int sequences, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Sequences = sequences;
        Steps = steps;
        Rows = checked(sequences * steps);
        GrowingArray.Ensure(ref _lengths, sequences).Fill(steps);
        GrowingArray.Ensure(ref _active, steps).Fill(sequences);
        Span<int> offsets = GrowingArray.Ensure(ref _offsets, steps);
        for (int step = 0; step < steps; step++)
        {
            offsets[step] = step * sequences;
        }
    }

    /// <summary>Number of sequences that have a row at this step.</summary>
    public int Active(int step) => _active[step];

    /// <summary>The row of sequence 0 at this step. The rows of the others follow it.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>Number of steps of a sequence.</summary>
    public int Length(int sequence) => _lengths[sequence];

    /// <summary>The row of a sequence's last step.</summary>
    public int LastRow(int sequence) => _offsets[_lengths[sequence] - 1] + sequence;
}
