namespace TinyRnn.Training;

/// <summary>
/// Where the rows of a batch of sequences of different lengths stand: step by step (time-major), and at each step only the
/// sequences that are not over yet. The sequences are sorted by falling length, so at step t the first
/// <see cref="Active"/>(t) of them are there, and no row is padding (PyTorch's <c>PackedSequence</c>).
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

    /// <summary>Lays out sequences of these lengths.</summary>
    /// <param name="lengths">Length of each sequence, at least 1, falling.</param>
    /// <exception cref="ArgumentException">No sequence, a length below 1, or one above the length before it.</exception>
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
                throw new ArgumentException($"sequences are sorted by falling length, but length {lengths[i]} follows {lengths[i - 1]}", nameof(lengths));
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

    /// <summary>Lays out sequences of one length.</summary>
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

    /// <summary>The row of sequence 0 at this step; those of the others follow it.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>Number of steps of a sequence.</summary>
    public int Length(int sequence) => _lengths[sequence];

    /// <summary>The row of a sequence's last step.</summary>
    public int LastRow(int sequence) => _offsets[_lengths[sequence] - 1] + sequence;
}
