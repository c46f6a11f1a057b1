namespace TinyRnn.Interop.Json;

/// <summary>What layers give while the input is zero, in double precision.</summary>
internal static class NamSilence
{
    /// <summary>A matrix [rows, columns], row by row, times a column.</summary>
    public static double[] Product(float[] matrix, double[] column) =>
        [
            .. matrix.Chunk(column.Length).Select(row =>
            {
                double sum = 0;
                for (int i = 0; i < row.Length; i++)
                {
                    sum += row[i] * column[i];
                }

                return sum;
            })
        ];

    /// <summary>The same plus a bias.</summary>
    public static double[] Sum(float[] matrix, float[] bias, double[] column) => [.. Product(matrix, column).Select((value, row) => value + bias[row])];

    /// <summary>What a convolution reads: the same row at each of its taps.</summary>
    public static IEnumerable<double> Repeated(double[] row, int taps) => Enumerable.Repeat(row, taps).SelectMany(each => each);

    /// <summary>The nearest numbers of single precision.</summary>
    public static float[] Rounded(double[] values) => Array.ConvertAll(values, value => (float)value);
}
