using System.Globalization;
using Parquet;
using Parquet.Meta.Proto;
using Parquet.Schema;

namespace TinyRnn.Tool.Data;

/// <summary>Reads a Parquet file as a table. Each column has one value a row: a number, a text, a truth value, a date or a time.</summary>
internal static class ParquetRows
{
    private const long MaximumValues = 1L << 26;

    private const int Looked = 4096;

    /// <summary>Whether bytes are a Parquet file, whole or cut off. A text may begin with the same letters, but has no zero byte.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PAR1"u8) && bytes[..Math.Min(bytes.Length, Looked)].Contains((byte)0);

    /// <summary>Reads the rows, the header first. A missing value is empty. The line of a row is its number, counted from 1.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="ToolException">The file is damaged or too large, or a column holds something other than one value a row.</exception>
    public static CsvReading Read(string path, byte[] bytes)
    {
        try
        {
            return ReadAsync(path, bytes).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not ToolException)
        {
            // On damaged bytes the library fails wherever they lead it: out of range, out of memory, at a null. Only what it reports itself tells of the file,
            // and parts of the format that it does not have are among that.
            string reason = e is ParquetException or ThriftProtocolException or InvalidDataException or NotSupportedException
                or NotImplementedException ? FirstSentence(e.Message) : "it is damaged";
            throw new ToolException($"{path}: the Parquet file cannot be read: {reason}");
        }
    }

    private static async Task<CsvReading> ReadAsync(string path, byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        DataField[] fields = reader.Schema.GetDataFields();
        foreach (DataField field in fields)
        {
            if (field.MaxRepetitionLevel > 0 || ColumnOf(field) is null)
            {
                string kind = field.MaxRepetitionLevel > 0 ? "lists"
                    : field.ClrType == typeof(byte[]) || field.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes"
                    : field.ClrType.Name;
                throw new ToolException($"{path}: column '{field.Path}' holds {kind}; one number, text, date or time a row was expected");
            }
        }

        long[] sizes = [.. reader.RowGroups.Select(group => group.RowCount)];
        if (sizes.Any(size => size < 0) || sizes.Sum(size => (decimal)size) * Math.Max(fields.Length, 1) > MaximumValues)
        {
            throw new ToolException(
                $"{path}: has {sizes.Sum(size => (decimal)size)} rows of {fields.Length} columns; at most {MaximumValues} values can be read");
        }

        List<CsvRow> rows = [new CsvRow([.. fields.Select(field => field.Path.ToString())], 1)];
        foreach (ParquetRowGroupReader group in reader.RowGroups)
        {
            int count = (int)group.RowCount;
            string[][] columns = new string[fields.Length][];
            for (int column = 0; column < fields.Length; column++)
            {
                columns[column] = await ColumnOf(fields[column])!(group, fields[column], count);
            }

            for (int row = 0; row < count; row++)
            {
                rows.Add(new CsvRow(Array.ConvertAll(columns, column => column[row]), rows.Count));
            }
        }

        return CsvReading.Of(',', fields.Length == 0 ? [] : rows);
    }

    // How a column of this type becomes text; null if it does not.
    private static Func<ParquetRowGroupReader, DataField, int, Task<string[]>>? ColumnOf(DataField field)
    {
        Type type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? TextsAsync
            : type == typeof(bool) ? ColumnAsync<bool>(value => value ? "true" : "false")
            : type == typeof(sbyte) ? WholeAsync<sbyte>()
            : type == typeof(byte) ? WholeAsync<byte>()
            : type == typeof(short) ? WholeAsync<short>()
            : type == typeof(ushort) ? WholeAsync<ushort>()
            : type == typeof(int) ? WholeAsync<int>()
            : type == typeof(uint) ? WholeAsync<uint>()
            : type == typeof(long) ? WholeAsync<long>()
            : type == typeof(ulong) ? WholeAsync<ulong>()
            : type == typeof(float) ? ColumnAsync<float>(value => value.ToString("R", CultureInfo.InvariantCulture))
            : type == typeof(double) ? ColumnAsync<double>(value => value.ToString("R", CultureInfo.InvariantCulture))
            : type == typeof(decimal) ? ColumnAsync<decimal>(value => value.ToString(CultureInfo.InvariantCulture))
            : type == typeof(DateTime) ? ColumnAsync<DateTime>(TextOf)
            : type == typeof(DateOnly) ? ColumnAsync<DateOnly>(value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }

    private static Func<ParquetRowGroupReader, DataField, int, Task<string[]>> WholeAsync<T>()
        where T : struct, IFormattable =>
        ColumnAsync<T>(value => value.ToString(null, CultureInfo.InvariantCulture));

    private static Func<ParquetRowGroupReader, DataField, int, Task<string[]>> ColumnAsync<T>(Func<T, string> textOf)
        where T : struct =>
        async (group, field, count) =>
        {
            if (!field.IsNullable)
            {
                T[] values = new T[count];
                await group.ReadAsync<T>(field, values);
                return Array.ConvertAll(values, value => textOf(value));
            }

            T?[] optional = new T?[count];
            await group.ReadAsync<T>(field, optional);
            return Array.ConvertAll(optional, value => value is T one ? textOf(one) : "");
        };

    private static async Task<string[]> TextsAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        string?[] values = new string?[count];
        await group.ReadAsync(field, values!);
        return Array.ConvertAll(values, value => value?.Trim() ?? "");
    }

    // As dates and times in CSV files.
    private static string TextOf(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string FirstSentence(string message) => message.Split('\n')[0].Split(". ")[0].TrimEnd('.');
}
