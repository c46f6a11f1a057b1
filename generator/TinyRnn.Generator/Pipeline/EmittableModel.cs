using TinyRnn.Generator.Emit;

namespace TinyRnn.Generator.Pipeline;

/// <summary>A type and the network to compile into it.</summary>
internal sealed record EmittableModel(TypeShape Type, string HintName, ModelFile File)
{
    /// <summary>What the name of the file of weights has behind <see cref="HintName"/>.</summary>
    public const string WeightsSuffix = ".Weights";

    public GeneratedCode EmitCode() => new(HintName + ".g.cs", ModelCompiler.EmitCode(File.Network!, Type, File.Name));

    public GeneratedCode EmitWeights() => new(HintName + WeightsSuffix + ".g.cs", ModelCompiler.EmitWeights(File.Network!, Type, File.Name));
}

/// <summary>A source to add.</summary>
internal sealed record GeneratedCode(string HintName, string Text);
