using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Peers;

/// <summary>The subject of <see cref="PassTimer"/>: a network that runs over the inputs again and again and carries its state.</summary>
public interface ITimedPass
{
    /// <summary>The network.</summary>
    PeerSize Size { get; }

    /// <summary>Number of steps of one <see cref="Pass"/>.</summary>
    int Steps { get; }

    /// <summary>Runs the network from the zero state over all rows of input once.</summary>
    /// <returns>The first output of the last step, and the sum of all outputs.</returns>
    (float Last, double Sum) Check();

    /// <summary>Runs a small part of a pass through the same code.</summary>
    void WarmUp();

    /// <summary>One pass.</summary>
    void Pass();
}

/// <summary>Times like the C peers: the minimum and the median of 21 rounds of about 20 ms.</summary>
public static class PassTimer
{
    private const int Rounds = 21;
    private static readonly TimeSpan Calibration = TimeSpan.FromMilliseconds(30);

    // Methods reach the JIT's last tier after some calls and some time. Precompiled code needs neither.
    private static readonly TimeSpan Warming = TimeSpan.FromMilliseconds(RuntimeFeature.IsDynamicCodeCompiled ? 400 : 0);

    /// <summary>Times and writes a line as the C peers do: peer,cell,H,I,O,min ns,median ns,last output,sum of outputs.</summary>
    public static void Run(string peer, ITimedPass pass)
    {
        (float last, double sum) = pass.Check();
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warming;)
        {
            pass.WarmUp();
        }

        int passes = Math.Max(1, (int)(20e6 / Calibrate(pass)));
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < passes; i++)
            {
                pass.Pass();
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)passes * pass.Steps);
        }

        Array.Sort(times);
        PeerSize size = pass.Size;
        Console.WriteLine(FormattableString.Invariant(
            $"{peer},{size.Cell},{size.Hidden},{size.Input},{size.Output},{times[0]:0.00},{times[Rounds / 2]:0.00},{last:0.0000000},{sum:0.000000}"));
    }

    private static double Calibrate(ITimedPass pass)
    {
        int passes = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            pass.Pass();
            passes++;
        }
        while (Stopwatch.GetElapsedTime(start) < Calibration);

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / passes;
    }
}
