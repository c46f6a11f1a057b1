namespace TinyRnn.Generator.Emit.Panels;

/// <summary>The floats of the state, field after field.</summary>
/// <param name="isStream">Whether the state is the caller's, so that it must count the steps itself.</param>
internal sealed class StateLayout(bool isStream)
{
    private readonly List<StateField> _fields = [];

    public IReadOnlyList<StateField> Fields => _fields;

    /// <summary>Whether kernels read weights forward and backward in turn.</summary>
    public bool Alternates { get; set; }

    /// <summary>Whether the state counts the steps for them.</summary>
    public bool HasTurn => isStream && Alternates;

    /// <summary>The turn of a step by itself.</summary>
    public string Turn => HasTurn ? "state.Turn" : "0";

    /// <summary>The turn of step t of a block.</summary>
    public string TurnOfStep => isStream ? "(state.Turn + (uint)t) & 1" : "(uint)t & 1";

    /// <summary>Size of the state in floats; what all layers add is known when all are there.</summary>
    public int Floats => _fields.Sum(part => part.PaddedSize) + (HasTurn ? 1 : 0);

    /// <summary>
    /// The floats that outputs depend on, without padding and turn, in the order of the state's form outside of the process: another order needs
    /// another version of <c>StateForm</c>.
    /// </summary>
    public IEnumerable<(int First, int Count)> Parts
    {
        get
        {
            int first = 0;
            foreach (StateField part in _fields)
            {
                yield return (first, part.Size);
                first += part.PaddedSize;
            }
        }
    }

    public StateField Add(string name, int size, int paddedSize, string summary, IReadOnlyList<float>? initial = null)
    {
        StateField field = new(name, size, paddedSize, summary, initial);
        _fields.Add(field);
        return field;
    }

    /// <summary>A field as what a kernel reads; from a stream's state to the next is the whole state.</summary>
    public InputRow Row(StateField field) => new StateRow(this, field);

    private sealed class StateRow(StateLayout layout, StateField field) : InputRow(0, true, (0, field.Size))
    {
        public override int Stride => layout.Floats;
    }
}

/// <summary>Some floats of the state.</summary>
/// <param name="Name">Name in Pascal case.</param>
/// <param name="Size">Floats that count.</param>
/// <param name="PaddedSize">Floats that are kept.</param>
/// <param name="Summary">What they are; empty where they are no business of users.</param>
/// <param name="Initial">What they hold before the first step, or null for zeros.</param>
internal sealed record StateField(string Name, int Size, int PaddedSize, string Summary, IReadOnlyList<float>? Initial)
{
    /// <summary>Name of the field that holds them.</summary>
    public string Storage => Name + "Storage";

    /// <summary>An expression for the first float.</summary>
    public string FirstOf(string state) => $"{state}.{Storage}[0]";
}
