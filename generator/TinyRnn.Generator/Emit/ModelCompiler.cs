using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>From a network to C#: what the generator adds to a compilation and the tool's <c>compile</c> writes.</summary>
internal static class ModelCompiler
{
    /// <summary>The members of the type, without the weights.</summary>
    public static string EmitCode(Network network, TypeShape type, string file) =>
        CodeFile.Emit(new ModelPlan(network, type, file));

    /// <summary>The weights of the type.</summary>
    public static string EmitWeights(Network network, TypeShape type, string file) =>
        WeightsFile.Emit(new ModelPlan(network, type, file));
}
