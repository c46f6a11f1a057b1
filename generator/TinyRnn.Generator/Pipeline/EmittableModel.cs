using TinyRnn.Generator.Emit;

namespace TinyRnn.Generator.Pipeline;

/// <summary>
/// A type and the network to compile into it. Two are equal if the type, the file and the place of the weights are equal; the plan, which code and
/// weights share, follows from these.
/// </summary>
internal sealed class EmittableModel : IEquatable<EmittableModel>
{
    /// <summary>The end of the name of the file of weights, after the hint name.</summary>
    public const string WeightsSuffix = ".Weights";

    private readonly TypeShape _type;
    private readonly string _hintName;
    private readonly ModelFile _file;
    private readonly string? _packedType;
    private readonly Lazy<ModelPlan> _plan;

    /// <param name="type">The annotated type.</param>
    /// <param name="hintName">Start of the generated files' names.</param>
    /// <param name="file">A file without errors.</param>
    /// <param name="packedType">The class that holds the packed weights; null if they become literals.</param>
    public EmittableModel(TypeShape type, string hintName, ModelFile file, string? packedType)
    {
        _type = type;
        _hintName = hintName;
        _file = file;
        _packedType = packedType;
        _plan = new Lazy<ModelPlan>(() => new ModelPlan(file.Network!, type, file.Name, packedType));
    }

    public GeneratedCode EmitCode(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new GeneratedCode(_hintName + ".g.cs", CodeFile.Emit(_plan.Value));
    }

    public GeneratedCode EmitWeights(CancellationToken cancellation) => new(_hintName + WeightsSuffix + ".g.cs", WeightsFile.Emit(_plan.Value, cancellation));

    public bool Equals(EmittableModel? other) => other is not null
        && _type == other._type && _hintName == other._hintName && _file.Equals(other._file) && _packedType == other._packedType;

    public override bool Equals(object? obj) => Equals(obj as EmittableModel);

    public override int GetHashCode() => unchecked((_hintName.GetHashCode() * 31) + _file.GetHashCode());
}

/// <summary>A source file to add.</summary>
internal sealed record GeneratedCode(string HintName, string Text);
