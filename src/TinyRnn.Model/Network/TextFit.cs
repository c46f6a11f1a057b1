namespace TinyRnn.Model;

/// <summary>
/// How the tokens of a text are fitted to a length, as Keras's <c>pad_sequences</c> does: a longer text is cut, and a shorter one is padded, before
/// or after it. Tokens that the caller passes directly are read unchanged.
/// </summary>
/// <param name="Length">Number of tokens.</param>
/// <param name="CutsBefore">Whether a longer text loses its first tokens; else its last ones.</param>
/// <param name="Padding">The token that pads a shorter text; null to leave it shorter.</param>
/// <param name="PadsBefore">Whether padding comes before the text; else after it.</param>
public sealed record TextFit(int Length, bool CutsBefore = true, int? Padding = null, bool PadsBefore = true)
{
    /// <summary>The largest length.</summary>
    public const int MaximumLength = 32_768;

    /// <summary>Cuts and pads the tokens of a text; no tokens stay no tokens.</summary>
    public int[] Apply(IReadOnlyList<int> tokens)
    {
        int read = Math.Min(tokens.Count, Length);
        int first = CutsBefore ? tokens.Count - read : 0;
        int padding = Padding is null || read == 0 ? 0 : Length - read;
        int[] fitted = new int[read + padding];
        for (int i = 0; i < fitted.Length; i++)
        {
            int at = PadsBefore ? i - padding : i;
            fitted[i] = at >= 0 && at < read ? tokens[first + at] : Padding ?? 0;
        }

        return fitted;
    }
}
