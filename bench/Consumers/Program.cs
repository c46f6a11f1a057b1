using System.Text.Json;
using Consumers;
using TinyRnn.Interop;
using TinyRnn.Interop.Onnx;

// Writes each case's graph into a folder, with inputs and outputs, and prints OpenCV's version and its results, one line for each case.
if (args is not [string folder])
{
    Console.Error.WriteLine("usage: Consumers FOLDER");
    return 2;
}

const int Steps = 7;
Console.WriteLine(OpenCvNet.Version);
List<object> cases = [];
foreach ((string name, Network network) in Cases.All)
{
    bool isText = network.Tokens is not null;
    float[] values = [.. Enumerable.Range(0, isText ? Steps : Steps * network.InputSize).Select(i => isText ? i % network.InputSize : MathF.Sin(i))];
    int[] sizes = isText ? [1, Steps] : [1, Steps, network.InputSize];
    Interpreter interpreter = new(network);
    float[] expected = isText ? interpreter.RunTokens([.. values.Select(value => (int)value)]) : interpreter.Run(values);
    expected = network.OutputSteps == OutputSteps.Last ? expected[^network.OutputSize..] : expected;
    string input = isText ? "tokens" : "input";
    string[] files = [.. new int?[] { null, Steps }.Select(length =>
    {
        string file = $"{cases.Count}{(length is null ? "" : "-fixed")}.onnx";
        File.WriteAllBytes(Path.Combine(folder, file), Export(network, length));
        return file;
    })];
    cases.Add(new { name, files, input, isText, sizes, values, expected });
    Console.WriteLine(string.Join('|', files.Select(file => OpenCvNet.Run(Path.Combine(folder, file), input, sizes, values) is not float[] actual ? "refused"
        : AreNear(expected, actual) ? "yes" : "other values")));
}

File.WriteAllText(Path.Combine(folder, "cases.json"), JsonSerializer.Serialize(cases));
return 0;

// As a user would who exports for OpenCV; what cannot be exported for it shows what it makes of the file.
static byte[] Export(Network network, int? length)
{
    try
    {
        return new OnnxExporter { Steps = length, Consumer = OnnxConsumer.OpenCv }.Write(network, []);
    }
    catch (ExportException)
    {
        return new OnnxExporter { Steps = length }.Write(network, []);
    }
}

static bool AreNear(float[] expected, float[] actual) =>
    expected.Length == actual.Length && expected.Zip(actual).All(pair => MathF.Abs(pair.First - pair.Second) < 1e-5f);
