using System.Diagnostics;
using System.Globalization;

namespace TrainingBenchmark;

/// <summary>Times trainings and prints one line for each.</summary>
internal static class TrainingTimer
{
    /// <summary>Times the trainings of the arguments.</summary>
    /// <param name="peer">The name of the trainer, which is the first word of each line.</param>
    /// <param name="arguments">The choice of trainings.</param>
    /// <param name="make">Makes a training for a cell, hidden size, batch and number of threads.</param>
    public static void Run(string peer, TrainingArguments arguments, Func<string, int, int, int, ITrainingPass> make)
    {
        Dictionary<int, double> peaks = arguments.Threads.Distinct().ToDictionary(threads => threads, PeakRate.Measure);
        foreach (string cell in arguments.Cells)
        {
            foreach ((int hidden, int batch) in arguments.Sizes)
            {
                foreach (int threads in arguments.Threads.Where(threads => threads <= batch))
                {
                    using ITrainingPass pass = make(cell, hidden, batch, threads);
                    Measurement measurement = Measure(pass, arguments.Seconds);
                    double useful = measurement.Rate * UsefulOperations(cell, hidden) / 1e9;
                    double memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{peer},{cell},{hidden},{batch},{threads},{measurement.Rate:F0},{useful:F1},{useful / peaks[threads]:F2},"
                            + $"{measurement.Bytes},{memory:F0}"));
                }
            }
        }
    }

    // Two operations for a multiply-add: forward, and backward for weights and inputs. A token's product is a copy, so it does not count.
    private static double UsefulOperations(string cell, int hidden)
    {
        int gates = cell switch { "gru" => 3, "lstm" => 4, _ => 1 };
        return 6 * ((gates * (double)hidden * hidden) + (hidden * ITrainingPass.Symbols));
    }

    private static Measurement Measure(ITrainingPass pass, double seconds)
    {
        // Warms up until the code is at its last tier, and longer than the short first measurement.
        const int WarmUpdates = 40;
        const double WarmSeconds = 0.7;
        long start = Stopwatch.GetTimestamp();
        double elapsed;
        int updates = 0;
        do
        {
            pass.Update();
            updates++;
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (elapsed < WarmSeconds || (updates < WarmUpdates && elapsed < 4 * WarmSeconds));

        List<double> times = new(1_000_000);
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        start = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long before = Stopwatch.GetTimestamp();
            pass.Update();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        times.Sort();
        return new Measurement(pass.Characters / times[times.Count / 2], bytes / times.Count);
    }

    /// <param name="Rate">Characters per second of the median update.</param>
    /// <param name="Bytes">Managed bytes allocated in an update.</param>
    private readonly record struct Measurement(double Rate, long Bytes);
}
