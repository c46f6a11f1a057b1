namespace Peers;

/// <summary>One network of the comparison: a recurrent layer and a dense layer on top.</summary>
/// <param name="Cell">gru, lstm or rnn.</param>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Input">Values a step that come in.</param>
/// <param name="Output">Values a step that go out.</param>
public readonly record struct PeerSize(string Cell, int Hidden, int Input, int Output)
{
    private static readonly string[] Cells = ["gru", "lstm", "rnn"];
    private static readonly int[] HiddenSizes = [8, 16, 32, 64, 128, 256];
    private const int LargeHidden = 512;

    private static readonly int[] InputSizes = [1, 64];

    /// <summary>All that the C peers time; there are as many outputs as inputs.</summary>
    public static IEnumerable<PeerSize> All =>
        from cell in Cells
        from hidden in HiddenSizes
        from input in InputSizes
        select new PeerSize(cell, hidden, input, input);

    /// <summary>Networks that read one of 64 symbols a step and give one value, which no other peer times.</summary>
    public static IEnumerable<PeerSize> OneHot =>
        from hidden in HiddenSizes
        select new PeerSize("gru", hidden, 64, 1);

    /// <summary>Larger networks, for which weights without zero blocks are compared with all of them; no other peer times them.</summary>
    public static IEnumerable<PeerSize> Large =>
        [new PeerSize("gru", LargeHidden, 1, 1), new PeerSize("lstm", LargeHidden, 1, 1)];

    /// <summary>Whether the network reads symbols.</summary>
    public bool IsOneHot => Output < Input;

    /// <summary>Whether it is timed with smaller weights too: gated, of one input, and large enough to wait for its weights.</summary>
    public bool IsQuantized => IsSparse && Hidden < LargeHidden;

    /// <summary>Whether it is timed with zero blocks too.</summary>
    public bool IsSparse => Cell is "gru" or "lstm" && Hidden >= 64 && Input == 1;

    /// <summary>The name of the network's files, such as <c>gru-64-1-1</c>.</summary>
    public override string ToString() => $"{Cell}-{Hidden}-{Input}-{Output}";
}
