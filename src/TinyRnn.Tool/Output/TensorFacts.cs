using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>What there is to tell of a tensor, in the words of the screen and of a model card.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Density">How much of it is not zero; null where it is no matrix.</param>
internal sealed record TensorFacts(Tensor Tensor, MatrixDensity? Density)
{
    public string Name => Tensor.Name;

    public string Shape => "[" + string.Join(", ", Tensor.Shape.Select(number => $"{number}")) + "]";

    public string Smallest => FormattableString.Invariant($"{Tensor.Values.Min():0.0000}");

    public string Largest => FormattableString.Invariant($"{Tensor.Values.Max():0.0000}");

    /// <summary>Share of the elements that are not zero.</summary>
    public string NotZero => Density is null ? "" : Percent(Density.Weights);

    /// <summary>Share of the blocks that are not all zero.</summary>
    public string Blocks => Density is null ? "" : Percent(Density.Blocks);

    public static TensorFacts Of(Network network, Layer layer, TensorSpec spec) => new(network.Tensors[spec.Name], MatrixDensity.Of(network, layer, spec));

    /// <summary>A share as the tables have it.</summary>
    public static string Percent(double share) => FormattableString.Invariant($"{share * 100:0.0} %");
}
