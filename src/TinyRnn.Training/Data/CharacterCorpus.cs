using System.Text;

namespace TinyRnn.Training;

/// <summary>How a text is changed before its vocabulary is taken from it.</summary>
public enum CorpusNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As in d2l.ai: every run of characters other than A to Z and a to z becomes one space, and the letters lower case.</summary>
    LowerCaseLetters,
}

/// <summary>A text as tokens. Its vocabulary is its distinct characters (Unicode scalar values), sorted.</summary>
public sealed class CharacterCorpus
{
    private CharacterCorpus(Vocabulary vocabulary, int[] tokens)
    {
        Vocabulary = vocabulary;
        Tokens = tokens;
    }

    /// <summary>The characters of the text.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The text.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>Reads a UTF-8 file.</summary>
    /// <exception cref="TrainingDataException">The file is missing, not UTF-8, or has fewer than two different characters.</exception>
    public static CharacterCorpus Read(string path, CorpusNormalization normalization = CorpusNormalization.None) =>
        Make(StrictText.Read(path), normalization, path);

    /// <summary>Takes a text.</summary>
    /// <exception cref="TrainingDataException">It has fewer than two different characters.</exception>
    public static CharacterCorpus FromText(string text, CorpusNormalization normalization = CorpusNormalization.None) =>
        Make(text, normalization, "text");

    /// <summary>Some tokens as text.</summary>
    public string Decode(int start, int count)
    {
        StringBuilder text = new();
        for (int i = start; i < start + count; i++)
        {
            text.Append(char.ConvertFromUtf32(Vocabulary.CodePoints[Tokens[i]]));
        }

        return text.ToString();
    }

    private static CharacterCorpus Make(string text, CorpusNormalization normalization, string source)
    {
        if (normalization == CorpusNormalization.LowerCaseLetters)
        {
            text = KeepLetters(text);
        }

        int[] characters = [.. text.EnumerateRunes().Select(rune => rune.Value).Distinct().Order()];
        if (characters.Length < 2)
        {
            throw new TrainingDataException(source, 0, $"the text has {characters.Length} different characters, at least two were expected");
        }

        Vocabulary vocabulary = new(string.Concat(characters.Select(char.ConvertFromUtf32)));
        return new CharacterCorpus(vocabulary, vocabulary.Encode(text));
    }

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
