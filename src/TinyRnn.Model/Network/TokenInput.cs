namespace TinyRnn.Model;

/// <summary>A token a step: the index of a character or of a word, or a number that means something to its user alone.</summary>
public abstract class TokenInput : NetworkInput
{
    private protected TokenInput(int size)
        : base(size)
    {
    }

    /// <summary>What a token stands for, in the singular, for messages.</summary>
    public abstract string Noun { get; }

    /// <summary>Whether a space parts the tokens of a text.</summary>
    public abstract bool HasSpaces { get; }

    /// <summary>
    /// Reads the next token of a text and moves past it; -1 for what is left out, and where no other token comes.
    /// </summary>
    /// <exception cref="ArgumentException">What stands there is unknown and the rule is <see cref="UnknownCharacter.Error"/>.</exception>
    public abstract int ReadToken(ReadOnlySpan<char> text, ref int position);

    /// <summary>The text of a token; empty where it has none.</summary>
    /// <param name="token">From 0 and below the size.</param>
    public abstract string TextOf(int token);

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="ArgumentException">Something is unknown and the rule is <see cref="UnknownCharacter.Error"/>.</exception>
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

    /// <summary>A text of tokens, as <see cref="Encode"/> reads it.</summary>
    public string Decode(IEnumerable<int> tokens) => string.Join(HasSpaces ? " " : "", tokens.Select(TextOf));
}
