using System.Globalization;

namespace TinyRnn.Bench;

/// <summary>A line of <c>bench/steps</c> after what its run was: a round, a vector width, or a form of NativeAOT.</summary>
/// <param name="Run">The round, the width or the form of NativeAOT.</param>
/// <param name="Peer">What was timed.</param>
/// <param name="Network">The network.</param>
/// <param name="Least">The least time of a step, in ns.</param>
/// <param name="Median">The median time of a step, in ns.</param>
/// <param name="Last">The first output of the last step, as printed.</param>
/// <param name="Sum">The sum of all outputs, as printed.</param>
internal sealed record StepLine(string Run, string Peer, BenchNetwork Network, double Least, double Median, string Last, string Sum)
{
    public static IEnumerable<StepLine> ReadAll(string path) => File.ReadLines(path).Select((line, index) => Parse(line, $"{path}({index + 1})"));

    private static StepLine Parse(string line, string at)
    {
        string[] fields = line.Split(',');
        return fields.Length == 10
            ? new StepLine(
                fields[0], fields[1], new BenchNetwork(fields[2], Whole(fields[3]), Whole(fields[4]), Whole(fields[5])), Real(fields[6]), Real(fields[7]),
                fields[8], fields[9])
            : throw new FormatException($"{at}: {fields.Length} fields; the run and the nine fields of bench/steps were expected");

        int Whole(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(text);
        double Real(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : throw Wrong(text);
        FormatException Wrong(string text) => new($"{at}: '{text}' is not a number");
    }
}

/// <summary>A network of the benchmarks: its cell, and how many units, inputs and outputs it has.</summary>
internal sealed record BenchNetwork(string Cell, int Hidden, int Inputs, int Outputs)
{
    public override string ToString() => $"{Cell},{Hidden},{Inputs},{Outputs}";
}
