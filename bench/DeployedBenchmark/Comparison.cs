using System.Diagnostics;

namespace DeployedBenchmark;

/// <summary>Compares steps of one model in several runtimes, which run in turn in one process.</summary>
internal static class Comparison
{
    private const int Warmups = 5;
    private const int Rounds = 41;
    private const int Steps = 400;
    private const int Carried = 20;

    /// <summary>Prints the median time of a step, its ratio to the first peer's, and the largest difference from the first peer's outputs.</summary>
    public static void Print(string model, float[][] inputs, params (string Name, Func<float[], float[]> Next)[] peers)
    {
        double[] furthest = new double[peers.Length];
        for (int step = 0; step < Carried; step++)
        {
            float[] expected = [.. peers[0].Next(inputs[step])];
            for (int peer = 1; peer < peers.Length; peer++)
            {
                furthest[peer] = Math.Max(furthest[peer], peers[peer].Next(inputs[step]).Zip(expected, (a, b) => Math.Abs(a - b)).Max());
            }
        }

        double[][] times = [.. peers.Select(_ => new double[Rounds])];
        for (int round = -Warmups; round < Rounds; round++)
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
            Console.WriteLine(
                FormattableString.Invariant($"{model,-12} {peers[peer].Name,-16} {medians[peer],7:F2} us  {medians[peer] / medians[0]:F3}  furthest from ")
                    + FormattableString.Invariant($"{peers[0].Name} {furthest[peer]:E1}"));
        }
    }
}
