using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyRnn.Bench;

/// <summary>Whether all peers compute the same outputs.</summary>
internal static partial class Agreement
{
    /// <summary>A sentence for each peer whose outputs differ.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<StepTimes> networks) =>
        from times in networks
        from peer in times.Peers
        let reference = ReferenceOf(times, peer)
        where reference is not null && !AreNear(times.Last(peer), times.Last(reference))
        select $"{times.Network}: {peer} gives {times.Last(peer).Last}, sum {times.Last(peer).Sum}; {reference} gives {times.Last(reference).Last}, "
            + $"sum {times.Last(reference).Sum}";

    // Plain C, whose functions are the C library's own, or the first peer. Zero blocks make another network: of one density the peers agree with each other.
    private static string? ReferenceOf(StepTimes times, string peer) => Density().Match(peer) is { Success: true } density
        ? times.Peers.FirstOrDefault(other => other.EndsWith(density.Value, StringComparison.Ordinal) && !other.Contains("-int8-", StringComparison.Ordinal))
        : times.Peers.FirstOrDefault(other => other == "plain") ?? times.Peers.First();

    private static bool AreNear(StepLine line, StepLine reference)
    {
        (double last, double expected) = (Number(line.Last), Number(reference.Last));
        double size = Math.Max(1, Math.Abs(expected));

        // The outputs of smaller weights are near; `tinyrnn quantize` says how near.
        if (Smaller().IsMatch(line.Peer) && Math.Abs(last - expected) <= 0.02 * size)
        {
            return true;
        }

        (double sum, double expectedSum) = (Number(line.Sum), Number(reference.Sum));
        return Math.Abs(last - expected) <= 1e-5 * size && Math.Abs(sum - expectedSum) <= Math.Max(1e-3, 1e-5 * Math.Abs(expectedSum));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("-sparse[0-9]+$")]
    private static partial Regex Density();

    [GeneratedRegex("-(bf16|int8)(-sparse[0-9]+)?$")]
    private static partial Regex Smaller();
}
