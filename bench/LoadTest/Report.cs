using System.Globalization;

namespace LoadTest;

/// <summary>Prints the measurements.</summary>
internal static class Report
{
    public static void Write(Question question, int clients, Answers answers, ServiceFigures before, ServiceFigures after, List<double> memory)
    {
        int count = answers.Whole.Count;
        Line("POST", $"{question.Path}");
        Line("requests", $"{count:#,0} in {answers.Seconds:0.0} s by {clients} clients, {count / answers.Seconds:#,0} a second");
        Line("latency", $"{Latency(answers.Whole)}");
        if (answers.Events > 0)
        {
            Line("first part", $"{Latency(answers.FirstByte)}");
            Line("events", $"{answers.Events:#,0}, {answers.Events / answers.Seconds:#,0} a second, {(double)answers.Events / count:0.0} a request");
        }

        Line("processor", $"{(after.ProcessorSeconds - before.ProcessorSeconds) / count * 1e6:0} us of the service's time a request");
        Line(
            "allocated", $"{(after.AllocatedBytes - before.AllocatedBytes) / count:#,0} bytes a request, {after.Collections - before.Collections} collections");
        string tenths = string.Join(' ', Enumerable.Range(0, 10).Select(i => memory[i * (memory.Count - 1) / 9].ToString("0", CultureInfo.InvariantCulture)));
        Line("memory", $"resident {memory[0]:0.0} MiB at first, {memory[^1]:0.0} at the end, {memory.Max():0.0} at most; by tenths: {tenths}");
        Console.WriteLine();
    }

    private static string Latency(List<double> times)
    {
        double At(double part) => times[Math.Min(times.Count - 1, (int)(times.Count * part))];
        return FormattableString.Invariant($"p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, p99.9 {At(0.999):0.00} ms, longest {times[^1]:0.00} ms");
    }

    private static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-10} {FormattableString.Invariant(text)}");
}
