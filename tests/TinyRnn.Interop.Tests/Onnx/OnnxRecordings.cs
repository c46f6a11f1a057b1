using System.Text.Json;
using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Files of other people with what they give, from the shared data.</summary>
internal static class OnnxRecordings
{
    public static IEnumerable<ImportCase> NodeTests(float tolerance)
    {
        foreach (string folder in Directory.GetDirectories(SharedData.Path("onnx-node")).Order(StringComparer.Ordinal))
        {
            ImportSource source = ImportSource.Load(Path.Combine(folder, "model.onnx"));
            OnnxFile file = new OnnxParser(source).ParseModel();
            string data = Path.Combine(folder, "test_data_set_0");
            Dictionary<string, ReadOnlyMemory<byte>> weights = file.Graph.Inputs.Skip(1)
                .Select(
                    (input, i) => (input.Name, Bytes: File.ReadAllBytes(Path.Combine(data, $"input_{i + 1}.pb")))).ToDictionary(
                        pair => pair.Name, pair => new ReadOnlyMemory<byte>(pair.Bytes));
            Network network = new OnnxImporter(weights).Import(source, ImportOptions.None).Network;
            foreach (ImportCase one in Sequences(Path.GetFileName(folder), network, Tensor(data, "input_0.pb"), Tensor(data, "output_0.pb"), tolerance))
            {
                yield return one;
            }
        }
    }

    public static IEnumerable<ImportCase> Baked(string folder, float tolerance)
    {
        foreach (string path in Directory.GetFiles(SharedData.Path(folder), "io.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Network network = ModelImporters.Import(Path.Combine(Path.GetDirectoryName(path)!, "model.onnx")).Network;
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement step = document.RootElement.GetProperty("steps")[0];
            (float[] Values, int[] Dims) input = Json(step.GetProperty("inputs").EnumerateObject().First().Value);
            (float[] Values, int[] Dims) output = Json(step.GetProperty("outputs").EnumerateObject().First().Value);
            foreach (ImportCase one in Sequences(path, network, input, output, tolerance))
            {
                yield return one;
            }
        }
    }

    // Inputs are [time, batch, values]; outputs the same, with directions, or of the final state [directions, batch, hidden].
    private static IEnumerable<ImportCase> Sequences(
        string name, Network network, (float[] Values, int[] Dims) input, (float[] Values, int[] Dims) output, float tolerance)
    {
        (int steps, int batch, int size) = (input.Dims[0], input.Dims[1], input.Dims[2]);
        for (int b = 0; b < batch; b++)
        {
            int sequence = b;
            float[] x = [.. Enumerable.Range(0, steps).SelectMany(t => input.Values.Skip(((t * batch) + sequence) * size).Take(size))];
            int hidden = output.Dims[^1];
            int rows = output.Values.Length / batch / hidden;
            float[] y = [.. Enumerable.Range(0, rows).SelectMany(t => output.Values.Skip(((t * batch) + sequence) * hidden).Take(hidden))];
            yield return new ImportCase($"{name}, sequence {b}", network, x, [], y) { Allowed = tolerance };
        }
    }

    private static (float[] Values, int[] Dims) Json(JsonElement tensor) => (
        [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())],
        [.. tensor.GetProperty("dims").EnumerateArray().Select(value => value.GetInt32())]);

    private static (float[] Values, int[] Dims) Tensor(string folder, string file)
    {
        ImportSource source = ImportSource.Load(Path.Combine(folder, file));
        Constant constant = ConstantCache.Decode(source, new OnnxParser(source).ParseTensor());
        return (constant.Floats!, constant.Dims);
    }
}
