using TinyRnn.Model;

namespace TinyRnn.Interop.Options;

/// <summary>Words by token, and what their file says of how texts are read.</summary>
/// <param name="Words">The words in the order of their tokens; empty for a token without a word.</param>
public sealed record WordList(IReadOnlyList<string> Words)
{
    /// <summary>How a text becomes words, where the file says it.</summary>
    public WordSplit? Split { get; init; }

    /// <summary>What the words were read from, where their form says how a text becomes words and the file does not; for a note.</summary>
    public string? Form { get; init; }

    /// <summary>The rule for words outside, where the file says it.</summary>
    public UnknownCharacter? Unknown { get; init; }

    /// <summary>The word that stands for unknown ones, where the file says it.</summary>
    public string? Replacement { get; init; }

    /// <summary>Whether words whose tokens are too large for a network count as unknown, as they do to Keras's <c>Tokenizer</c>.</summary>
    public bool MayBeLonger { get; init; }

    /// <summary>The vocabulary of a network.</summary>
    /// <param name="size">Tokens that it reads.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="note">Takes what the user should know.</param>
    /// <exception cref="ArgumentException">The list does not fit.</exception>
    internal WordVocabulary ToVocabulary(int size, ImportOptions options, Action<string> note)
    {
        if (Words.Count > size && !MayBeLonger)
        {
            throw new ArgumentException($"{options.Call("words")} has {Words.Count} words, but the network reads {size} tokens");
        }

        if (Words.Count > size)
        {
            note($"of {Words.Count} tokens of {options.Call("words")} the network reads {size}; words of the others are unknown to it");
        }

        string[] words = [.. Words.Take(size), .. Enumerable.Repeat("", Math.Max(0, size - Words.Count))];
        WordSplit split = options.Split ?? Split ?? WordSplit.WhiteSpace;
        if (options.Split is null && Form is string form)
        {
            note($"{form}; {options.Call("split")} says otherwise");
        }

        UnknownCharacter unknown = options.Unknown ?? Unknown ?? UnknownCharacter.Error;
        string? replacement = unknown == UnknownCharacter.Replace ? options.Replacement ?? Replacement : options.Replacement;
        string[] lost = [.. words.Where(word => word.Length > 0 && word != replacement && !split.CanGive(word))];
        if (lost.Length > 0)
        {
            note($"{lost.Length} words cannot come out of a text by this rule, such as {ImportSource.Quote(lost[0])}");
        }

        return new WordVocabulary(words, split, unknown, replacement, Fit(options));
    }

    // What pad_sequences does where it is not told.
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
