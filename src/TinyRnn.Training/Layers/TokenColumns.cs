using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>
/// The transpose of a weight matrix [outputs, tokens], for many tokens: the product with a token is then a row to copy, and its gradient
/// a row to add to.
/// </summary>
internal sealed class TokenColumns<T>(WeightBlock<T> weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = 16;

    private T[] _columns = [];

    private Span<T> Columns => GrowingArray.Ensure(ref _columns, weight.Columns * weight.Rows);

    /// <summary>Whether transposing is worth its time for a number of tokens. Reading a column of the original matrix takes several times as long.</summary>
    public bool IsWorthwhile(int tokens) => tokens >= weight.Columns / 2;

    /// <summary>Loads W, with the bias added to each column; an empty bias is 0.</summary>
    public void Load(ReadOnlySpan<T> bias)
    {
        Span<T> columns = Columns;
        MatrixProduct.Transpose(weight.Rows, weight.Columns, weight.Value, weight.Stride, columns);
        for (int start = 0; start < columns.Length && !bias.IsEmpty; start += weight.Rows)
        {
            Span<T> column = columns.Slice(start, weight.Rows);
            TensorPrimitives.Add(column, bias, column);
        }
    }

    /// <summary>output[r] = b + W x_r.</summary>
    public void CopyTo(ReadOnlySpan<int> tokens, Span<T> output)
    {
        ReadOnlySpan<T> columns = Columns;
        for (int row = 0; row < tokens.Length; row++)
        {
            columns.Slice(Check(tokens[row], weight) * weight.Rows, weight.Rows).CopyTo(output[(row * weight.Rows)..]);
        }
    }

    /// <summary>Prepares for <see cref="Add"/>. Loaded values are lost.</summary>
    public void Clear() => Columns.Clear();

    /// <summary>Adds rows of derivatives to the columns of their tokens.</summary>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<T> outputGradient)
    {
        Span<T> columns = Columns;
        for (int row = 0; row < tokens.Length; row++)
        {
            Span<T> column = columns.Slice(tokens[row] * weight.Rows, weight.Rows);
            TensorPrimitives.Add(column, outputGradient.Slice(row * weight.Rows, weight.Rows), column);
        }
    }

    /// <summary>Ends the calls of <see cref="Add"/>: adds to the gradient of W and, unless it is empty, to the sum of all rows.</summary>
    public void AddTo(Span<T> rowSum)
    {
        ReadOnlySpan<T> columns = Columns;
        Span<T> gradient = weight.Gradient;
        for (int start = 0; start < weight.Rows; start += Tile)
        {
            // Takes all tokens for a few rows at a time, so that a cache line of the columns is used completely while it is in cache.
            int end = Math.Min(start + Tile, weight.Rows);
            for (int row = start; row < end; row++)
            {
                Span<T> target = gradient.Slice(row * weight.Stride, weight.Columns);
                for (int token = 0; token < target.Length; token++)
                {
                    target[token] += columns[(token * weight.Rows) + row];
                }
            }
        }

        if (!rowSum.IsEmpty)
        {
            RowSums.Add(columns, rowSum);
        }
    }

    /// <summary>A token below the number of columns.</summary>
    public static int Check(int token, WeightBlock<T> weight) => (uint)token < (uint)weight.Columns
        ? token
        : throw new ArgumentOutOfRangeException(nameof(token), token, $"a token is below {weight.Columns}");
}
