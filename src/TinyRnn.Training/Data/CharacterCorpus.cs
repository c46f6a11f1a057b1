using System.Text;

namespace TinyRnn.Training;

/// <summary>How a text is changed before its vocabulary is made.</summary>
public enum CorpusNormalization
{
    /// <summary>No change.</summary>
    None,

    /// <summary>As in d2l.ai: every run of characters other than A to Z and a to z becomes one space, and letters become lower case.</summary>
    LowerCaseLetters,
}

/// <summary>
/// A text as tokens, with or without a second text for validation. Its vocabulary is the sorted distinct characters (Unicode scalar values)
/// of both.
/// </summary>
public sealed class CharacterCorpus
{
    private CharacterCorpus(Vocabulary vocabulary, int[] tokens, int? validationStart)
    {
        Vocabulary = vocabulary;
        Tokens = tokens;
        ValidationStart = validationStart;
    }

    /// <summary>The characters of the text.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The text, followed by the validation text if there is one.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>The start of the validation text in <see cref="Tokens"/>; null if a share of the text serves for validation.</summary>
    public int? ValidationStart { get; }

    /// <summary>Reads a UTF-8 file.</summary>
    /// <param name="path">The training text.</param>
    /// <param name="normalization">How both texts are changed.</param>
    /// <param name="validationPath">A UTF-8 file for validation, or null.</param>
    /// <exception cref="TrainingDataException">A file is missing, not UTF-8, or has fewer than two different characters.</exception>
    public static CharacterCorpus Read(string path, CorpusNormalization normalization = CorpusNormalization.None, string? validationPath = null) =>
        Make(DataText.Read(path), normalization, path, validationPath is null ? null : DataText.Read(validationPath), validationPath);

    /// <summary>
    /// Reads any file byte by byte: each byte is one character, U+0000 to U+00FF (ISO 8859-1, <see cref="Encoding.Latin1"/>), so that
    /// a model of bytes is a model of those characters.
    /// </summary>
    /// <param name="path">The training file.</param>
    /// <param name="validationPath">A file for validation, or null.</param>
    /// <exception cref="TrainingDataException">A file is missing or has fewer than two different bytes.</exception>
    public static CharacterCorpus ReadBytes(string path, string? validationPath = null) =>
        Make(ByteText.Read(path), CorpusNormalization.None, path, validationPath is null ? null : ByteText.Read(validationPath), validationPath);

    /// <summary>Makes a corpus from a text.</summary>
    /// <param name="text">The training text.</param>
    /// <param name="normalization">How both texts are changed.</param>
    /// <param name="validation">A text for validation, or null.</param>
    /// <exception cref="TrainingDataException">A text has fewer than two different characters.</exception>
    public static CharacterCorpus FromText(string text, CorpusNormalization normalization = CorpusNormalization.None, string? validation = null) =>
        Make(text, normalization, "text", validation, "validation text");

    /// <summary>Converts tokens to text.</summary>
    public string Decode(int start, int count)
    {
        StringBuilder text = new();
        for (int i = start; i < start + count; i++)
        {
            text.Append(char.ConvertFromUtf32(Vocabulary.CodePoints[Tokens[i]]));
        }

        return text.ToString();
    }

    private static CharacterCorpus Make(string text, CorpusNormalization normalization, string source, string? validation, string? validationSource)
    {
        (string train, HashSet<int> characters) = Normalize(text, normalization, source);
        if (validation is null)
        {
            Vocabulary own = MakeVocabulary(characters);
            return new CharacterCorpus(own, own.Encode(train), null);
        }

        (string test, HashSet<int> others) = Normalize(validation, normalization, validationSource!);
        characters.UnionWith(others);
        Vocabulary vocabulary = MakeVocabulary(characters);
        int[] tokens = vocabulary.Encode(train);
        return new CharacterCorpus(vocabulary, [.. tokens, .. vocabulary.Encode(test)], tokens.Length);
    }

    private static (string Text, HashSet<int> Characters) Normalize(string text, CorpusNormalization normalization, string source)
    {
        string normalized = normalization == CorpusNormalization.LowerCaseLetters ? KeepLetters(text) : text;
        HashSet<int> characters = [];
        foreach (Rune rune in normalized.EnumerateRunes())
        {
            characters.Add(rune.Value);
        }

        return characters.Count >= 2
            ? (normalized, characters)
            : throw new TrainingDataException(
                source, 0, $"the text {(characters.Count == 0 ? "is empty" : "has only one character")}; at least two different ones were expected");
    }

    private static Vocabulary MakeVocabulary(IEnumerable<int> characters) => new(string.Concat(characters.Order().Select(char.ConvertFromUtf32)));

    private static string KeepLetters(string text)
    {
        StringBuilder letters = new(text.Length);
        foreach (char character in text)
        {
            if (char.IsAsciiLetter(character))
            {
                letters.Append(char.ToLowerInvariant(character));
            }
            else if (letters.Length == 0 || letters[^1] != ' ')
            {
                letters.Append(' ');
            }
        }

        return letters.ToString();
    }
}
