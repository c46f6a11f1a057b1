using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace TinyRnn.Interop.Tests.Harness;

/// <summary>Writes state dicts as PyTorch's tools do, with random weights.</summary>
internal sealed class Weights(int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly List<(string Name, string Type, int[] Shape, byte[] Data)> _tensors = [];

    /// <summary>The values of each tensor, after rounding to its type.</summary>
    public Dictionary<string, float[]> Values { get; } = [];

    /// <summary>Strings for the metadata.</summary>
    public Dictionary<string, string> Metadata { get; } = new() { ["format"] = "pt" };

    /// <summary>The names of all tensors.</summary>
    public IEnumerable<string> Names => _tensors.Select(tensor => tensor.Name);

    /// <summary>The first size of a tensor.</summary>
    public int Rows(string name) => _tensors.First(tensor => tensor.Name == name).Shape[0];

    public Weights Add(string name, params int[] shape) => Add(name, "F32", shape);

    public Weights Add(string name, string type, params int[] shape)
    {
        double bound = 1 / Math.Sqrt(shape[^1]);
        return Set(name, type, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => ((_random.NextDouble() * 2) - 1) * bound)]);
    }

    /// <summary>Positive values around 1, as of a variance.</summary>
    public Weights AddPositive(string name, int size) => Set(name, "F32", [size], [.. Enumerable.Range(0, size).Select(_ => 0.5 + _random.NextDouble())]);

    public Weights AddCount(string name)
    {
        _tensors.Add((name, "I64", [], BitConverter.GetBytes(123L)));
        return this;
    }

    public Weights Set(string name, string type, int[] shape, double[] values)
    {
        using MemoryStream data = new();
        float[] rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            byte[] bytes = new byte[8];
            int length;
            switch (type)
            {
                case "F64":
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes, values[i]);
                    (length, rounded[i]) = (8, (float)values[i]);
                    break;
                case "F16":
                    BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)values[i]);
                    (length, rounded[i]) = (2, (float)(Half)values[i]);
                    break;
                case "BF16":
                    ushort high = (ushort)(BitConverter.SingleToUInt32Bits((float)values[i]) >> 16);
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes, high);
                    (length, rounded[i]) = (2, BitConverter.UInt32BitsToSingle((uint)high << 16));
                    break;
                default:
                    BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)values[i]);
                    (length, rounded[i]) = (4, (float)values[i]);
                    break;
            }

            data.Write(bytes, 0, length);
        }

        _tensors.Add((name, type, shape, data.ToArray()));
        Values.Add(name, rounded);
        return this;
    }

    /// <summary>A recurrent module with all its tensors.</summary>
    public Weights AddRecurrent(
        string prefix, int gates, int input, int hidden, int levels = 1, bool bidirectional = false, int projection = 0, bool bias = true, bool isCell = false)
    {
        int size = input;
        int state = projection == 0 ? hidden : projection;
        for (int level = 0; level < levels; level++)
        {
            foreach (string reverse in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                string suffix = isCell ? "" : $"_l{level}{reverse}";
                Add($"{prefix}weight_ih{suffix}", gates * hidden, size).Add($"{prefix}weight_hh{suffix}", gates * hidden, state);
                if (bias)
                {
                    Add($"{prefix}bias_ih{suffix}", gates * hidden).Add($"{prefix}bias_hh{suffix}", gates * hidden);
                }

                if (projection > 0)
                {
                    Add($"{prefix}weight_hr{suffix}", projection, hidden);
                }
            }

            size = state * (bidirectional ? 2 : 1);
        }

        return this;
    }

    public Weights AddLinear(string name, int input, int output, bool bias = true)
    {
        Add(name + ".weight", output, input);
        return bias ? Add(name + ".bias", output) : this;
    }

    /// <summary>The file, with the tensors sorted by name as the format's own writer does.</summary>
    public ImportSource ToSafetensors(string path = "model.safetensors", bool sorted = true) => new(path, ToBytes(sorted));

    public byte[] ToBytes(bool sorted = true)
    {
        (string Name, string Type, int[] Shape, byte[] Data)[] tensors = sorted
            ? [.. _tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)]
            : [.. _tensors];
        Dictionary<string, object> header = new() { ["__metadata__"] = Metadata };
        long offset = 0;
        foreach ((string name, string type, int[] shape, byte[] data) in tensors)
        {
            header.Add(name, new { dtype = type, shape, data_offsets = new[] { offset, offset + data.Length } });
            offset += data.Length;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        using MemoryStream file = new();
        file.Write(BitConverter.GetBytes((ulong)json.Length));
        file.Write(json);
        foreach ((_, _, _, byte[] data) in tensors)
        {
            file.Write(data);
        }

        return file.ToArray();
    }

    /// <summary>The same as JSON, in the order in which the tensors were added.</summary>
    public ImportSource ToJson(string path = "model.json")
    {
        StringBuilder json = new("{");
        foreach ((string name, _, int[] shape, _) in _tensors.Where(tensor => tensor.Type != "I64"))
        {
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":");
            int position = 0;
            Nest(json, Values[name], shape, ref position);
        }

        return new ImportSource(path, Encoding.UTF8.GetBytes(json.Append('}').ToString()));
    }

    private static void Nest(StringBuilder json, float[] values, ReadOnlySpan<int> shape, ref int position)
    {
        if (shape.IsEmpty)
        {
            json.Append(values[position++].ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        json.Append('[');
        for (int i = 0; i < shape[0]; i++)
        {
            json.Append(i > 0 ? "," : "");
            Nest(json, values, shape[1..], ref position);
        }

        json.Append(']');
    }
}
