namespace Peers;

/// <summary>
/// The numbers of the C peers: a linear congruential generator over [-1, 1). The same seed and the same order give the same
/// weights and inputs, so that outputs can be compared.
/// </summary>
public sealed class PeerNumbers(uint seed)
{
    /// <summary>Number of input rows, which repeat.</summary>
    public const int Rows = 1024;

    private uint _state = seed;

    /// <summary>The input: <see cref="Rows"/> rows of a size.</summary>
    public static float[] Input(int size)
    {
        float[] input = new float[Rows * size];
        new PeerNumbers(777).Fill(input, 1f);
        return input;
    }

    /// <summary>Fills a span with the next numbers, scaled.</summary>
    public void Fill(Span<float> values, float scale)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _state = unchecked((_state * 1664525) + 1013904223);
            values[i] = (float)(((_state >> 8) * (2.0 / 16777216.0)) - 1.0) * scale;
        }
    }
}
