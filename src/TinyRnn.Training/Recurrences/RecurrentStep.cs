namespace TinyRnn.Training;

/// <summary>
/// Some neighbouring sequences of one step of a batch, as a recurrence reads them: either those that have read a step before, or those
/// that start.
/// </summary>
/// <param name="Row">The row of the first sequence; those of the others follow it.</param>
/// <param name="Sequences">Number of sequences, which may be 0.</param>
/// <param name="First">Number of the first sequence.</param>
/// <param name="PreviousRow">The row of the state before that of the first sequence, as <see cref="CarriedState{T}"/> counts them.</param>
/// <param name="IsStart">Whether the sequences start here.</param>
internal readonly record struct RecurrentStep(int Row, int Sequences, int First, int PreviousRow, bool IsStart)
{
    /// <summary>This step's part of an array with a number of values a row.</summary>
    public Span<T> Of<T>(Span<T> rows, int size) => rows.Slice(Row * size, Sequences * size);

    /// <inheritdoc cref="Of{T}(Span{T}, int)"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> rows, int size) => rows.Slice(Row * size, Sequences * size);
}
