using DeployedBenchmark;

// Times a step of published models, compiled and in ONNX Runtime, in turn in one process, and prints medians and ratios.
if (args is not [string folder])
{
    Console.Error.WriteLine("usage: DeployedBenchmark FOLDER    (with dtln-part1/model.onnx and silero-v5-16k/model.onnx)");
    return 2;
}

float[][] magnitudes =
[
    .. Enumerable.Range(0, 64).Select(step => Enumerable.Range(0, Dtln.InputSize).Select(i => MathF.Abs(MathF.Sin((step * 31.7f) + (i * 1.3f))) * 3f).ToArray())
];
using OnnxSteps dtln = new(
    Path.Combine(folder, "dtln-part1", "model.onnx"), ("input_2", [1, 1, Dtln.InputSize]), ("activation_2", [1, 1, Dtln.OutputSize]),
    [("input_3", "tf_op_layer_stack_2", [1, 2, 128, 2])]);
CarriedSteps<Dtln, Dtln.State> dtlnCompiled = new();
CarriedSteps<DtlnInt8, DtlnInt8.State> dtlnInt8 = new();
Comparison.Print(
    "DTLN part 1", magnitudes, ("ONNX Runtime", row => dtln.Next(row)), ("compiled", row => dtlnCompiled.Next(row)),
    ("compiled, int8", row => dtlnInt8.Next(row)));

float[][] samples =
[
    .. Enumerable.Range(0, 64).Select(
        step => Enumerable.Range(0, Silero.InputSize).Select(i => 0.3f * MathF.Sin((((step * 512) + i) * 0.05f) + (MathF.Sin(step) * 7f))).ToArray())
];
using OnnxSteps silero = new(
    Path.Combine(folder, "silero-v5-16k", "model.onnx"), ("input", [1, Silero.InputSize]), ("output", [1, 1]), [("state", "stateN", [2, 1, 128])],
    ("sr", 16000));
CarriedSteps<Silero, Silero.State> sileroCompiled = new();
CarriedSteps<SileroBf16, SileroBf16.State> sileroBf16 = new();
CarriedSteps<SileroInt8, SileroInt8.State> sileroInt8 = new();
Comparison.Print(
    "Silero VAD", samples, ("ONNX Runtime", row => silero.Next(row)), ("compiled", row => sileroCompiled.Next(row)),
    ("compiled, bf16", row => sileroBf16.Next(row)),
    ("compiled, int8", row => sileroInt8.Next(row)));
return 0;
