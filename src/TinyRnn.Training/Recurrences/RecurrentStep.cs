namespace TinyRnn.Training;

/// <summary>
/// Neighbouring sequences of one step of a batch, as a recurrence reads them: either those that continue from a previous step, or those
/// that start.
/// </summary>
/// <param name="Row">The row of the first sequence. The rows of the others follow it.</param>
/// <param name="Sequences">Number of sequences, which may be 0.</param>
/// <param name="First">Number of the first sequence.</param>
/// <param name="PreviousRow">The row of the first sequence's previous state, as <see cref="CarriedState{T}"/> counts rows.</param>
/// <param name="IsStart">Whether the sequences start here.</param>
internal readonly record struct RecurrentStep(int Row, int Sequences, int First, int PreviousRow, bool IsStart)
{
    /// <summary>This step's part of an array with a number of values in each row.</summary>
    public Span<T> Of<T>(Span<T> rows, int size) => rows.Slice(Row * size, Sequences * size);

    /// <inheritdoc cref="Of{T}(Span{T}, int)"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> rows, int size) => rows.Slice(Row * size, Sequences * size);
}
