namespace TinyRnn.Interop.Onnx;

/// <summary>Where a cell's state lies in a state of the graph, which may hold the states of a whole stack.</summary>
/// <param name="State">The state of the graph.</param>
/// <param name="Start">The place of its first unit in that state.</param>
/// <param name="Size">Number of its units.</param>
/// <param name="Stride">Distance between two units: 1, or more if the units of several states are interleaved.</param>
internal readonly record struct StateSlot(StateRow State, int Start, int Size, int Stride)
{
    /// <summary>Whether a value belongs to this state.</summary>
    public bool Holds(Element value) =>
        value.Row == State && value.Index >= Start && (value.Index - Start) % Stride == 0 && UnitOf(value) < Size;

    /// <summary>One value of the state.</summary>
    public Element At(int unit) => new(State, StepView.Every, Start + (unit * Stride));

    /// <summary>The index of the unit whose state a value is.</summary>
    public int UnitOf(Element value) => (value.Index - Start) / Stride;

    /// <summary>The slot of some values, in order; null if they are not evenly spaced values of one state.</summary>
    public static StateSlot? Of(Element[] units)
    {
        if (units is not [{ Row: StateRow state } first, ..])
        {
            return null;
        }

        StateSlot slot = new(state, first.Index, units.Length, units.Length > 1 ? units[1].Index - first.Index : 1);
        return slot.Stride > 0 && units.Select((unit, i) => unit == slot.At(i)).All(fits => fits) ? slot : null;
    }
}

/// <summary>Finds which rows read a state, directly or through other rows.</summary>
internal sealed class StateReaders(StateSlot slot)
{
    private readonly Dictionary<Row, bool> _known = [];

    public bool Reads(Element element) => slot.Holds(element) || (element.Row is Row row && Reads(row));

    // No recursion: the rows of a file can form a long chain.
    private bool Reads(Row root)
    {
        Stack<Row> open = new([root]);
        while (open.TryPeek(out Row? row))
        {
            if (_known.ContainsKey(row))
            {
                open.Pop();
                continue;
            }

            Row[] sources = [.. Sources(row).Select(element => element.Row).OfType<Row>().Distinct()];
            Row[] unknown = [.. sources.Where(source => source != row && !_known.ContainsKey(source))];
            if (unknown.Length == 0)
            {
                _known.Add(row, Sources(row).Any(slot.Holds) || sources.Any(source => _known.GetValueOrDefault(source)));
                open.Pop();
            }

            foreach (Row source in unknown)
            {
                open.Push(source);
            }
        }

        return _known[root];
    }

    private static IEnumerable<Element> Sources(Row row) => row is RecurrentRow or { ReplacedBy: not null } ? [] : row.Inputs.SelectMany(input => input);
}
