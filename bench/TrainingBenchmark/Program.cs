using System.Diagnostics;
using System.Globalization;
using TinyRnn.Training;
using TrainingBenchmark;

// Times the training of character-level language models, a line each:
//   peer,cell,H,batch,threads,characters a second,useful GFLOP/s,share of the peak,managed bytes a step,peak memory in MB
// A program's peak memory never falls, so that bench/training starts one for each line.
if (TrainingArguments.Parse(args) is not TrainingArguments arguments)
{
    Console.Error.WriteLine(TrainingArguments.Usage);
    return 2;
}

double peak = PeakRate.Measure();
foreach (string cell in arguments.Cells)
{
    foreach ((int hidden, int batch) in arguments.Sizes)
    {
        foreach (int threads in arguments.Threads.Where(threads => threads <= batch))
        {
            Console.WriteLine(Time(cell, hidden, batch, threads));
        }
    }
}

return 0;

string Time(string cell, int hidden, int batch, int threads)
{
    using TrainingPass pass = new(Enum.Parse<RecurrentCell>(cell, ignoreCase: true), hidden, batch, threads);

    // Until the code is at its last tier, and longer than the short time that is measured first.
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < 40 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.7; i++)
    {
        pass.Update();
    }

    List<double> times = new(1_000_000);
    double seconds = arguments.Seconds;
    long bytes = GC.GetTotalAllocatedBytes(precise: true);
    int updates = 0;
    start = Stopwatch.GetTimestamp();
    while (updates < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
    {
        long before = Stopwatch.GetTimestamp();
        pass.Update();
        times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        updates++;
    }

    bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
    times.Sort();
    double rate = pass.Characters / times[times.Count / 2];
    int gates = cell switch { "gru" => 3, "lstm" => 4, _ => 1 };
    double useful = rate * 6 * ((gates * (double)hidden * hidden) + (hidden * TrainingPass.Symbols)) / 1e9;
    double memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
    return string.Create(
        CultureInfo.InvariantCulture,
        $"tinyrnn,{cell},{hidden},{batch},{threads},{rate:F0},{useful:F1},{useful / (peak * threads):F2},{bytes / updates},{memory:F0}");
}
