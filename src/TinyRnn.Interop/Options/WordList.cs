using TinyRnn.Model;

namespace TinyRnn.Interop.Options;

/// <summary>Words by token, and what their file says about how texts are read.</summary>
/// <param name="Words">The words in the order of their tokens; empty for a token without a word.</param>
public sealed record WordList(IReadOnlyList<string> Words)
{
    /// <summary>How a text becomes words, if the file says so.</summary>
    public WordSplit? Split { get; init; }

    /// <summary>What the words were read from, if only the form of the file implies how a text becomes words; for a note.</summary>
    public string? Form { get; init; }

    /// <summary>The rule for words outside the vocabulary, if the file says so.</summary>
    public UnknownCharacter? Unknown { get; init; }

    /// <summary>The word that replaces unknown ones, if the file says so.</summary>
    public string? Replacement { get; init; }

    /// <summary>Whether words whose tokens are too large for a network count as unknown, as in Keras's <c>Tokenizer</c>.</summary>
    public bool MayBeLonger { get; init; }

    /// <summary>The vocabulary of a network.</summary>
    /// <param name="size">The number of tokens that it reads.</param>
    /// <param name="options">The user's options.</param>
    /// <param name="note">Receives notes for the user.</param>
    /// <exception cref="ArgumentException">The list does not fit.</exception>
    internal WordVocabulary ToVocabulary(int size, ImportOptions options, Action<string> note)
    {
        if (Words.Count > size && !MayBeLonger)
        {
            throw new ArgumentException($"{options.Call("words")} has {Words.Count} words, but the network reads {size} tokens");
        }

        if (Words.Count > size)
        {
            note($"{options.Call("words")} has {Words.Count} tokens, of which the network reads {size}; the words of the others count as unknown");
        }

        string[] words = [.. Words.Take(size), .. Enumerable.Repeat("", Math.Max(0, size - Words.Count))];
        WordSplit split = options.Split ?? Split ?? WordSplit.WhiteSpace;
        if (options.Split is null && Form is string form)
        {
            note($"{form}; {options.Call("wordSplit")} changes that");
        }

        UnknownCharacter unknown = options.Unknown ?? Unknown ?? UnknownCharacter.Error;
        string? replacement = unknown == UnknownCharacter.Replace ? options.Replacement ?? Replacement : options.Replacement;
        string[] lost = [.. words.Where(word => word.Length > 0 && word != replacement && !split.CanGive(word))];
        if (lost.Length > 0)
        {
            note($"this rule can never give {lost.Length} of the words, such as {ImportSource.Quote(lost[0])}");
        }

        return new WordVocabulary(words, split, unknown, replacement, Fit(options));
    }

    // The defaults of pad_sequences.
    private static TextFit? Fit(ImportOptions options)
    {
        if (options.Length is int length)
        {
            int? padding = options.Padding ?? (options.PadsBefore is null ? null : 0);
            return new TextFit(length, options.CutsBefore ?? true, padding, options.PadsBefore ?? true);
        }

        return options.CutsBefore is null && options.Padding is null && options.PadsBefore is null ? null
            : throw new ArgumentException(
                $"{options.Call("cut")}, {options.Call("pad")} and {options.Call("padding")} need {options.Call("length")}, the number of tokens of a text");
    }
}
