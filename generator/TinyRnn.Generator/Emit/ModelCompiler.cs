using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>From a network to C#: for the tool's <c>compile</c> and for tests.</summary>
internal static class ModelCompiler
{
    /// <summary>The members of the type, and its weights.</summary>
    public static (string Code, string Weights) Emit(Network network, TypeShape type, string file)
    {
        ModelPlan plan = new(network, type, file);
        return (CodeFile.Emit(plan), WeightsFile.Emit(plan));
    }
}
