using TinyRnn.Model;

namespace TinyRnn.Tool.Output;

/// <summary>The share of a matrix that is not zero.</summary>
/// <param name="Weights">The share of its elements.</param>
/// <param name="Blocks">The share of its blocks of 16 rows by one column. Compiled code multiplies these blocks, and files hold them.</param>
internal sealed record MatrixDensity(double Weights, double Blocks)
{
    /// <summary>The density of a layer's tensor; null if it is not a matrix.</summary>
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
