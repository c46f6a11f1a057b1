using System.Text.Json;
using Consumers;
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
    string file = $"{cases.Count}.onnx";
    bool isText = network.Tokens is not null;
    float[] values = [.. Enumerable.Range(0, isText ? Steps : Steps * network.InputSize).Select(i => isText ? i % network.InputSize : MathF.Sin(i))];
    int[] sizes = isText ? [1, Steps] : [1, Steps, network.InputSize];
    Interpreter interpreter = new(network);
    float[] expected = isText ? interpreter.RunTokens([.. values.Select(value => (int)value)]) : interpreter.Run(values);
    expected = network.OutputSteps == OutputSteps.Last ? expected[^network.OutputSize..] : expected;
    string path = Path.Combine(folder, file);
    File.WriteAllBytes(path, new OnnxExporter().Write(network, []));
    string input = isText ? "tokens" : "input";
    cases.Add(new { name, file, input, isText, sizes, values, expected });
    Console.WriteLine(OpenCvNet.Run(path, input, sizes, values) is not float[] actual ? "refused" : AreNear(expected, actual) ? "yes" : "other values");
}

File.WriteAllText(Path.Combine(folder, "cases.json"), JsonSerializer.Serialize(cases));
return 0;

static bool AreNear(float[] expected, float[] actual) =>
    expected.Length == actual.Length && expected.Zip(actual).All(pair => MathF.Abs(pair.First - pair.Second) < 1e-5f);
