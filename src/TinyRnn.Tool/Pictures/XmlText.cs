using System.Security;
using System.Text;

namespace TinyRnn.Tool.Pictures;

/// <summary>Text of a file, such as a name, in markup.</summary>
internal static class XmlText
{
    /// <summary>The text with its markup escaped. XML has no place for control characters, for halves of a character and for what is no character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLines">Whether line ends and tabs stay.</param>
    public static string Escape(string text, bool keepsLines = false)
    {
        StringBuilder kept = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isKept = !Rune.IsControl(rune) && (rune.Value & 0xfffe) != 0xfffe;
            _ = isKept || (keepsLines && rune.Value is '\n' or '\t') ? kept.Append(rune.ToString()) : kept.Append('·');
        }

        return SecurityElement.Escape(kept.ToString());
    }
}
