namespace TinyRnn.Model;

/// <summary>One token in each step: the index of a character or of a word, or a number whose meaning only its user knows.</summary>
public abstract class TokenInput : NetworkInput
{
    private protected TokenInput(int size)
        : base(size)
    {
    }

    /// <summary>The singular noun for a token, for messages.</summary>
    public abstract string Noun { get; }

    /// <summary>Whether tokens in a text are separated by spaces.</summary>
    public abstract bool HasSpaces { get; }

    /// <summary>
    /// Reads the next token of a text and moves past it; -1 for text that is left out, and at the end of the text.
    /// </summary>
    /// <exception cref="ArgumentException">The text there is unknown and the rule is <see cref="UnknownCharacter.Error"/>.</exception>
    public abstract int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>The text of a token; empty if it has none.</summary>
    /// <param name="token">From 0 to the size less 1.</param>
    public abstract string TextOf(int token);

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="ArgumentException">Some of the text is unknown and the rule is <see cref="UnknownCharacter.Error"/>.</exception>
    public virtual int[] Encode(string text)
    {
        List<int> tokens = new(text.Length);
        for (int position = 0; position < text.Length;)
        {
            int token = ReadToken(text.AsSpan(), ref position);
            if (token >= 0)
            {
                tokens.Add(token);
            }
        }

        return [.. tokens];
    }

    /// <summary>The text for tokens, which <see cref="Encode"/> reads back.</summary>
    public string Decode(IEnumerable<int> tokens) => string.Join(HasSpaces ? " " : "", tokens.Select(TextOf));
}
