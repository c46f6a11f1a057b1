using System.Globalization;

namespace TinyRnn.Bench;

/// <summary>The table of <c>bench/runtimes</c>: the same program under two runtimes, at each vector width or of each form of NativeAOT.</summary>
/// <param name="lines">Lines whose run is such a width or form and whose peer is <see cref="Older"/> or <see cref="Newer"/>.</param>
internal sealed class RuntimeTable(IReadOnlyList<StepLine> lines)
{
    public const string Older = "older";
    public const string Newer = "newer";
    private const double Limit = 1.05;

    // NativeAOT's default has no fused multiply-add, so the last bits of its outputs are its own.
    private const string Separate = "default";

    private readonly string[] _runs = [.. lines.Select(line => line.Run).Distinct()];

    /// <param name="version">The newer runtime's version.</param>
    public MarkdownTable Of(string version)
    {
        MarkdownTable table = new(
            null, ["<cell", "H", "I", .. _runs.SelectMany(run => (string[])[$"{run}, ns", $".NET {version}, ns", "ratio"])]);
        foreach (IGrouping<BenchNetwork, StepLine> network in lines.GroupBy(line => line.Network))
        {
            table.Add([
                network.Key.Cell, $"{network.Key.Hidden}", $"{network.Key.Inputs}",
                .. _runs.SelectMany(run =>
                {
                    (double? older, double? newer) = (Least(network, run, Older), Least(network, run, Newer));
                    return (string[])[Nanoseconds(older), Nanoseconds(newer), Cells.Ratio(newer, older, Limit)];
                })
            ]);
        }

        return table;
    }

    /// <summary>A sentence for each line whose outputs are not those of its network's first line with the same rounding, to the last digit.</summary>
    public IEnumerable<string> Differences() =>
        from same in lines.GroupBy(line => (line.Network, line.Run == Separate))
        from line in same
        where (line.Last, line.Sum) != (same.First().Last, same.First().Sum)
        select $"{line.Network}, {line.Run}, {line.Peer}: {line.Last}, sum {line.Sum}; {same.First().Last}, sum {same.First().Sum} was expected";

    private static double? Least(IEnumerable<StepLine> network, string run, string peer) =>
        network.Where(line => line.Run == run && line.Peer == peer).Min(line => (double?)line.Least);

    private static string Nanoseconds(double? time) => time is double ns ? ns.ToString("0.0", CultureInfo.InvariantCulture) : Cells.Missing;
}
