using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Solves A x = b for a symmetric positive definite A = L L^T (Golub and Van Loan, Matrix Computations, section 4.2).</summary>
internal static class Cholesky
{
    /// <param name="matrix">[n, n]; the lower triangle is read and replaced by L.</param>
    /// <param name="right">[n]; replaced by x.</param>
    /// <returns>x.</returns>
    public static double[] Solve(double[] matrix, double[] right)
    {
        int n = right.Length;
        for (int i = 0; i < n; i++)
        {
            Span<double> row = matrix.AsSpan(i * n, n);
            for (int j = 0; j < i; j++)
            {
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], matrix.AsSpan(j * n, j))) / matrix[(j * n) + j];
            }

            // Rounding can make the pivot of a dependent column slightly negative.
            row[i] = Math.Sqrt(Math.Max(row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]), double.Epsilon));
            right[i] = (right[i] - TensorPrimitives.Dot<double>(row[..i], right.AsSpan(0, i))) / row[i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            right[i] /= matrix[(i * n) + i];
            TensorPrimitives.MultiplyAdd(matrix.AsSpan(i * n, i), -right[i], right.AsSpan(0, i), right.AsSpan(0, i));
        }

        return right;
    }
}
