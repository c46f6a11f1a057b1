using System.Diagnostics;
using DeployedBenchmark;

// Times a step of deployed models, compiled and in ONNX Runtime, by turns in one process, and prints medians and ratios.
if (args is not [string model])
{
    Console.Error.WriteLine("usage: DeployedBenchmark FOLDER/model.onnx (DTLN, part 1)");
    return 2;
}

const int Rounds = 41;
const int Steps = 400;
float[][] inputs = [.. Enumerable.Range(0, 64).Select(step => Enumerable.Range(0, Dtln.InputSize).Select(i => MathF.Abs(MathF.Sin((step * 31.7f) + (i * 1.3f))) * 3f).ToArray())];
using OnnxSteps onnx = new(model, "input_2", "activation_2", ("input_3", "tf_op_layer_stack_2"));
CarriedSteps<Dtln, Dtln.State> compiled = new();
CarriedSteps<DtlnInt8, DtlnInt8.State> int8 = new();
(string Name, Func<float[], float[]> Next)[] peers = [("ONNX Runtime", row => onnx.Next(row)), ("compiled", row => compiled.Next(row)), ("compiled, int8", row => int8.Next(row))];

double[] furthest = new double[peers.Length];
for (int step = 0; step < 20; step++)
{
    float[] expected = [.. peers[0].Next(inputs[step])];
    for (int peer = 1; peer < peers.Length; peer++)
    {
        furthest[peer] = Math.Max(furthest[peer], peers[peer].Next(inputs[step]).Zip(expected, (a, b) => Math.Abs(a - b)).Max());
    }
}

double[][] times = [.. peers.Select(_ => new double[Rounds])];
for (int round = -5; round < Rounds; round++)
{
    for (int peer = 0; peer < peers.Length; peer++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < Steps; step++)
        {
            peers[peer].Next(inputs[step % inputs.Length]);
        }

        if (round >= 0)
        {
            times[peer][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps;
        }
    }
}

double[] medians = [.. times.Select(one => one.Order().ElementAt(Rounds / 2))];
for (int peer = 0; peer < peers.Length; peer++)
{
    Console.WriteLine(FormattableString.Invariant($"{peers[peer].Name,-16} {medians[peer],7:F2} us  {medians[peer] / medians[0]:F3}  furthest from ONNX Runtime {furthest[peer]:E1}"));
}

return 0;
