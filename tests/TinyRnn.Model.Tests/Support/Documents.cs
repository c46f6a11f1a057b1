namespace TinyRnn.Model.Tests;

/// <summary>Small valid documents, written by hand so that the writer is not their judge.</summary>
internal static class Documents
{
    private const string BothDirections = "\"direction\": \"bidirectional\", \"initialState\": true";
    private const string Backward = "\"direction\": \"reverse\", \"initialState\": true";

    /// <summary>A classifier of texts: one-hot input, rnn, dense.</summary>
    public static string Text { get; } = Seal($$"""
        {
          "tinyrnn": 1,
          "name": "tiny",
          "task": "classify",
          "input": {
            "kind": "one-hot",
            "vocabulary": "ab é",
            "normalization": "none",
            "unknown": "skip"
          },
          "layers": [
            {"name": "cell", "kind": "rnn", "inputSize": 4, "hiddenSize": 2, "activation": "tanh", "bias": "combined"},
            {"name": "head", "kind": "dense", "inputSize": 2, "outputSize": 2, "activation": "softmax", "bias": true}
          ],
          "output": {"steps": "last"},
          "labels": ["no", "yes"],
          "metadata": {"by": "hand"},
          "probes": [{"text": "ab", "output": [0.5, 0.5]}],
          "tensors": {
            "cell.weight_ih": {"dtype": "F32", "shape": [2, 4], "data": "{{Data(1, 2, 3, 4, 5, 6, 7, 8)}}"},
            "cell.weight_hh": {"dtype": "F32", "shape": [2, 2], "data": "{{Data(0.5f, -0.5f, 0.25f, 0)}}"},
            "cell.bias": {"dtype": "F32", "shape": [2], "data": "{{Data(0, 1)}}"},
            "head.weight": {"dtype": "F32", "shape": [2, 2], "data": "{{Data(1, -1, -1, 1)}}"},
            "head.bias": {"dtype": "F32", "shape": [2], "data": "{{Data(0, 0)}}"}
          },
          "checksum": ""
        }

        """);

    /// <summary>Numbers in, numbers out: scaling on both sides, concat-rnn.</summary>
    public static string Vector { get; } = Seal($$"""
        {
          "tinyrnn": 1,
          "name": "numbers",
          "task": "raw",
          "input": {"kind": "vector", "size": 2, "names": ["load", "heat"], "mean": [1, 2], "std": [3, 4]},
          "layers": [
            {"name": "cell", "kind": "concat-rnn", "inputSize": 2, "hiddenSize": 1, "outputSize": 1, "activation": "identity"}
          ],
          "output": {"steps": "every", "mean": [10], "std": [0.5]},
          "probes": [{"values": [1, 2, 3, 4], "output": [10, 10.5]}],
          "tensors": {
            "cell.i2h.weight": {"dtype": "F32", "shape": [1, 3], "data": "{{Data(1, 2, 3)}}"},
            "cell.i2h.bias": {"dtype": "F32", "shape": [1], "data": "{{Data(0)}}"},
            "cell.i2o.weight": {"dtype": "F32", "shape": [1, 3], "data": "{{Data(1, 2, 3)}}"},
            "cell.i2o.bias": {"dtype": "F32", "shape": [1], "data": "{{Data(0)}}"}
          },
          "checksum": ""
        }

        """);

    /// <summary>Characters in, numbers out: embedding, both directions, pooling, everything that an lstm can have.</summary>
    public static string Gated { get; } = Seal($$"""
        {
          "tinyrnn": 1,
          "name": "gated",
          "task": "raw",
          "input": {"kind": "one-hot", "vocabulary": "abc", "normalization": "none", "unknown": "error"},
          "layers": [
            {"name": "table", "kind": "embedding", "inputSize": 3, "outputSize": 2},
            {"name": "both", "kind": "gru", "inputSize": 2, "hiddenSize": 1, "reset": "after", "activation": "tanh", "bias": "separate", {{BothDirections}}},
            {"name": "ends", "kind": "pooling", "inputSize": 2, "mode": "final"},
            {"name": "back", "kind": "lstm", "inputSize": 2, "hiddenSize": 2, "projectionSize": 1, "peepholes": true, "bias": "combined", {{Backward}}}
          ],
          "output": {"steps": "last"},
          "tensors": {
            "table.weight": {"dtype": "F32", "shape": [3, 2], "data": "{{Data(1, 2, 3, 4, 5, 6)}}"},
            "both.weight_ih": {"dtype": "F32", "shape": [3, 2], "data": "{{Data(1, 2, 3, 4, 5, 6)}}"},
            "both.weight_hh": {"dtype": "F32", "shape": [3, 1], "data": "{{Data(1, 2, 3)}}"},
            "both.bias_ih": {"dtype": "F32", "shape": [3], "data": "{{Data(1, 2, 3)}}"},
            "both.bias_hh": {"dtype": "F32", "shape": [3], "data": "{{Data(4, 5, 6)}}"},
            "both.initial_hidden": {"dtype": "F32", "shape": [1], "data": "{{Data(0.5f)}}"},
            "both.weight_ih_reverse": {"dtype": "F32", "shape": [3, 2], "data": "{{Data(1, 2, 3, 4, 5, 6)}}"},
            "both.weight_hh_reverse": {"dtype": "F32", "shape": [3, 1], "data": "{{Data(1, 2, 3)}}"},
            "both.bias_ih_reverse": {"dtype": "F32", "shape": [3], "data": "{{Data(1, 2, 3)}}"},
            "both.bias_hh_reverse": {"dtype": "F32", "shape": [3], "data": "{{Data(4, 5, 6)}}"},
            "both.initial_hidden_reverse": {"dtype": "F32", "shape": [1], "data": "{{Data(-0.5f)}}"},
            "back.weight_ih_reverse": {"dtype": "F32", "shape": [8, 2], "data": "{{Data(new float[16])}}"},
            "back.weight_hh_reverse": {"dtype": "F32", "shape": [8, 1], "data": "{{Data(new float[8])}}"},
            "back.bias_reverse": {"dtype": "F32", "shape": [8], "data": "{{Data(new float[8])}}"},
            "back.weight_hr_reverse": {"dtype": "F32", "shape": [1, 2], "data": "{{Data(1, 2)}}"},
            "back.peephole_reverse": {"dtype": "F32", "shape": [6], "data": "{{Data(1, 2, 3, 4, 5, 6)}}"},
            "back.initial_hidden_reverse": {"dtype": "F32", "shape": [1], "data": "{{Data(0.25f)}}"},
            "back.initial_cell_reverse": {"dtype": "F32", "shape": [2], "data": "{{Data(0.125f, 0.75f)}}"}
          },
          "checksum": ""
        }

        """);

    public static string Data(params float[] values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Puts the right checksum into the last field.</summary>
    public static string Seal(string text)
    {
        int key = text.LastIndexOf("\"checksum\": \"", StringComparison.Ordinal);
        if (key < 0)
        {
            return text;
        }

        int start = key + "\"checksum\": \"".Length;
        int end = text.IndexOf('"', start);
        if (end < 0)
        {
            return text;
        }

        byte[] covered = System.Text.Encoding.UTF8.GetBytes(text[..key].Replace("\r", ""));
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(covered));
        return string.Concat(text.AsSpan(0, start), "sha256:" + hash, text.AsSpan(end));
    }
}
