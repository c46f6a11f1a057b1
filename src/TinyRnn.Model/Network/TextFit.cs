namespace TinyRnn.Model;

/// <summary>
/// How many tokens of a text are read, as Keras's <c>pad_sequences</c> has it: of a longer one a part, and before or behind a shorter one a token of padding
/// as often as is needed. Tokens that the caller gives are read as they are.
/// </summary>
/// <param name="Length">Number of tokens.</param>
/// <param name="CutsBefore">Whether of a longer text the first tokens are left out; else the last ones.</param>
/// <param name="Padding">The token before or behind a shorter text; null where a shorter text stays as it is.</param>
/// <param name="PadsBefore">Whether padding stands before the text; else behind it.</param>
public sealed record TextFit(int Length, bool CutsBefore = true, int? Padding = null, bool PadsBefore = true)
{
    /// <summary>Longest length.</summary>
    public const int MaximumLength = 32_768;

    /// <summary>Cuts and pads the tokens of a text; none stay none.</summary>
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
