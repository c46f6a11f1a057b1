using System.Text.Json;
using CsvHelper;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Data;

/// <summary>The form of the numbers of an output file.</summary>
/// <param name="RowSize">Numbers a row.</param>
/// <param name="IsDouble">Whether they have double precision. Otherwise they get the digits of single precision.</param>
/// <param name="Signs">The delimiter and the decimal sign in a CSV file.</param>
internal readonly record struct OutputNumbers(int RowSize, bool IsDouble, CsvSigns Signs);

/// <summary>Writes outputs as JSON or CSV, in the same shape as the input.</summary>
internal static class OutputFile
{
    /// <param name="files">The files of the run.</param>
    /// <param name="path">A .json or .csv file.</param>
    /// <param name="outputs">The rows of each sequence, one after another.</param>
    /// <param name="isSingle">Whether the input was one sequence, not a list of them.</param>
    /// <param name="numbers">The form of the numbers.</param>
    /// <exception cref="ToolException">The file is of another kind.</exception>
    public static void Write(RunFiles files, string path, IReadOnlyList<double[]> outputs, bool isSingle, OutputNumbers numbers)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json":
                files.Write(path, stream => WriteJson(stream, outputs, isSingle, numbers));
                break;
            case ".csv":
                files.Write(path, stream => WriteCsv(stream, outputs, numbers));
                break;
            default:
                throw new ToolException($"{path}: is neither a .json nor a .csv file");
        }
    }

    private static void WriteJson(Stream stream, IReadOnlyList<double[]> outputs, bool isSingle, OutputNumbers numbers)
    {
        using Utf8JsonWriter json = new(stream);
        if (!isSingle)
        {
            json.WriteStartArray();
        }

        foreach (double[] output in outputs)
        {
            json.WriteStartArray();
            for (int start = 0; start < output.Length; start += numbers.RowSize)
            {
                json.WriteStartArray();
                foreach (double value in output.AsSpan(start, numbers.RowSize))
                {
                    if (numbers.IsDouble)
                    {
                        json.WriteNumberValue(value);
                    }
                    else
                    {
                        json.WriteNumberValue((float)value);
                    }
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        if (!isSingle)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteCsv(Stream stream, IReadOnlyList<double[]> outputs, OutputNumbers numbers)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (i > 0)
            {
                stream.WriteByte((byte)'\n');
            }

            using CsvWriter writer = numbers.Signs.Writer(stream);
            foreach (double[] row in outputs[i].Chunk(numbers.RowSize))
            {
                writer.WriteRecord([.. row.Select(value => numbers.Signs.Format(value, numbers.IsDouble))]);
            }
        }
    }
}
