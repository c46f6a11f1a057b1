using System.Diagnostics;
using TinyRnn;

namespace StepBenchmark;

/// <summary>The peers' way of timing: 1,024 inputs over and over, state carried; the median of 21 rounds of about 20 ms.</summary>
internal static class StepTimer
{
    private const int Inputs = 1024;
    private const int Rounds = 21;

    public static void Run<TModel, TState>(string peer, string cell, int hidden)
        where TModel : IVectorModel<TState>
        where TState : struct
    {
        float[] input = MakeInput(TModel.InputSize);
        float[] output = new float[TModel.OutputSize];
        TState state = default;
        double sum = 0;
        float last = 0;
        for (int t = 0; t < Inputs; t++)
        {
            TModel.Step(ref state, input.AsSpan(t * TModel.InputSize, TModel.InputSize), output);
            foreach (float value in output)
            {
                sum += value;
            }

            last = output[0];
        }

        double pass = TimePasses<TModel, TState>(ref state, input, output, TimeSpan.FromMilliseconds(300));
        int passes = Math.Max(1, (int)(20e6 / pass));
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < passes; i++)
            {
                Pass<TModel, TState>(ref state, input, output);
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)passes * Inputs);
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant(
            $"{peer},{cell},{hidden},{TModel.InputSize},{TModel.OutputSize},{times[0]:0.00},{times[Rounds / 2]:0.00},{last:0.0000000},{sum:0.000000}"));
    }

    private static void Pass<TModel, TState>(ref TState state, float[] input, float[] output)
        where TModel : IVectorModel<TState>
        where TState : struct
    {
        for (int t = 0; t < Inputs; t++)
        {
            TModel.Step(ref state, input.AsSpan(t * TModel.InputSize, TModel.InputSize), output);
        }
    }

    // Long enough for the JIT to reach its last tier.
    private static double TimePasses<TModel, TState>(ref TState state, float[] input, float[] output, TimeSpan atLeast)
        where TModel : IVectorModel<TState>
        where TState : struct
    {
        int passes = 0;
        long start = Stopwatch.GetTimestamp();
        long half = 0;
        while (Stopwatch.GetElapsedTime(start) < atLeast)
        {
            if (half == 0 && Stopwatch.GetElapsedTime(start) > atLeast / 2)
            {
                half = Stopwatch.GetTimestamp();
                passes = 0;
            }

            Pass<TModel, TState>(ref state, input, output);
            passes++;
        }

        return Stopwatch.GetElapsedTime(half == 0 ? start : half).TotalNanoseconds / Math.Max(1, passes);
    }

    private static float[] MakeInput(int size)
    {
        uint seed = 777;
        float[] input = new float[Inputs * size];
        for (int i = 0; i < input.Length; i++)
        {
            seed = unchecked((seed * 1664525) + 1013904223);
            input[i] = (float)(((seed >> 8) * (2.0 / 16777216.0)) - 1.0);
        }

        return input;
    }
}
