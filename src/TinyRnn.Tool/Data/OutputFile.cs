using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TinyRnn.Tool.Data;

/// <summary>Outputs as JSON or CSV, in the shape in which the input came.</summary>
internal static class OutputFile
{
    /// <param name="path">A .json or .csv file.</param>
    /// <param name="outputs">For each sequence its rows one after another.</param>
    /// <param name="outputSize">Numbers a row.</param>
    /// <param name="isSingle">Whether the input was one sequence and no list of them.</param>
    /// <exception cref="ToolException">The file is of another kind.</exception>
    public static void Write(string path, IReadOnlyList<float[]> outputs, int outputSize, bool isSingle)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json":
                WriteJson(path, outputs, outputSize, isSingle);
                break;
            case ".csv":
                WriteCsv(path, outputs, outputSize);
                break;
            default:
                throw new ToolException($"{path}: neither .json nor .csv");
        }
    }

    private static void WriteJson(string path, IReadOnlyList<float[]> outputs, int outputSize, bool isSingle)
    {
        using FileStream stream = File.Create(path);
        using Utf8JsonWriter json = new(stream);
        if (!isSingle)
        {
            json.WriteStartArray();
        }

        foreach (float[] output in outputs)
        {
            json.WriteStartArray();
            for (int start = 0; start < output.Length; start += outputSize)
            {
                json.WriteStartArray();
                foreach (float value in output.AsSpan(start, outputSize))
                {
                    json.WriteNumberValue(value);
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

    private static void WriteCsv(string path, IReadOnlyList<float[]> outputs, int outputSize)
    {
        StringBuilder text = new();
        foreach (float[] output in outputs)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            for (int start = 0; start < output.Length; start += outputSize)
            {
                text.AppendJoin(',', output.Skip(start).Take(outputSize).Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        File.WriteAllText(path, text.ToString());
    }
}
