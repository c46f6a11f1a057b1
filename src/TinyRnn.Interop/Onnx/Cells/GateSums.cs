using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>What a product within a gate may read.</summary>
internal enum GateReads
{
    /// <summary>The cell's input, its state or both.</summary>
    Both,

    /// <summary>Only the input.</summary>
    Input,

    /// <summary>Only the state.</summary>
    State,
}

/// <summary>
/// The sums within a cell's gates, W x + U h + b. They are gathered value by value from matrices that the file may have split, joined or transposed.
/// </summary>
internal sealed class GateSums(StateSlot slot, Expansion expansion, int gates, int units)
{
    // The values in a map of a matrix's columns: a stored number; else an input's column, or the complement of a state's column.
    private const int Stored = int.MaxValue;

    private readonly StateReaders _readers = new(slot);
    private readonly List<(int Row, DenseRow Dense, int Index, double Factor, GateReads Reads)> _products = [];
    private readonly List<(int Row, Element Value, double Factor, GateReads Reads)> _values = [];
    private readonly Dictionary<DenseRow, int[]?> _maps = [];
    private readonly Dictionary<Element, int> _columns = [];

    // Starts from -0, because adding to it changes no bit of any number.
    private readonly double[] _bias = Zeros(gates * units);
    private readonly double[] _hiddenBias = Zeros(gates * units);
    private bool _hasBias;
    private bool _hasHiddenBias;

    /// <summary>For each unit, the value that multiplies its state before a matrix reads it, such as a GRU's reset gate; empty for none.</summary>
    public Element[] Resets { get; } = new Element[slot.Size];

    public bool Reads(Element element) => _readers.Reads(element);

    /// <summary>Adds the sum that a value is; false if it is not linear in input and state.</summary>
    public bool Add(int gate, int unit, Element sum, double factor = 1)
    {
        if (expansion.Of(sum) is not Term[] terms)
        {
            return false;
        }

        foreach (Term term in terms)
        {
            if (term.Degree == 2 || (term.Degree == 1 && !AddValue(gate, unit, term.First, term.Factor * factor, GateReads.Both)))
            {
                return false;
            }

            if (term.Degree == 0)
            {
                AddBias(gate, unit, term.Factor * factor, isHidden: false);
            }
        }

        return true;
    }

    public void AddBias(int gate, int unit, double value, bool isHidden)
    {
        (isHidden ? _hiddenBias : _bias)[(gate * units) + unit] += value;
        _hasBias |= !isHidden;
        _hasHiddenBias |= isHidden;
    }

    public bool AddValue(int gate, int unit, Element value, double factor, GateReads reads)
    {
        int row = (gate * units) + unit;
        if (value.Row is DenseRow { ReplacedBy: null } dense)
        {
            _products.Add((row, dense, value.Index, factor, reads));
            return true;
        }

        _values.Add((row, value, factor, reads));
        return slot.Holds(value) || !Reads(value);
    }

    /// <summary>Finds what the matrices read; false if that is neither input nor state.</summary>
    public bool FindColumns()
    {
        foreach (DenseRow dense in _products.Select(product => product.Dense).Distinct())
        {
            if (Map(dense) is null)
            {
                return false;
            }
        }

        return _values.All(value => Column(value.Value) is not null);
    }

    /// <summary>The weights, rows gate by gate, and the values that the cell reads; null if a part reads something that it must not.</summary>
    public (Element[] Inputs, DirectionWeights Weights)? Build()
    {
        if (!FindColumns() || _columns.Count == 0)
        {
            return null;
        }

        int inputs = _columns.Count;
        double[] input = Zeros(gates * units * inputs);
        double[] hidden = Zeros(gates * units * slot.Size);
        bool hasState = false;
        foreach ((int row, DenseRow dense, int index, double factor, GateReads reads) in _products)
        {
            int[] map = Map(dense)!;
            bool isHidden = map.All(column => column < 0);
            for (int i = 0; i < map.Length; i++)
            {
                double weight = factor * dense.Weight[(index * map.Length) + i];
                if (map[i] == Stored)
                {
                    AddBias(row / units, row % units, weight * dense.Source[i].Value, isHidden: false);
                }
                else if (!Put(row, map[i], weight, reads))
                {
                    return null;
                }
            }

            if (dense.Bias is float[] bias)
            {
                AddBias(row / units, row % units, factor * bias[index], isHidden);
            }
        }

        foreach ((int row, Element value, double factor, GateReads reads) in _values)
        {
            if (!Put(row, Column(value)!.Value, factor, reads))
            {
                return null;
            }
        }

        return !hasState ? null : ([.. _columns.OrderBy(pair => pair.Value).Select(pair => pair.Key)], new DirectionWeights(Rounded(input), Rounded(hidden))
        {
            BiasInput = _hasBias ? Rounded(_bias) : _hasHiddenBias ? new float[gates * units] : null,
            BiasHidden = _hasHiddenBias ? Rounded(_hiddenBias) : _hasBias ? new float[gates * units] : null,
        });

        bool Put(int row, int column, double weight, GateReads reads)
        {
            hasState |= column < 0;
            if (column < 0)
            {
                hidden[(row * slot.Size) + ~column] += weight;
                return reads != GateReads.Input;
            }

            input[(row * inputs) + column] += weight;
            return reads != GateReads.State;
        }
    }

    private static double[] Zeros(int length)
    {
        double[] zeros = new double[length];
        Array.Fill(zeros, double.NegativeZero);
        return zeros;
    }

    private static float[] Rounded(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>Whether a matrix reads only states that a gate has multiplied.</summary>
    public bool IsReset(DenseRow dense) => dense.Source.Any(element => !slot.Holds(element) && Reads(element));

    /// <summary>The matrices of a gate.</summary>
    public IEnumerable<DenseRow> Matrices(int gate) => _products.Where(product => product.Row / units == gate).Select(product => product.Dense).Distinct();

    private int[]? Map(DenseRow dense)
    {
        if (!_maps.TryGetValue(dense, out int[]? map))
        {
            int?[] columns = [.. dense.Source.Select(Column)];
            bool isReset = IsReset(dense);
            bool fits = columns.All(column => column is not null) && !(isReset && dense.Source.Any(slot.Holds));
            map = fits ? [.. columns.Select(column => column!.Value)] : null;
            _maps.Add(dense, map);
        }

        return map;
    }

    private int? Column(Element element)
    {
        // A row of earlier values, of which no cell is the state.
        element = element.Row is StateRow { Earlier: not null } ? element.Current : element;
        if (slot.Holds(element))
        {
            return ~slot.UnitOf(element);
        }

        if (element.Row is null)
        {
            return Stored;
        }

        if (Reads(element))
        {
            return Reset(element);
        }

        if (element.Row is StateRow or TokenRow or LengthRow or IterationRow || element.View != StepView.Every)
        {
            return null;
        }

        if (!_columns.TryGetValue(element, out int column))
        {
            column = _columns.Count;
            _columns.Add(element, column);
        }

        return column;
    }

    // r_j h_j; r_j must be the same everywhere.
    private int? Reset(Element element)
    {
        if (expansion.Of(element) is not [{ Factor: 1, Degree: 2 } term])
        {
            return null;
        }

        Element state = slot.Holds(term.First) ? term.First : term.Second;
        Element gate = term.Beside(state);
        int unit = slot.UnitOf(state);
        if (!slot.Holds(state) || gate.Row is not ActivationRow { Activation.Kind: Activation.Sigmoid }
            || (Resets[unit].Row is not null && Resets[unit] != gate))
        {
            return null;
        }

        Resets[unit] = gate;
        return ~unit;
    }
}
