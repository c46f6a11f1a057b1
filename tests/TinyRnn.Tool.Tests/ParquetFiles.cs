using Parquet;
using Parquet.Schema;

namespace TinyRnn.Tool.Tests;

/// <summary>Writes Parquet files.</summary>
internal static class ParquetFiles
{
    /// <summary>Writes columns, in row groups of 50 rows.</summary>
    public static async Task Write(string path, params (string Name, Array Values)[] columns)
    {
        const int RowsOfGroup = 50;
        DataField[] fields = [.. columns.Select(column => new DataField(column.Name, column.Values.GetType().GetElementType()!))];
        using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (int start = 0; start < columns[0].Values.Length; start += RowsOfGroup)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            int count = Math.Min(RowsOfGroup, columns[0].Values.Length - start);
            for (int i = 0; i < fields.Length; i++)
            {
                await (columns[i].Values switch
                {
                    string[] texts => group.WriteAsync(fields[i], texts[start..(start + count)], null),
                    double[] numbers => group.WriteAsync<double>(fields[i], numbers.AsMemory(start, count)),
                    double?[] numbers => group.WriteAsync<double>(fields[i], numbers.AsMemory(start, count)),
                    float[] numbers => group.WriteAsync<float>(fields[i], numbers.AsMemory(start, count)),
                    int[] numbers => group.WriteAsync<int>(fields[i], numbers.AsMemory(start, count)),
                    long?[] numbers => group.WriteAsync<long>(fields[i], numbers.AsMemory(start, count)),
                    bool[] values => group.WriteAsync<bool>(fields[i], values.AsMemory(start, count)),
                    decimal[] numbers => group.WriteAsync<decimal>(fields[i], numbers.AsMemory(start, count)),
                    DateTime[] times => group.WriteAsync<DateTime>(fields[i], times.AsMemory(start, count)),
                    DateOnly[] dates => group.WriteAsync<DateOnly>(fields[i], dates.AsMemory(start, count)),
                    byte[][] blocks => group.WriteAsync(fields[i], blocks[start..(start + count)], null),
                    _ => throw new ArgumentException($"a column of {columns[i].Values.GetType()}"),
                });
            }
        }
    }
}
