using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Plan;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Layers;

/// <summary>
/// Emits one layer: its weights, its kernels, its state, and its code in a step, in a block of steps and in a step of several streams.
/// </summary>
internal abstract class LayerEmitter(Layer layer, string name)
{
    public Layer Layer { get; } = layer;

    /// <summary>The layer's inputs: indices of the plan's layers, or <see cref="Graph.Input"/>.</summary>
    public IReadOnlyList<int> Inputs { get; set; } = [];

    /// <summary>The layer's name as an identifier in Pascal case.</summary>
    public string Name { get; } = name;

    /// <summary>The layer's name as a local variable.</summary>
    public string Local => "layer" + Name;

    /// <summary>The rows that the layer writes in a block.</summary>
    public string Rows => Joint?.Rows ?? Local + "Rows";

    /// <summary>Where the layer's row lies within a joint row; null if it has memory of its own.</summary>
    public virtual RowPart? Home => null;

    /// <summary>The joint row that contains the layer's row, or that the layer makes.</summary>
    public virtual JointRow? Joint => Home?.Joint;

    /// <summary>Where the layer's values lie in the row that it writes.</summary>
    public abstract InputRow Output { get; }

    /// <summary>Whether the output lies in the input rows, so that nothing is copied.</summary>
    public virtual bool IsView => false;

    /// <summary>Whether a step can write its output anywhere.</summary>
    public virtual bool WritesAnywhere => false;

    /// <summary>The comment above the layer's code.</summary>
    public virtual string Comment => $"{Layer.Name}: {Layer}";

    public virtual IReadOnlyList<WeightData> Data => [];

    public virtual IReadOnlyList<IKernel> Kernels => [];

    /// <summary>Kernels whose form for several rows is called.</summary>
    public virtual IEnumerable<IKernel> RowKernels => Kernels;

    /// <summary>Whether a step calls the form for several rows of the layer's kernels.</summary>
    public virtual bool StepsOverRows => false;

    /// <summary>Whether the layer carries a state from step to step.</summary>
    public virtual bool IsStateful => false;

    /// <summary>Whether processing several rows at once is faster than one after another.</summary>
    public virtual bool GainsFromRows => false;

    /// <summary>Multiply-adds of one step, without those of skipped blocks.</summary>
    public long MultiplyAdds => DenseMultiplyAdds - SkippedMultiplyAdds;

    /// <summary>Multiply-adds of one step over all weights.</summary>
    protected abstract long DenseMultiplyAdds { get; }

    /// <summary>Multiply-adds of one step with weights of zero blocks that the kernels skip.</summary>
    protected virtual long SkippedMultiplyAdds => Kernels.OfType<PanelKernel>().Sum(kernel => kernel.SkippedMultiplyAdds);

    /// <summary>The activation that the kernels leave for later, because it needs the whole output.</summary>
    public Activation WholeActivation => Layer.OutputActivation.IsElementwise() ? Activation.Identity : Layer.OutputActivation;

    /// <summary>Emits a step and returns the first float of its output.</summary>
    public abstract string EmitStep(EmitContext context);

    /// <summary>Emits a block of steps, from the input rows to the rows of this layer.</summary>
    public abstract void EmitBlock(EmitContext context);

    /// <summary>Emits one step of several streams, whose <c>count</c> states begin at <c>states</c>.</summary>
    public abstract void EmitStreams(EmitContext context);

    /// <summary>Every name of a kernel, of weights or of a local variable that may be derived from a layer's name. A test looks for missing ones.</summary>
    public static string[] DerivedNames(string name) =>
    [
        .. from direction in Directions
           from part in Parts
           from form in Forms
           select name + direction + part + form,
    ];

    private static readonly string[] Directions = ["", "Forward", "Reverse"];

    private static readonly string[] Parts =
    [
        "", "Input", "Start", "StartInput", "Output", "OutputInput", "OutputStart", "Next", "NextInput", "NextStart", "Hidden", "Cell", "CandidateBias",
        "Candidate", "Gates", "Peephole", "Projection", "ProjectionScale", "GatesScale", "CandidateScale", "InputScale", "OutputInputScale", "NextInputScale",
        "OutputScale", "NextScale", "OutputToken", "OutputTokenScale", "NextToken", "NextTokenScale", "Scale", "Token", "TokenScale", "Pooled", "Count",
        "Delayed", "Oldest", "Bias", "Indices", "Joined", "Flat", "Field", "Positions", "Sums", "Differences", "Activation",
        "Starts", "Reset", "Update", "Projected", "Whole", "HiddenReverse", "ProjectionStart",
        "Indices", "InputIndices", "OutputIndices", "OutputInputIndices", "NextIndices", "NextInputIndices", "GatesIndices", "CandidateIndices",
        "ProjectionIndices",
    ];

    private static readonly string[] Forms =
        ["", "Rows", "Initial", "Storage", .. VectorForm.All.SelectMany(form => new[] { form.Suffix, "Rows" + form.Suffix })];
}
