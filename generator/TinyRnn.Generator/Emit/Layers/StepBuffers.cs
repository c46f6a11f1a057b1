using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>The buffers of one step of a graph, in one local variable: a buffer that is no longer read makes room for later ones.</summary>
internal sealed class StepBuffers
{
    private const string Local = "scratch";

    // The runtime allows no value type above 1 MB; a buffer that does not fit is a local variable of its own.
    private const int MostFloats = 128 * 1024;

    private readonly BufferSpace _space = new(MostFloats);
    private readonly CodeWriter.Gap _gap;
    private readonly Lifetimes _lifetimes;
    private readonly Dictionary<JointRow, string> _joints = [];

    /// <param name="writer">Where the local variable is declared, once <see cref="Finish"/> knows its size.</param>
    /// <param name="lifetimes">How long rows are in use.</param>
    /// <param name="output">The joint row that is the output, or null.</param>
    public StepBuffers(CodeWriter writer, Lifetimes lifetimes, JointRow? output)
    {
        _gap = writer.Keep();
        _lifetimes = lifetimes;
        if (output is not null)
        {
            _joints.Add(output, "output");
        }
    }

    /// <summary>The layer whose code is being emitted.</summary>
    public int Layer { get; set; }

    /// <summary>Memory for the layer's row; null if there is no room.</summary>
    public string? TakeRow(int floats) => Take(floats, _lifetimes.LastReaderOf(Layer));

    /// <summary>The first float of a joint row, which is emitted with its first part.</summary>
    public string EmitJoint(EmitContext context, JointRow joint)
    {
        if (_joints.TryGetValue(joint, out string? known))
        {
            return known;
        }

        string first = context.EmitBuffer(joint.Local, joint.Row.Stride, Take(joint.Row.Stride, _lifetimes.LastReaderOf(joint)));
        _joints.Add(joint, first);
        return first;
    }

    /// <summary>Memory that is free again after the layer; null if there is no room.</summary>
    public string? Take(int floats) => Take(floats, Layer);

    /// <summary>Declares the local variable; called after the last layer.</summary>
    public void Finish()
    {
        if (_space.Floats > 0)
        {
            _gap.Write($"__Unsafe.SkipInit(out Floats{_space.Floats} {Local});");
        }
    }

    private string? Take(int floats, int lastReader) =>
        _space.Take(floats, Layer, lastReader) is int offset ? new FloatOffset("", offset).At(Local + "[0]") : null;
}
