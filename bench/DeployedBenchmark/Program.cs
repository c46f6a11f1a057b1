using DeployedBenchmark;

// Times a step of published models, compiled and in ONNX Runtime, in turn in one process, and prints medians and ratios.
if (args is not [string folder, string second])
{
    Console.Error.WriteLine("usage: DeployedBenchmark FOLDER PART2    (with dtln-part1/model.onnx and silero-v5-16k/model.onnx; DTLN's model_2.onnx)");
    return 2;
}

// A row is the magnitudes that the first part of DTLN reads, and the samples that the second does.
float[][] rows =
[
    .. Enumerable.Range(0, 64).Select(step => Enumerable.Range(0, Dtln.InputSize + DtlnSecond.InputSize).Select(
        i => i < Dtln.InputSize ? MathF.Abs(MathF.Sin((step * 31.7f) + (i * 1.3f))) * 3f : 0.3f * MathF.Sin((step * 7.3f) + (i * 0.21f))).ToArray())
];
using OnnxSteps dtln = new(
    Path.Combine(folder, "dtln-part1", "model.onnx"), ("input_2", [1, 1, Dtln.InputSize]), ("activation_2", [1, 1, Dtln.OutputSize]),
    [("input_3", "tf_op_layer_stack_2", [1, 2, 128, 2])]);
using OnnxSteps dtlnSecond = new(
    second, ("input_4", [1, 1, DtlnSecond.InputSize]), ("conv1d_3", [1, 1, DtlnSecond.OutputSize]), [("input_5", "tf_op_layer_stack_5", [1, 2, 128, 2])]);
CarriedSteps<Dtln, Dtln.State> first32 = new();
CarriedSteps<DtlnBf16, DtlnBf16.State> first16 = new();
CarriedSteps<DtlnInt8, DtlnInt8.State> first8 = new();
CarriedSteps<DtlnSecond, DtlnSecond.State> second32 = new();
CarriedSteps<DtlnSecondBf16, DtlnSecondBf16.State> second16 = new();
CarriedSteps<DtlnSecondInt8, DtlnSecondInt8.State> second8 = new();
(string Name, Next First, Next Second)[] dtlns =
[
    ("ONNX Runtime", dtln.Next, dtlnSecond.Next), ("compiled", first32.Next, second32.Next), ("compiled, bf16", first16.Next, second16.Next),
    ("compiled, int8", first8.Next, second8.Next),
];
Comparison.Print("DTLN part 1", rows, [.. dtlns.Select(peer => (peer.Name, new Func<float[], float[]>(row => peer.First(row.AsSpan(0, Dtln.InputSize)))))]);
Comparison.Print("DTLN part 2", rows, [.. dtlns.Select(peer => (peer.Name, new Func<float[], float[]>(row => peer.Second(row.AsSpan(Dtln.InputSize)))))]);
Comparison.Print("DTLN, both", rows, [.. dtlns.Select(peer =>
{
    float[] outputs = new float[Dtln.OutputSize + DtlnSecond.OutputSize];
    return (peer.Name, new Func<float[], float[]>(row =>
    {
        peer.First(row.AsSpan(0, Dtln.InputSize)).CopyTo(outputs, 0);
        peer.Second(row.AsSpan(Dtln.InputSize)).CopyTo(outputs, Dtln.OutputSize);
        return outputs;
    }));
})]);

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

/// <summary>The output of the next step.</summary>
internal delegate float[] Next(ReadOnlySpan<float> input);
