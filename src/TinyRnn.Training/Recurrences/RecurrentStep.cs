namespace TinyRnn.Training;

/// <summary>One step of a batch, as a recurrence reads it.</summary>
/// <param name="Row">The row of sequence 0; those of the others follow it.</param>
/// <param name="Active">Number of sequences that have a row.</param>
/// <param name="Continuing">Number of those, from sequence 0 on, that have read a step before; the others start here.</param>
internal readonly record struct RecurrentStep(int Row, int Active, int Continuing)
{
    /// <summary>This step's part of an array with a number of values a row.</summary>
    public Span<T> Of<T>(Span<T> rows, int size) => rows.Slice(Row * size, Active * size);
}
