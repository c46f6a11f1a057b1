using System.Numerics;

namespace TinyRnn.Training;

/// <summary>A product with weights at every step of a batch, and its two gradients.</summary>
internal sealed class RecurrentProduct<T>(WeightBlock<T> weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // From so many sequences on, W is turned round once a batch instead of being read by dot products at every step.
    private const int SequencesWorthTransposing = 4;

    private T[] _turned = [];
    private bool _isTurned;

    public int InputSize => weight.Columns;

    /// <summary>Before the first step of each batch: the weights may have changed.</summary>
    public void Start(int sequences)
    {
        _isTurned = sequences >= SequencesWorthTransposing;
        if (_isTurned)
        {
            MatrixProduct.Transpose(
                weight.Rows, weight.Columns, weight.Value, weight.Stride, GrowingArray.Ensure(ref _turned, weight.Rows * weight.Columns));
        }
    }

    /// <summary>output[r] += W x_r, rows of the output being <paramref name="stride"/> apart.</summary>
    public void AddOutput(int rows, ReadOnlySpan<T> input, Span<T> output, int stride)
    {
        if (_isTurned)
        {
            MatrixProduct.Add(rows, weight.Rows, weight.Columns, input, weight.Columns, _turned, weight.Rows, output, stride);
        }
        else
        {
            MatrixProduct.AddTransposedRight(rows, weight.Rows, weight.Columns, input, weight.Columns, weight.Value, weight.Stride, output, stride);
        }
    }

    /// <summary>inputGradient[r] += W^T outputGradient[r].</summary>
    public void AddInputGradient(int rows, ReadOnlySpan<T> outputGradient, int stride, Span<T> inputGradient) =>
        MatrixProduct.Add(rows, weight.Columns, weight.Rows, outputGradient, stride, weight.Value, weight.Stride, inputGradient, weight.Columns);

    /// <summary>Adds sum_r outputGradient[r] x_r^T to the weight's gradient: all rows of a batch at once.</summary>
    public void AddWeightGradient(int rows, ReadOnlySpan<T> outputGradient, int stride, ReadOnlySpan<T> input) =>
        MatrixProduct.AddTransposedLeft(
            weight.Rows, weight.Columns, rows, outputGradient, stride, input, weight.Columns, weight.Gradient, weight.Stride);
}
