using System.ComponentModel;

namespace TinyRnn;

/// <summary>How a compiled model treats the characters of a text before it looks up words: separators, removed characters, and the case of letters.</summary>
/// <param name="letters">The case that letters get.</param>
/// <param name="separators">The separators.</param>
/// <param name="removed">The characters that are left out.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WordCharacters(LetterCase letters, CharacterSet separators, CharacterSet removed)
{
    private readonly CharacterSet _separators = separators;
    private readonly CharacterSet _removed = removed;
    private readonly LetterCase _letters = letters;

    /// <summary>Whether a character separates words.</summary>
    public bool IsSeparator(int codePoint) => _separators.Contains(codePoint);

    /// <summary>Whether a character is left out.</summary>
    public bool IsRemoved(int codePoint) => _removed.Contains(codePoint);

    /// <summary>Converts the case of a letter.</summary>
    public int Change(int codePoint) => LetterCases.Change(codePoint, _letters);
}

/// <summary>A set of characters: those below 128 as the bits of two numbers, the others as a list.</summary>
/// <param name="low">The characters below 64.</param>
/// <param name="high">The characters from 64 to 127.</param>
/// <param name="others">The others.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct CharacterSet(ulong low, ulong high, ReadOnlySpan<int> others)
{
    private readonly ulong _low = low;
    private readonly ulong _high = high;
    private readonly ReadOnlySpan<int> _others = others;

    /// <summary>Whether the set has a character.</summary>
    public bool Contains(int codePoint) => codePoint < 64 ? ((_low >> codePoint) & 1) != 0
        : codePoint < 128 ? ((_high >> (codePoint - 64)) & 1) != 0
        : _others.Contains(codePoint);
}
