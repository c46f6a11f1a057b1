using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>How much of a matrix is not zero.</summary>
/// <param name="Weights">Share of its elements.</param>
/// <param name="Blocks">Share of its blocks of 16 rows by one column: what compiled code multiplies, and what a file holds.</param>
internal sealed record MatrixDensity(double Weights, double Blocks)
{
    /// <summary>Of a tensor of a layer; null where it is no matrix.</summary>
    public static MatrixDensity? Of(Network network, Layer layer, TensorSpec spec)
    {
        if (SparseForm.GridOf(layer, spec) is not BlockGrid grid)
        {
            return null;
        }

        Tensor tensor = network.Tensors[spec.Name];
        return new MatrixDensity(
            (double)tensor.Values.Count(value => value != 0) / tensor.Values.Length,
            (double)SparseForm.Present(tensor, grid).Count(isPresent => isPresent) / grid.Count);
    }
}
