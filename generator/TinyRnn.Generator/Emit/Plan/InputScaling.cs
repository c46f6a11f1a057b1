using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Plan;

/// <summary>The input's deviations are divided into the weights of the layers that read it, if all those layers multiply it with matrices in single
/// precision.</summary>
internal static class InputScaling
{
    /// <summary>The deviations that the weights contain, or null.</summary>
    public static IReadOnlyList<float>? FoldedDeviations(Network network) => IsFolded(network) ? Deviations(network) : null;

    /// <summary>The deviations that the input is divided by, or null.</summary>
    public static IReadOnlyList<float>? DividedDeviations(Network network) => IsFolded(network) ? null : Deviations(network);

    /// <summary>Whether a matrix that reads a layer's input is bfloat16 or int8; its weights stay as the file has them.</summary>
    public static bool ReadsPacked(Network network, Layer layer) => layer.Tensors.Any(spec =>
        spec.Reads is MatrixInput.Layer or MatrixInput.LayerAndHidden && network.Tensors[spec.Name].Type != TensorType.F32);

    /// <summary>Whether a layer multiplies its input with matrices in single precision.</summary>
    public static bool ReadsFloats(Network network, Layer layer) =>
        layer.Tensors.Any(spec => spec.Reads is MatrixInput.Layer or MatrixInput.LayerAndHidden) && !ReadsPacked(network, layer);

    private static IReadOnlyList<float>? Deviations(Network network) => (network.Input as VectorInput)?.Scaling?.Std;

    private static bool IsFolded(Network network) => network.Graph.Nodes
        .Where(node => node.Inputs.Contains(Graph.Input))
        .All(node => node.IsFirst && ReadsFloats(network, node.Layer));
}
