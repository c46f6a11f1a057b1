namespace TinyRnn.Training;

/// <summary>
/// The steps of a batch in the order in which a recurrence reads them: forward, or in reverse, where each sequence starts at its own last step,
/// so shorter ones join later. "First" and "before" refer to this order. A step has two parts, the sequences that continue and those that
/// start, so that the previous states of each part are contiguous.
/// </summary>
internal readonly struct StepOrder(PackedLayout layout, bool isReverse)
{
    /// <summary>Number of parts of all steps. One of a step's two parts may have no sequence.</summary>
    public int Parts => 2 * layout.Steps;

    public int Rows => layout.Rows;

    public int Sequences => layout.Sequences;

    /// <summary>The i-th part in reading order.</summary>
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

    /// <summary>The row of each row's previous state, as <see cref="CarriedState{T}"/> counts rows.</summary>
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
