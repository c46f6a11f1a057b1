namespace TinyRnn.Training;

/// <summary>
/// The steps of a batch in the order in which a recurrence reads them: from the first to the last, or in reverse, where each
/// sequence starts at its own last step and so joins late. "First" and "before" are meant in this order. A step has two parts, the
/// sequences that go on and those that start, so that the states before each part stand together.
/// </summary>
internal readonly struct StepOrder(PackedLayout layout, bool isReverse)
{
    /// <summary>Number of parts of all steps; one of the two of a step may have no sequence.</summary>
    public int Parts => 2 * layout.Steps;

    public int Rows => layout.Rows;

    public int Sequences => layout.Sequences;

    /// <summary>The i-th part that is read.</summary>
    public RecurrentStep this[int index]
    {
        get
        {
            int step = isReverse ? layout.Steps - 1 - (index / 2) : index / 2;
            int before = isReverse ? step + 1 : step - 1;
            int active = layout.Active(step);
            int continuing = index < 2 ? 0 : Math.Min(active, layout.Active(before));
            return index % 2 == 0
                ? new RecurrentStep(layout.Offset(step), continuing, 0, index < 2 ? 0 : layout.Offset(before), false)
                : new RecurrentStep(layout.Offset(step) + continuing, active - continuing, continuing, layout.Rows + continuing, true);
        }
    }

    /// <summary>The row at which a sequence ends.</summary>
    public int EndRow(int sequence) => isReverse ? sequence : layout.LastRow(sequence);

    /// <summary>All rows but those of the first step.</summary>
    public Range RowsAfterFirstStep => isReverse ? 0..layout.Offset(layout.Steps - 1) : layout.Sequences..layout.Rows;

    /// <summary>The row of the state before each row, as <see cref="CarriedState{T}"/> counts them.</summary>
    public void FillPreviousRows(Span<int> rows)
    {
        for (int i = 0; i < Parts; i++)
        {
            RecurrentStep step = this[i];
            for (int j = 0; j < step.Sequences; j++)
            {
                rows[step.Row + j] = step.PreviousRow + j;
            }
        }
    }
}
