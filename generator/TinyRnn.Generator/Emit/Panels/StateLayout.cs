namespace TinyRnn.Generator.Emit.Panels;

/// <summary>The floats of the state, field after field.</summary>
/// <param name="isStream">Whether the caller owns the state, so that the state itself must count the steps.</param>
internal sealed class StateLayout(bool isStream)
{
    private readonly List<StateField> _fields = [];

    public IReadOnlyList<StateField> Fields => _fields;

    /// <summary>Whether kernels alternate between reading weights forward and backward.</summary>
    public bool Alternates { get; set; }

    /// <summary>Whether the state counts the steps for that purpose.</summary>
    public bool HasBackward => isStream && Alternates;

    /// <summary>The direction of a single step.</summary>
    public string Backward => HasBackward ? "state.Backward" : "0";

    /// <summary>The direction of step t of a block.</summary>
    public string BackwardOfStep => isStream ? "(state.Backward + (uint)t) & 1" : "(uint)t & 1";

    /// <summary>Size of the state in floats; it is known once all layers have added theirs.</summary>
    public int Floats => _fields.Sum(part => part.PaddedSize) + (HasBackward ? 1 : 0);

    /// <summary>
    /// The floats that outputs depend on, without padding and step count, in the order of the state's saved form. If this order changes,
    /// <c>StateForm</c> needs a new version.
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

    /// <summary>A field as a kernel reads it; the distance from one stream to the next is the whole state.</summary>
    public InputRow Row(StateField field) => new StateRow(this, field);

    private sealed class StateRow(StateLayout layout, StateField field) : InputRow(0, true, (0, field.Size))
    {
        public override int Stride => layout.Floats;
    }
}

/// <summary>Consecutive floats of the state.</summary>
/// <param name="Name">Name in Pascal case.</param>
/// <param name="Size">Floats without padding.</param>
/// <param name="PaddedSize">Floats with padding.</param>
/// <param name="Summary">A description of the values; empty if users need not see them.</param>
/// <param name="Initial">The values before the first step; null for zeros.</param>
internal sealed record StateField(string Name, int Size, int PaddedSize, string Summary, IReadOnlyList<float>? Initial)
{
    /// <summary>Name of the field that holds them.</summary>
    public string Storage => Name + "Storage";

    /// <summary>An expression for the first float.</summary>
    public string FirstOf(string state) => $"{state}.{Storage}[0]";
}
