using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// The product of all steps' input with a weight matrix, and its two gradients. For tokens the product is a column of the matrix,
/// its weight gradient a sum into that column.
/// </summary>
internal sealed class InputProduct<T>(WeightBlock<T> weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _columns = [];

    /// <summary>output[r] = b + W x_r; an empty bias is 0.</summary>
    public void SetOutput(int rows, StepInput<T> input, ReadOnlySpan<T> bias, Span<T> output)
    {
        if (input.IsTokens && IsWorthTransposing(rows))
        {
            CopyColumns(rows, input.Tokens, bias, output);
            return;
        }

        if (bias.IsEmpty)
        {
            output.Clear();
        }
        else
        {
            RowSums.Fill(bias, output);
        }

        if (input.IsTokens)
        {
            AddColumns(rows, input.Tokens, output);
        }
        else
        {
            AddOutput(rows, input.Values, output);
        }
    }

    /// <summary>output[r] += W x_r.</summary>
    public void AddOutput(int rows, ReadOnlySpan<T> input, Span<T> output) =>
        MatrixProduct.AddTransposedRight(rows, weight.Rows, weight.Columns, input, weight.Columns, weight.Value, weight.Stride, output, weight.Rows);

    /// <summary>Adds sum_r outputGradient[r] x_r^T to the weight's gradient.</summary>
    public void AddWeightGradient(int rows, StepInput<T> input, ReadOnlySpan<T> outputGradient)
    {
        int size = weight.Rows;
        Span<T> gradient = weight.Gradient;
        if (!input.IsTokens)
        {
            MatrixProduct.AddTransposedLeft(size, weight.Columns, rows, outputGradient, size, input.Values, weight.Columns, gradient, weight.Stride);
        }
        else if (IsWorthTransposing(rows))
        {
            Span<T> columns = GrowingArray.Ensure(ref _columns, weight.Columns * size);
            columns.Clear();
            for (int row = 0; row < rows; row++)
            {
                Span<T> column = columns.Slice(input.Tokens[row] * size, size);
                TensorPrimitives.Add(column, outputGradient.Slice(row * size, size), column);
            }

            for (int i = 0; i < size; i++)
            {
                for (int token = 0; token < weight.Columns; token++)
                {
                    gradient[(i * weight.Stride) + token] += columns[(token * size) + i];
                }
            }
        }
        else
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> source = outputGradient.Slice(row * size, size);
                for (int i = 0; i < source.Length; i++)
                {
                    gradient[(i * weight.Stride) + input.Tokens[row]] += source[i];
                }
            }
        }
    }

    /// <summary>inputGradient[r] += W^T outputGradient[r].</summary>
    public void AddInputGradient(int rows, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) =>
        MatrixProduct.Add(rows, weight.Columns, weight.Rows, outputGradient, weight.Rows, weight.Value, weight.Stride, inputGradient, weight.Columns);

    // Below, turning the matrix round would touch more elements than the columns that are needed hold.
    private bool IsWorthTransposing(int rows) => rows >= weight.Columns;

    // The bias goes into each column once, so that a row is a copy.
    private void CopyColumns(int rows, ReadOnlySpan<int> tokens, ReadOnlySpan<T> bias, Span<T> output)
    {
        int size = weight.Rows;
        Span<T> columns = GrowingArray.Ensure(ref _columns, weight.Columns * size);
        MatrixProduct.Transpose(size, weight.Columns, weight.Value, weight.Stride, columns);
        for (int start = 0; start < columns.Length && !bias.IsEmpty; start += size)
        {
            Span<T> column = columns.Slice(start, size);
            TensorPrimitives.Add(column, bias, column);
        }

        for (int row = 0; row < rows; row++)
        {
            columns.Slice(CheckToken(tokens[row]) * size, size).CopyTo(output[(row * size)..]);
        }
    }

    private void AddColumns(int rows, ReadOnlySpan<int> tokens, Span<T> output)
    {
        ReadOnlySpan<T> value = weight.Value;
        for (int row = 0; row < rows; row++)
        {
            Span<T> target = output.Slice(row * weight.Rows, weight.Rows);
            int token = CheckToken(tokens[row]);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] += value[(i * weight.Stride) + token];
            }
        }
    }

    private int CheckToken(int token) => (uint)token < (uint)weight.Columns
        ? token
        : throw new ArgumentOutOfRangeException(nameof(token), token, $"a token is below {weight.Columns}");
}
