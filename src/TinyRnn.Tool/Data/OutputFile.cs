using System.Globalization;
using System.Text;
using System.Text.Json;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Data;

/// <summary>Writes outputs as JSON or CSV, in the same shape as the input.</summary>
internal static class OutputFile
{
    /// <param name="files">The files of the run.</param>
    /// <param name="path">A .json or .csv file.</param>
    /// <param name="outputs">The rows of each sequence, one after another.</param>
    /// <param name="outputSize">Numbers a row.</param>
    /// <param name="isSingle">Whether the input was one sequence, not a list of them.</param>
    /// <param name="isDouble">Whether the numbers have double precision. Otherwise they get the digits of single precision.</param>
    /// <exception cref="ToolException">The file is of another kind.</exception>
    public static void Write(RunFiles files, string path, IReadOnlyList<double[]> outputs, int outputSize, bool isSingle, bool isDouble)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json":
                files.Write(path, stream => WriteJson(stream, outputs, outputSize, isSingle, isDouble));
                break;
            case ".csv":
                files.Write(path, FormatCsv(outputs, outputSize, isDouble));
                break;
            default:
                throw new ToolException($"{path}: is neither a .json nor a .csv file");
        }
    }

    private static void WriteJson(Stream stream, IReadOnlyList<double[]> outputs, int outputSize, bool isSingle, bool isDouble)
    {
        using Utf8JsonWriter json = new(stream);
        if (!isSingle)
        {
            json.WriteStartArray();
        }

        foreach (double[] output in outputs)
        {
            json.WriteStartArray();
            for (int start = 0; start < output.Length; start += outputSize)
            {
                json.WriteStartArray();
                foreach (double value in output.AsSpan(start, outputSize))
                {
                    if (isDouble)
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

    private static string FormatCsv(IReadOnlyList<double[]> outputs, int outputSize, bool isDouble)
    {
        StringBuilder text = new();
        foreach (double[] output in outputs)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            for (int start = 0; start < output.Length; start += outputSize)
            {
                text.AppendJoin(
                    ',',
                    output.Skip(start).Take(outputSize).Select(value => isDouble ? value.ToString("R", CultureInfo.InvariantCulture)
                        : ((float)value).ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        return text.ToString();
    }
}
