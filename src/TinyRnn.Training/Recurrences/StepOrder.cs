namespace TinyRnn.Training;

/// <summary>
/// The steps of a batch in the order in which a recurrence reads them: from the first to the last, or in reverse, where each
/// sequence starts at its own last step and so joins late. "First" and "before" are meant in this order.
/// </summary>
internal readonly struct StepOrder(PackedLayout layout, bool isReverse)
{
    public int Steps => layout.Steps;

    public int Rows => layout.Rows;

    public int Sequences => layout.Sequences;

    /// <summary>The i-th step that is read.</summary>
    public RecurrentStep this[int index]
    {
        get
        {
            int step = isReverse ? layout.Steps - 1 - index : index;
            int active = layout.Active(step);
            int continuing = index == 0 ? 0 : Math.Min(active, layout.Active(isReverse ? step + 1 : step - 1));
            return new RecurrentStep(layout.Offset(step), active, continuing);
        }
    }

    /// <summary>The row at which a sequence starts.</summary>
    public int StartRow(int sequence) => isReverse ? layout.LastRow(sequence) : sequence;

    /// <summary>The row at which a sequence ends.</summary>
    public int EndRow(int sequence) => isReverse ? sequence : layout.LastRow(sequence);

    /// <summary>All rows but those of the first step.</summary>
    public Range RowsAfterFirstStep => isReverse ? ..layout.Offset(layout.Steps - 1) : layout.Sequences..layout.Rows;
}
