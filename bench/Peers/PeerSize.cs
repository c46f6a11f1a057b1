namespace Peers;

/// <summary>One network of the comparison: a recurrent layer and a dense layer on top.</summary>
/// <param name="Cell">gru, lstm or rnn.</param>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Input">Input values in a step.</param>
/// <param name="Output">Output values in a step.</param>
public readonly record struct PeerSize(string Cell, int Hidden, int Input, int Output)
{
    private static readonly string[] Cells = ["gru", "lstm", "rnn"];
    private static readonly int[] HiddenSizes = [8, 16, 32, 64, 128, 256];
    private const int LargeHidden = 512;

    private static readonly int[] InputSizes = [1, 64];

    /// <summary>All sizes that the C peers time, with as many outputs as inputs.</summary>
    public static IEnumerable<PeerSize> All =>
        from cell in Cells
        from hidden in HiddenSizes
        from input in InputSizes
        select new PeerSize(cell, hidden, input, input);

    /// <summary>Networks that read one of 64 symbols in each step and give one value. No other peer times them.</summary>
    public static IEnumerable<PeerSize> OneHot =>
        from hidden in HiddenSizes
        select new PeerSize("gru", hidden, 64, 1);

    /// <summary>Larger networks, for comparing sparse weights with dense ones. No other peer times them.</summary>
    public static IEnumerable<PeerSize> Large =>
        [new PeerSize("gru", LargeHidden, 1, 1), new PeerSize("lstm", LargeHidden, 1, 1)];

    /// <summary>Whether the network reads symbols.</summary>
    public bool IsOneHot => Output < Input;

    /// <summary>Whether it is also timed with smaller weights: it is gated, has one input, and is large enough to wait for its weights.</summary>
    public bool IsQuantized => IsSparse && Hidden < LargeHidden;

    /// <summary>Whether it is also timed with zero blocks.</summary>
    public bool IsSparse => Cell is "gru" or "lstm" && Hidden >= 64 && Input == 1;

    /// <summary>The name of the network's files, such as <c>gru-64-1-1</c>.</summary>
    public override string ToString() => $"{Cell}-{Hidden}-{Input}-{Output}";
}
