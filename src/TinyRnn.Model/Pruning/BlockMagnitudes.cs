using System.Numerics;

namespace TinyRnn.Model;

/// <summary>Finds the blocks of a matrix that matter least: those with the smallest mean square.</summary>
internal sealed class BlockMagnitudes(BlockGrid grid)
{
    private const float Chosen = -1;

    private readonly float[] _magnitudes = new float[grid.Count];
    private readonly int[] _order = new int[grid.Count];

    /// <summary>Adds the smallest blocks to those that are zero already, until the wanted number is reached.</summary>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="isZero">Whether each block is zero.</param>
    /// <param name="count">The wanted number of zero blocks; at most all of them.</param>
    /// <returns>Whether blocks were added.</returns>
    public bool Choose<T>(ReadOnlySpan<T> values, Span<bool> isZero, int count)
        where T : INumberBase<T>
    {
        if (isZero.Count(true) >= count)
        {
            return false;
        }

        Measure(values);
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
            _magnitudes[i] = isZero[i] ? Chosen : _magnitudes[i];
        }

        Array.Sort(_magnitudes, _order);
        foreach (int block in _order.AsSpan(0, count))
        {
            isZero[block] = true;
        }

        return true;
    }

    // The mean, not the sum: a block with fewer rows at the end of a group must not look smaller.
    private void Measure<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        for (int band = 0; band < grid.Bands; band++)
        {
            Span<float> sums = _magnitudes.AsSpan(band * grid.Columns, grid.Columns);
            sums.Clear();
            int rows = grid.RowsOf(band);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> line = values.Slice((grid.FirstRow(band) + row) * grid.Columns, grid.Columns);
                for (int column = 0; column < line.Length; column++)
                {
                    float value = float.CreateTruncating(line[column]);
                    sums[column] += value * value;
                }
            }

            foreach (ref float sum in sums)
            {
                sum /= rows;
            }
        }
    }
}
