using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// The rows that an output is computed from, each with its readers. Two recurrent rows over the same values, one forward and one reverse, become one
/// bidirectional row here.
/// </summary>
internal sealed class RowGraph
{
    private readonly Dictionary<Row, HashSet<Row>> _readers = [];
    private readonly Dictionary<Row, (RecurrentRow Row, int Offset)> _merged = [];
    private readonly HashSet<Row> _reached = [];

    /// <summary>Finds the rows that elements are computed from.</summary>
    public RowGraph(Element[] output)
    {
        RecurrentRow[] recurrent = [.. Reach(output).OfType<RecurrentRow>()];
        foreach (RecurrentRow forward in recurrent.Where(row => row.Cell.Direction == Direction.Forward))
        {
            RecurrentRow? reverse = recurrent.FirstOrDefault(
                row => row.Cell.Direction == Direction.Reverse && !_merged.ContainsKey(row) && AreTwoDirections(forward, row));
            if (reverse is not null)
            {
                RecurrentCell cell = forward.Cell with
                {
                    Direction = Direction.Bidirectional,
                    Directions = [forward.Cell.Directions[0], reverse.Cell.Directions[0]],
                };
                RecurrentRow both = new(forward.Source, cell, forward.Node)
                {
                    HasLengths = forward.HasLengths,
                    StateNames = [.. forward.StateNames, .. reverse.StateNames],
                };
                _merged.Add(forward, (both, 0));
                _merged.Add(reverse, (both, forward.Size));
            }
        }

        foreach (Row row in Reach(output))
        {
            _reached.Add(row);
            foreach (Row read in Current(row.Inputs.SelectMany(input => input)).Select(element => element.Row).OfType<Row>())
            {
                if (!_readers.TryGetValue(read, out HashSet<Row>? readers))
                {
                    _readers.Add(read, readers = []);
                }

                readers.Add(_merged.TryGetValue(row, out (RecurrentRow Row, int Offset) merged) ? merged.Row : row);
            }
        }

        Output = Current(output);
    }

    /// <summary>The output's elements.</summary>
    public Element[] Output { get; }

    /// <summary>Whether the output contains the rows of all these elements.</summary>
    public bool Reaches(Element[] elements) => Array.TrueForAll(elements, element => element.Row is not null && _reached.Contains(element.Row));

    /// <summary>Whether exactly one row reads a row, and the output does not.</summary>
    public bool IsInner(Row row) =>
        _readers.TryGetValue(row, out HashSet<Row>? readers) && readers.Count == 1 && !Array.Exists(Output, element => element.Row == row);

    /// <summary>The only row that reads a row.</summary>
    public Row? ReaderOf(Row row) => IsInner(row) ? _readers[row].Single() : null;

    /// <summary>The elements, with each row replaced by the row that stands for it.</summary>
    public Element[] Current(IEnumerable<Element> elements) => [.. elements.Select(element =>
    {
        Element current = element.Current;
        return current.Row is Row row && _merged.TryGetValue(row, out (RecurrentRow Row, int Offset) merged)
            ? current with { Row = merged.Row, Index = current.Index + merged.Offset }
            : current;
    })];

    private static bool AreTwoDirections(RecurrentRow forward, RecurrentRow reverse) => forward.Source.SequenceEqual(reverse.Source)
        && forward.Cell with { Direction = reverse.Cell.Direction, Directions = reverse.Cell.Directions } == reverse.Cell;

    // Visits each row once, without recursion: the rows of a file can form a long chain.
    private static IEnumerable<Row> Reach(Element[] output)
    {
        Stack<Row> open = new(Rows(output));
        HashSet<Row> seen = [];
        while (open.TryPop(out Row? row))
        {
            if (seen.Add(row))
            {
                yield return row;
                foreach (Row read in Rows(row.Inputs.SelectMany(input => input)))
                {
                    open.Push(read);
                }
            }
        }
    }

    private static IEnumerable<Row> Rows(IEnumerable<Element> elements) => elements.Select(element => element.Current.Row).OfType<Row>().Distinct();
}
