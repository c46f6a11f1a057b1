using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A product with weights at every step of a batch, and its two gradients.</summary>
internal sealed class RecurrentProduct<T>(WeightBlock<T> weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // With at least this many rows in all steps together, packing W is worthwhile.
    private const int RowsWorthPacking = 24;

    private readonly PackedMatrix<T> _forward = new();
    private readonly PackedMatrix<T> _backward = new();
    private bool _isPacked;
    private bool _isBackwardPacked;

    /// <summary>Called before the first step of each batch, because the weights may have changed.</summary>
    /// <param name="rows">Number of rows of all steps.</param>
    public unsafe void Start(int rows)
    {
        _isPacked = rows >= RowsWorthPacking;
        _isBackwardPacked = false;
        if (_isPacked)
        {
            fixed (T* value = weight.Value)
            {
                _forward.PackTransposed(weight.Columns, weight.Rows, value, weight.Stride);
            }
        }
    }

    /// <summary>output[r] += W x_r, with output rows <paramref name="stride"/> apart.</summary>
    public void AddOutput(int rows, ReadOnlySpan<T> input, Span<T> output, int stride)
    {
        if (_isPacked)
        {
            MatrixProduct.Add(rows, input, weight.Columns, _forward, output, stride);
        }
        else
        {
            MatrixProduct.AddTransposedRight(rows, weight.Rows, weight.Columns, input, weight.Columns, weight.Value, weight.Stride, output, stride);
        }
    }

    /// <summary>inputGradient[r] += W^T outputGradient[r].</summary>
    public void AddInputGradient(int rows, ReadOnlySpan<T> outputGradient, int stride, Span<T> inputGradient)
    {
        if (_isPacked)
        {
            PackBackward();
            MatrixProduct.Add(rows, outputGradient, stride, _backward, inputGradient, weight.Columns);
        }
        else
        {
            MatrixProduct.Add(rows, weight.Columns, weight.Rows, outputGradient, stride, weight.Value, weight.Stride, inputGradient, weight.Columns);
        }
    }

    /// <summary>Adds sum_r outputGradient[r] x_r^T to the weight's gradient: all rows of a batch at once.</summary>
    /// <param name="outputGradient">Rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="input">Rows of x.</param>
    /// <param name="inputRows">The row of x for each row of <paramref name="outputGradient"/>.</param>
    public void AddWeightGradient(ReadOnlySpan<T> outputGradient, int stride, ReadOnlySpan<T> input, ReadOnlySpan<int> inputRows) =>
        MatrixProduct.AddTransposedLeft(
            weight.Rows, weight.Columns, outputGradient, stride, input, weight.Columns, inputRows, weight.Gradient, weight.Stride);

    /// <summary>The same, with the rows of x in the order of the gradient's.</summary>
    public void AddWeightGradient(int rows, ReadOnlySpan<T> outputGradient, int stride, ReadOnlySpan<T> input) =>
        MatrixProduct.AddTransposedLeft(
            weight.Rows, weight.Columns, rows, outputGradient, stride, input, weight.Columns, weight.Gradient, weight.Stride);

    // Packed at the first backward step, because an evaluation has none.
    private unsafe void PackBackward()
    {
        if (!_isBackwardPacked)
        {
            _isBackwardPacked = true;
            fixed (T* value = weight.Value)
            {
                _backward.Pack(weight.Rows, weight.Columns, value, weight.Stride);
            }
        }
    }
}
