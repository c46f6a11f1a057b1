namespace TinyRnn.Bench;

/// <summary>The times of all peers for one network, over the rounds.</summary>
internal sealed class StepTimes
{
    private readonly Dictionary<string, List<StepLine>> _peers = new(StringComparer.Ordinal);
    private readonly bool _isLeast;

    /// <param name="network">The network.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="isLeast">Whether a peer's time is its least, in place of the median over the rounds of the medians.</param>
    public StepTimes(BenchNetwork network, IEnumerable<StepLine> lines, bool isLeast)
    {
        Network = network;
        _isLeast = isLeast;
        foreach (StepLine line in lines)
        {
            (_peers.TryGetValue(line.Peer, out List<StepLine>? list) ? list : _peers[line.Peer] = []).Add(line);
        }
    }

    public BenchNetwork Network { get; }

    /// <summary>The peers, in the order in which they were timed.</summary>
    public IEnumerable<string> Peers => _peers.Keys;

    /// <summary>The last line of a peer.</summary>
    public StepLine Last(string peer) => _peers[peer][^1];

    /// <summary>A peer's time in ns; null if it was not timed.</summary>
    public double? this[string peer]
    {
        get
        {
            if (!_peers.TryGetValue(peer, out List<StepLine>? lines))
            {
                return null;
            }

            if (_isLeast)
            {
                return lines.Min(line => line.Least);
            }

            double[] times = [.. lines.Select(line => line.Median).Order()];
            return (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
        }
    }

    /// <summary>All networks of some lines, in their order.</summary>
    public static IReadOnlyList<StepTimes> Of(IEnumerable<StepLine> lines, bool isLeast) =>
        [.. lines.GroupBy(line => line.Network).Select(group => new StepTimes(group.Key, group, isLeast))];
}
