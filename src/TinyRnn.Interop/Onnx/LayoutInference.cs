namespace TinyRnn.Interop.Onnx;

/// <summary>One layout of a graph's inputs: which axis is time, which the batch, and which inputs are states.</summary>
/// <param name="Values">The inputs' values.</param>
/// <param name="Time">Number of steps.</param>
/// <param name="Batch">Number of sequences.</param>
/// <param name="States">The inputs that are states.</param>
internal sealed record InputLayout(IReadOnlyDictionary<string, Value> Values, Extent Time, Extent Batch, IReadOnlyList<StateRow> States)
{
    /// <summary>The inputs that are not states, and the number of values of each in a step; they lie side by side in the network's input.</summary>
    public required IReadOnlyList<(string Name, int Size)> Mains { get; init; }

    /// <summary>Whether the graph reads several steps; if not, it is a single step.</summary>
    public bool HasTime => Time != Extent.One;
}

/// <summary>
/// Layout inference: finds the possible layouts of a graph's inputs. An ONNX file does not say which axis is time, but its recurrent nodes do, once
/// the axes have been followed to them. So the layouts are tried one after another, the usual ones first.
/// </summary>
internal sealed class LayoutInference(ImportSource source, OnnxFile file, IReadOnlyCollection<string> given, ImportOptions options)
{
    private const int MaximumSize = 1 << 20;

    // A stack of eight LSTM cells that is written out, with two states each, and the input.
    private const int MaximumInputs = 17;
    private const int Lengths = 4;
    private const int HiddenState = 5;
    private const int CellState = 6;

    // T time, B batch, F features.
    private static readonly Dictionary<int, string[]> FloatRoles = new()
    {
        [1] = ["F", "T"],
        [2] = ["BF", "TF", "BT", "TB"],
        [3] = ["BTF", "TBF", "BFT", "TFB", "BFF"],
        [4] = ["BTFF", "TBFF", "FBTF", "BFTF", "BFFT", "BFFF"],
    };

    private static readonly Dictionary<int, string[]> TokenRoles = new()
    {
        [0] = [""],
        [1] = ["T", "B"],
        [2] = ["BT", "TB"],
        [3] = ["BTF", "TBF"],
    };

    private static readonly Dictionary<int, string[]> StateRoles = new()
    {
        [1] = ["F"],
        [2] = ["BF"],
        [3] = ["FBF", "BFF"],
        [4] = ["FFBF", "BFFF"],
    };

    /// <summary>The error of the first layout that the sizes of the inputs rule out.</summary>
    public ImportException? Failure { get; private set; }

    /// <exception cref="ImportException">The inputs cannot be those of a network.</exception>
    public IEnumerable<InputLayout> Candidates()
    {
        OnnxValueInfo[] inputs = [.. file.Graph.Inputs.Where(input => !file.Graph.Initializers.ContainsKey(input.Name) && !given.Contains(input.Name))];
        OnnxNode? recurrent = file.Graph.Nodes.FirstOrDefault(
            node => IsRecurrent(node) && node.Inputs.Skip(1).Take(3).Any(name => inputs.Any(input => input.Name == name)));
        if (recurrent is not null)
        {
            throw source.Error(
                $"node {ImportSource.Quote(recurrent.Label)} ({recurrent.Operator})",
                "its weights are inputs of the graph; tensors stored in the file were expected");
        }

        HashSet<string> states = Reaching(HiddenState, CellState);
        HashSet<string> lengths = Reaching(Lengths);
        OnnxValueInfo[] mains = [.. inputs.Where(input => !states.Contains(input.Name) && !lengths.Contains(input.Name))];
        if (mains.Length is 0 or > MaximumInputs)
        {
            throw source.Error(
                mains.Length == 0 ? "all inputs of the graph are states" : $"the graph has {mains.Length} inputs that are not states; one was expected");
        }

        foreach (OnnxValueInfo main in mains)
        {
            OnnxValueInfo[] others = [.. inputs.Where(input => input != main)];
            foreach (InputLayout layout
                in Candidates([main], [.. others.Where(input => !lengths.Contains(input.Name))], [.. others.Where(input => lengths.Contains(input.Name))]))
            {
                yield return layout;
            }
        }

        // An input that is not the state of a cell may be a second input.
        if (mains.Length > 1 && mains.All(main => !main.IsInteger))
        {
            foreach (InputLayout layout
                in Candidates(mains, [.. inputs.Where(input => states.Contains(input.Name))],
                    [.. inputs.Where(input => !states.Contains(input.Name) && lengths.Contains(input.Name))]))
            {
                yield return layout;
            }
        }
    }

    private IEnumerable<InputLayout> Candidates(OnnxValueInfo[] mains, OnnxValueInfo[] states, OnnxValueInfo[] lengths)
    {
        foreach (string roles in RolesOf(mains[0]))
        {
            string[] all = [
                roles,
                .. mains.Skip(1).Select(
                    other => RolesOf(other).FirstOrDefault(own => own.Contains('T', StringComparison.Ordinal) == roles.Contains('T', StringComparison.Ordinal)
                    && own.Contains('F', StringComparison.Ordinal)) ?? "")];
            foreach (int choice in all.Contains("") ? [] : states.Any(input => input.Dims?.Count is 3 or 4) ? new[] { 0, 1 } : [0])
            {
                if (TryMake(mains, all, states, choice, lengths) is InputLayout layout)
                {
                    yield return layout;
                }
            }
        }
    }

    public static bool IsRecurrent(OnnxNode node) => node.Operator is "RNN" or "GRU" or "LSTM";

    private string[] RolesOf(OnnxValueInfo input)
    {
        if (
            input.ElementType is not (
                OnnxTensor.Float or OnnxTensor.Double or OnnxTensor.Float16 or OnnxTensor.BFloat16 or OnnxTensor.Int32 or OnnxTensor.Int64))
        {
            throw source.Error(Place(input), $"has the element type {input.ElementType}; a floating-point type, int32 or int64 was expected");
        }

        int rank = input.Dims?.Count ?? throw source.Error(Place(input), "has no shape; the number of its axes was expected");
        string[] roles = (input.IsInteger ? TokenRoles : FloatRoles).GetValueOrDefault(rank)
            ?? throw source.Error(Place(input), $"has {rank} axes; [batch, time, values] or [batch, time] of tokens was expected");

        // Files hardly ever leave the number of values open, but often the number of steps.
        return rank == 2 && input.Dims[1] is null ? [.. roles.OrderBy(one => one.Contains('F', StringComparison.Ordinal))] : roles;
    }

    private InputLayout? TryMake(OnnxValueInfo[] mains, string[] roles, OnnxValueInfo[] states, int choice, OnnxValueInfo[] lengths)
    {
        try
        {
            return Make(mains, roles, states, choice, lengths);
        }
        catch (ImportException e)
        {
            Failure ??= e;
            return null;
        }
    }

    private InputLayout? Make(OnnxValueInfo[] mains, string[] roles, OnnxValueInfo[] states, int choice, OnnxValueInfo[] lengths)
    {
        if (SizeOf('T', new Extent(1, 1)) is not Extent time || SizeOf('B', new Extent(1, 0, 1)) is not Extent batch)
        {
            return null;
        }

        // An open size before the last axis is the number of values only if no other axis can be; otherwise it is time or the batch.
        if (
            mains.Where((main, k) => roles[k].Count(role => role == 'F') > 1
                && roles[k].Where((role, i) => role == 'F' && i < roles[k].Length - 1 && main.Dims![i] is null).Any()).Any())
        {
            return null;
        }

        Dictionary<string, Value> values = [];
        Axis[][] axes = [.. mains.Select((main, k) => Axes(main, roles[k], time, batch))];
        int[] sizes = [.. axes.Select(one => one.Aggregate(1, (product, axis) => checked(product * axis.Size)))];
        if (mains is [{ IsInteger: true } tokens])
        {
            if (sizes[0] != 1)
            {
                return null;
            }

            values[tokens.Name] = new Signal(axes[0], Signal.ElementsOf(new TokenRow(tokens.Name)));
        }
        else
        {
            InputRow row = new(checked(sizes.Sum()), false, mains[0].Name);
            int at = 0;
            for (int k = 0; k < mains.Length; at += sizes[k], k++)
            {
                values[mains[k].Name] = new Signal(axes[k], Signal.ElementsOf(row)[at..(at + sizes[k])]);
            }
        }

        List<StateRow> rows = [];
        foreach (OnnxValueInfo state in states)
        {
            int rank = state.Dims?.Count ?? throw source.Error(Place(state), "has no shape; the number of its axes was expected");
            string[] stateRoles = StateRoles.GetValueOrDefault(rank) ?? throw source.Error(Place(state), rank == 0 && state.IsInteger
                ? $"is one whole number; give it as {options.Call("set")}, such as {state.Name}=1"
                : $"has {rank} axes; a state must have 1 to 4");
            string stateRole = stateRoles[Math.Min(choice, stateRoles.Length - 1)];
            if (batch.IsKnown && stateRole.Where((role, i) => role == 'B' && state.Dims![i] is long size && new Extent(size) != batch).Any())
            {
                return null;
            }

            if (stateRole.Where((role, i) => role == 'F' && state.Dims![i] is null).Any())
            {
                return null;
            }

            Axis[] stateAxes = Axes(state, stateRole, time, batch);
            StateRow row = new(stateAxes.Aggregate(1, (product, axis) => checked(product * axis.Size)), state.Name);
            rows.Add(row);
            values[state.Name] = new Signal(stateAxes, Signal.ElementsOf(row));
        }

        foreach (OnnxValueInfo one in lengths)
        {
            if (AxesOfLengths(one, batch) is not Axis[] lengthAxes)
            {
                return null;
            }

            values[one.Name] = new Signal(lengthAxes, Signal.ElementsOf(new LengthRow(one.Name)));
        }

        return new InputLayout(values, time, batch, rows) { Mains = [.. mains.Select((main, k) => (main.Name, sizes[k]))] };

        // The size along an axis of all inputs; null if they differ.
        Extent? SizeOf(char role, Extent open)
        {
            Extent[] found = [.. mains.SelectMany((main, k) => roles[k].Select((one, i) => (Role: one, Size: main.Dims![i])))
                .Where(axis => axis.Role == role).Select(axis => axis.Size is long known ? new Extent(known) : open).Distinct()];
            return found.Length switch
            {
                0 => Extent.One,
                1 => found[0],
                _ => null,
            };
        }
    }

    /// <summary>One number for each sequence, with axes of size 1 around it; null if their number is not that of the sequences.</summary>
    private static Axis[]? AxesOfLengths(OnnxValueInfo input, Extent batch)
    {
        IReadOnlyList<long?> sizes = input.Dims ?? [null];
        Axis[] axes = [.. Enumerable.Repeat(new Axis(Along.Features), sizes.Count)];
        int along = -1;
        for (int i = 0; i < sizes.Count; i++)
        {
            bool isOne = sizes[i] == 1;
            bool isBatch = along < 0 && !isOne && (sizes[i] is not long known || !batch.IsKnown || new Extent(known) == batch);
            along = isBatch ? i : along;
            if (!isOne && !isBatch && sizes[i] is not null)
            {
                return null;
            }
        }

        if (batch != Extent.One && axes.Length > 0)
        {
            axes[Math.Max(along, 0)] = new Axis(Along.Batch);
        }

        return axes;
    }

    private Axis[] Axes(OnnxValueInfo input, string roles, Extent time, Extent batch)
    {
        Axis[] axes = new Axis[roles.Length];
        long product = 1;
        for (int i = 0; i < roles.Length; i++)
        {
            axes[i] = roles[i] switch
            {
                'T' => new Axis(time == Extent.One ? Along.Features : Along.Time),
                'B' => new Axis(batch == Extent.One ? Along.Features : Along.Batch),
                _ => new Axis(Along.Features, Size(input, i, roles.Count(role => role == 'F') > 1)),
            };
            product *= axes[i].Size;
            if (product > MaximumSize)
            {
                throw source.Error(Place(input), $"has more than {MaximumSize} values in each step");
            }
        }

        return axes;
    }

    // If the file leaves the size of the values' axis open, the first weights give it.
    private int Size(OnnxValueInfo input, int axis, bool isSpread)
    {
        if (input.Dims![axis] is long known)
        {
            return known <= MaximumSize ? (int)known : throw source.Error(Place(input), $"has the size {known}; at most {MaximumSize} was expected");
        }

        if (axis < input.Dims.Count - 1 && isSpread)
        {
            return 1;
        }

        OnnxNode? node = OperatorTable.All(file.Graph).FirstOrDefault(
            node => (IsRecurrent(node) || node.Operator == "MatMul") && node.Inputs.Count > 1 && file.Graph.Initializers.ContainsKey(node.Inputs[1]));
        IReadOnlyList<long>? dims = node is null ? null : file.Graph.Initializers[node.Inputs[1]].Dims;
        long? size = dims is null || dims.Count == 0 ? null : node!.Operator == "MatMul" ? dims[0] : dims[^1];
        if (size is > 0 and <= MaximumSize)
        {
            return (int)size;
        }

        string advice = input.SizeNames.ElementAtOrDefault(axis) is string name
            ? $"; give the size of its axis {ImportSource.Quote(name)} as {options.Call("set")}, such as {name}=512"
            : "";
        throw source.Error(Place(input), $"does not say how many values each step has{advice}");
    }

    /// <summary>The graph's inputs that reach these inputs of recurrent nodes, other than through their shape.</summary>
    private HashSet<string> Reaching(params int[] positions)
    {
        Dictionary<string, OnnxNode> makers = [];
        foreach (OnnxNode node in file.Graph.Nodes)
        {
            foreach (string output in node.Outputs)
            {
                makers[output] = node;
            }
        }

        Stack<string> open = new(file.Graph.Nodes.SelectMany(node => IsRecurrent(node)
            ? positions.Where(i => i < node.Inputs.Count).Select(i => node.Inputs[i])
            : positions.Contains(HiddenState) ? FirstStates(node)
            : positions.Contains(Lengths) && node.Operator == "ReverseSequence" ? node.Inputs.Skip(1).Take(1) : []));
        HashSet<string> seen = [];
        while (open.TryPop(out string? name))
        {
            if (name.Length == 0 || !seen.Add(name) || !makers.TryGetValue(name, out OnnxNode? maker) || IsRecurrent(maker)
                || maker.Operator is "Shape" or "Size")
            {
                continue;
            }

            foreach (string input in maker.Inputs)
            {
                open.Push(input);
            }
        }

        return seen;
    }

    // The initial values of a Loop or a Scan.
    private static IEnumerable<string> FirstStates(OnnxNode node) => node.Operator switch
    {
        "Loop" => node.Inputs.Skip(2),
        "Scan" when node.Attributes.TryGetValue("num_scan_inputs", out OnnxAttribute? scanned) =>
            node.Inputs.Take((int)Math.Clamp(node.Inputs.Count - (scanned.Integer ?? 0), 0, node.Inputs.Count)),
        _ => [],
    };

    private static string Place(OnnxValueInfo input) => $"input {ImportSource.Quote(input.Name)}";
}
