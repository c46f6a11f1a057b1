using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>A cell that was recognised in rows.</summary>
/// <param name="Cell">The cell; the caller sets its direction and its initial state.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="CellState">For an LSTM: where the cell state lies, and the row that gives the next one.</param>
internal sealed record CellForm(RecurrentCell Cell, Element[] Inputs, (StateSlot Slot, Row Next)? CellState)
{
    private const int Reset = 0;
    private const int Update = 1;
    private const int Candidate = 2;
    private const int InputGate = 0;
    private const int ForgetGate = 1;
    private const int CellGate = 2;
    private const int OutputGate = 3;

    /// <summary>
    /// Recognises a row as the next state of an RNN, a GRU (reset gate before or after the product) or an LSTM (with or without projection) that is
    /// written out in products, sums and activations; null if it is none of these.
    /// </summary>
    /// <param name="next">The row that gives the next hidden state.</param>
    /// <param name="slot">Where the hidden state lies.</param>
    /// <param name="states">All states, including an LSTM's cell state.</param>
    public static CellForm? Of(Row next, StateSlot slot, IReadOnlyCollection<StateRow> states)
    {
        Element[] values = Signal.ElementsOf(next);
        Expansion expansion = new();
        return values.Length == 0 || values.Length != slot.Size || !new StateReaders(slot).Reads(values[0]) ? null
            : Rnn(values, slot, expansion) ?? Gru(values, slot, expansion) ?? Lstm(next, values, slot, expansion, states);
    }

    private static CellForm? Rnn(Element[] values, StateSlot slot, Expansion expansion)
    {
        GateSums sums = new(slot, expansion, 1, values.Length);
        ActivationFunction? activation = null;
        for (int i = 0; i < values.Length; i++)
        {
            // An activation of all values shows in that it reads the state in a way that is not linear.
            bool isActivated = expansion.Of(values[i]) is [{ Factor: 1, Degree: 1, First.Row: ActivationRow row }] && row.Activation.Kind.IsElementwise();
            Element outer = isActivated ? expansion.Of(values[i])![0].First : values[i];
            ActivationFunction one = isActivated ? ((ActivationRow)outer.Row!).Activation : Activation.Identity;
            activation ??= one;
            if (one != activation || !sums.Add(0, i, isActivated ? Inside(outer) : outer))
            {
                return null;
            }
        }

        return sums.Resets.Any(gate => gate.Row is not null) ? null : Form(sums, "RNN", values.Length, cell => cell with { Activation = activation! });
    }

    // h' = z h + (1 - z) n, or with 1 - z instead of z.
    private static CellForm? Gru(Element[] values, StateSlot slot, Expansion expansion)
    {
        int units = values.Length;
        GateSums sums = new(slot, expansion, 3, units);
        Element[] resets = new Element[units];
        ActivationFunction? activation = null;
        bool isAfter = false;
        for (int i = 0; i < units; i++)
        {
            Element state = slot.At(i);
            Term[] terms = expansion.Of(values[i]) ?? [];
            Term[] pairs = [.. terms.Where(term => term.Degree == 2)];
            if (terms.Length != 3 || pairs.Length != 2 || pairs.Count(pair => pair.Has(state)) != 1
                || terms.Single(term => term.Degree != 2) is not { Degree: 1, Factor: 1 } single)
            {
                return null;
            }

            Term kept = pairs.Single(pair => pair.Has(state));
            Term made = pairs.Single(pair => !pair.Has(state));
            Element gate = kept.Beside(state);
            Element candidate = made.Beside(gate);
            bool isTurned = single.First == state;
            double sign = isTurned ? -1 : 1;
            if (!made.Has(gate) || kept.Factor != sign || made.Factor != -sign || (!isTurned && single.First != candidate) || !IsSigmoid(gate)
                || candidate.Row is not ActivationRow phi || !phi.Activation.Kind.IsElementwise() || (activation ??= phi.Activation) != phi.Activation
                || !sums.Add(Update, i, Inside(gate), sign) || !AddCandidate(sums, expansion, i, Inside(candidate), resets))
            {
                return null;
            }

            isAfter |= resets[i].Row is not null;
        }

        if (!isAfter)
        {
            if (!sums.FindColumns())
            {
                return null;
            }

            resets = [.. sums.Resets];
        }

        // A reset gate must be on one side, and for all units.
        for (int i = 0; i < units; i++)
        {
            if (!IsSigmoid(resets[i]) || !sums.Add(Reset, i, Inside(resets[i])))
            {
                return null;
            }
        }

        bool isSound = sums.Matrices(Reset).Concat(sums.Matrices(Update)).All(matrix => !sums.IsReset(matrix))
            && sums.Matrices(Candidate).All(matrix => isAfter ? !sums.IsReset(matrix) : sums.IsReset(matrix) || !matrix.Source.Any(sums.Reads));
        return !isSound ? null : Form(sums, "GRU", units, cell => cell with { Activation = activation!, Reset = isAfter ? GruReset.After : GruReset.Before });
    }

    // W x + b + r (U h + c), or without r if r multiplies the state within the product.
    private static bool AddCandidate(GateSums sums, Expansion expansion, int unit, Element sum, Element[] resets)
    {
        Term[]? terms = expansion.Of(sum);
        bool isAfter = terms?.Any(term => term.Degree == 2) == true;
        foreach (Term term in terms ?? [])
        {
            Element gate = IsSigmoid(term.First) && sums.Reads(term.First) ? term.First : term.Second;
            bool isGated = isAfter && term.Degree > 0 && IsSigmoid(gate) && sums.Reads(gate);
            if (isGated && resets[unit].Row is not null && resets[unit] != gate)
            {
                return false;
            }

            resets[unit] = isGated ? gate : resets[unit];
            switch (term.Degree)
            {
                case 0:
                    sums.AddBias(Candidate, unit, term.Factor, isHidden: false);
                    break;
                case 1 when isGated:
                    sums.AddBias(Candidate, unit, term.Factor, isHidden: true);
                    break;
                case 1 when sums.AddValue(Candidate, unit, term.First, term.Factor, isAfter ? GateReads.Input : GateReads.Both):
                case 2 when isGated && sums.AddValue(Candidate, unit, term.Beside(gate), term.Factor, GateReads.State):
                    break;
                default:
                    return false;
            }
        }

        return terms is not null;
    }

    // h' = o tanh(c') or a matrix times that, with c' = f c + i g.
    private static CellForm? Lstm(Row next, Element[] values, StateSlot slot, Expansion expansion, IReadOnlyCollection<StateRow> states)
    {
        DenseRow? projection = next as DenseRow;
        Element[] products = projection is { Bias: null } ? projection.Source : values;
        int units = products.Length;
        GateSums sums = new(slot, expansion, 4, units);
        Row? row = null;
        Element[] cells = new Element[units];
        for (int i = 0; i < units; i++)
        {
            if (expansion.Of(products[i]) is not [{ Factor: 1, Degree: 2 } product])
            {
                return null;
            }

            Element gate = IsSigmoid(product.First) ? product.First : product.Second;
            Element shown = product.Beside(gate);
            if (!IsSigmoid(gate) || !IsTanh(shown) || !sums.Add(OutputGate, i, Inside(gate)))
            {
                return null;
            }

            Element state = Inside(shown);
            row ??= state.Row;
            if (state.Row is null || state.Row != row || row.Size != units || state.Index != i
                || !AddCellState(sums, expansion, i, state, cells))
            {
                return null;
            }
        }

        return StateSlot.Of(cells) is not StateSlot cell || !states.Contains(cell.State) || sums.Resets.Any(gate => gate.Row is not null) ? null : Form(
            sums, "LSTM", units, form => projection is null ? form
                : form with { Projection = slot.Size, Directions = [form.Directions[0] with { Projection = projection.Weight }] }) is not CellForm found
            ? null
            : found with { CellState = (cell, row!) };
    }

    // f c + i g, or with 1 - i instead of f.
    private static bool AddCellState(GateSums sums, Expansion expansion, int unit, Element next, Element[] cells)
    {
        Term[] terms = expansion.Of(next) ?? [];
        Term[] kept = [.. terms.Where(term => term.First.Row is StateRow || term.Second.Row is StateRow)];
        Term[] made = [.. terms.Except(kept)];
        if (kept.Length is not (1 or 2) || made is not [{ Factor: 1, Degree: 2 } product])
        {
            return false;
        }

        Element state = kept[0].First.Row is StateRow ? kept[0].First : kept[0].Second;
        cells[unit] = state;
        Element gate = IsSigmoid(product.First) ? product.First : product.Second;
        Element candidate = product.Beside(gate);
        if (!IsSigmoid(gate) || !IsTanh(candidate) || !sums.Add(InputGate, unit, Inside(gate)) || !sums.Add(CellGate, unit, Inside(candidate)))
        {
            return false;
        }

        if (kept.Length == 2)
        {
            Term whole = kept.FirstOrDefault(term => term.Degree == 1);
            Term coupled = kept.FirstOrDefault(term => term.Degree == 2);
            return whole is { Factor: 1 } && whole.First == state && coupled is { Factor: -1 } && coupled.Has(state) && coupled.Beside(state) == gate
                && sums.Add(ForgetGate, unit, Inside(gate), -1);
        }

        Element forget = kept[0].Beside(state);
        return kept[0] is { Factor: 1, Degree: 2 } && IsSigmoid(forget) && sums.Add(ForgetGate, unit, Inside(forget));
    }

    private static CellForm? Form(GateSums sums, string kind, int units, Func<RecurrentCell, RecurrentCell> finish) =>
        sums.Build() is not (Element[] inputs, DirectionWeights weights) ? null : new CellForm(
            finish(new RecurrentCell(kind, inputs.Length, units, Direction.Forward, [weights])
            {
                Bias = weights.BiasInput is null ? BiasForm.None : BiasForm.Separate
            }), inputs, null);

    private static bool IsSigmoid(Element element) => element.Row is ActivationRow { Activation.Kind: Activation.Sigmoid };

    private static bool IsTanh(Element element) => element.Row is ActivationRow { Activation.Kind: Activation.Tanh };

    private static Element Inside(Element activated) => ((ActivationRow)activated.Row!).Source[activated.Index];
}
