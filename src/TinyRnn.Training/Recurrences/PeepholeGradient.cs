using System.Numerics;
using System.Numerics.Tensors;

namespace TinyRnn.Training;

/// <summary>Computes the derivatives with respect to an LSTM's peephole weights.</summary>
internal static class PeepholeGradient
{
    /// <summary>dp_i += sum da_i c, dp_f += sum da_f c, dp_o += sum da_o c', over all rows.</summary>
    /// <param name="units">Number of units.</param>
    /// <param name="gates">da_i, da_f, da_g, da_o; of coupled gates without da_f.</param>
    /// <param name="cell">c' of each row, and others.</param>
    /// <param name="previous">Which row of <paramref name="cell"/> is c of each row.</param>
    /// <param name="gradient">dp_i, dp_f, dp_o; of coupled gates without dp_f.</param>
    public static void Add<T>(int units, ReadOnlySpan<T> gates, ReadOnlySpan<T> cell, ReadOnlySpan<int> previous, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = (gradient.Length / units) + 1;
        int rows = GateRows.Count(units, count, gates.Length, previous.Length * units, cell.Length);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> sums = gates.Slice(row * count * units, count * units);
            ReadOnlySpan<T> before = cell.Slice(previous[row] * units, units);
            for (int gate = 0; gate < count - 2; gate++)
            {
                AddProduct(sums.Slice(gate * units, units), before, gradient.Slice(gate * units, units));
            }

            AddProduct(sums[^units..], cell.Slice(row * units, units), gradient[^units..]);
        }
    }

    private static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.MultiplyAdd(x, y, sum, sum);
}
