using System.Globalization;

namespace TinyRnn.Bench;

/// <summary>The table of <c>bench/runtimes</c>: the same build under two runtimes, at each vector width.</summary>
/// <param name="lines">Lines whose run is a width and whose peer is <see cref="Older"/> or <see cref="Newer"/>.</param>
internal sealed class RuntimeTable(IReadOnlyList<StepLine> lines)
{
    public const string Older = "older";
    public const string Newer = "newer";
    private const double Limit = 1.05;

    private readonly string[] _widths = [.. lines.Select(line => line.Run).Distinct()];

    /// <param name="version">The newer runtime's version.</param>
    public MarkdownTable Of(string version)
    {
        MarkdownTable table = new(
            null, ["<cell", "H", "I", .. _widths.SelectMany(width => (string[])[$"{width} bits, ns", $".NET {version}, ns", "ratio"])]);
        foreach (IGrouping<BenchNetwork, StepLine> network in lines.GroupBy(line => line.Network))
        {
            table.Add([
                network.Key.Cell, $"{network.Key.Hidden}", $"{network.Key.Inputs}",
                .. _widths.SelectMany(width =>
                {
                    (double? older, double? newer) = (Least(network, width, Older), Least(network, width, Newer));
                    return (string[])[Nanoseconds(older), Nanoseconds(newer), Cells.Ratio(newer, older, Limit)];
                })
            ]);
        }

        return table;
    }

    /// <summary>A sentence for each line whose outputs are not those of its network's first line, to the last digit.</summary>
    public IEnumerable<string> Differences() =>
        from network in lines.GroupBy(line => line.Network)
        from line in network
        where (line.Last, line.Sum) != (network.First().Last, network.First().Sum)
        select $"{network.Key} at {line.Run} bits, {line.Peer}: {line.Last}, sum {line.Sum}; {network.First().Last}, sum {network.First().Sum} was expected";

    private static double? Least(IEnumerable<StepLine> network, string width, string peer) =>
        network.Where(line => line.Run == width && line.Peer == peer).Min(line => (double?)line.Least);

    private static string Nanoseconds(double? time) => time is double ns ? ns.ToString("0.0", CultureInfo.InvariantCulture) : "";
}
