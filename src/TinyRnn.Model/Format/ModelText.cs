using System.Globalization;

namespace TinyRnn.Model;

/// <summary>The text of a model file with its name: every error needs both to say where it is.</summary>
internal sealed class ModelText(TextSource text, string path)
{
    private const int MaximumQuote = 60;

    public TextSource Text { get; } = text;

    public string Path { get; } = path;

    public ModelFormatException Error(ModelErrorCode code, string reason, JsonValue at) =>
        Error(code, reason, at.Start, at.End);

    public ModelFormatException Error(ModelErrorCode code, string reason, JsonMember at) =>
        Error(code, reason, at.NameStart, at.NameEnd);

    /// <summary>An error about something that an object lacks; its place is the opening brace.</summary>
    public ModelFormatException ErrorAtStart(ModelErrorCode code, string reason, JsonValue at) =>
        Error(code, reason, at.Start, at.Start + 1);

    /// <summary>An error about a part of the text.</summary>
    public ModelFormatException Error(ModelErrorCode code, string reason, int start, int end) =>
        new(code, reason, Path, Text, start, end - start);

    /// <summary>Describes a value for a message: numbers and strings as they are, everything else by its kind.</summary>
    public string Describe(JsonValue value) => value.Kind switch
    {
        JsonKind.Number => Shorten(value.GetRaw(Text)),
        JsonKind.String => $"the string '{Shorten(value.GetString(Text))}'",
        _ => value.Describe(),
    };

    /// <summary>Shortens text from a file, so that a hostile file cannot flood a message, break its line or change its writing direction.</summary>
    public static string Shorten(string word)
    {
        int length = Math.Min(word.Length, MaximumQuote);
        if (length < word.Length && char.IsHighSurrogate(word[length - 1]))
        {
            length--;
        }

        char[] shown = word.ToCharArray(0, length);
        for (int i = 0; i < shown.Length; i++)
        {
            if (!IsVisible(CharUnicodeInfo.GetUnicodeCategory(shown[i])))
            {
                shown[i] = '?';
            }
        }

        return new string(shown) + (length < word.Length ? "..." : "");
    }

    /// <summary>Whether characters of this category may appear in a message.</summary>
    public static bool IsVisible(UnicodeCategory category) =>
        category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
