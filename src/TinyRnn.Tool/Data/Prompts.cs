using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>The prompt of generated text if the user gives none.</summary>
internal static class Prompts
{
    /// <summary>The vocabulary's space, or else its first character or word that a text can contain.</summary>
    public static string Default(TokenInput input) => input switch
    {
        Vocabulary characters when characters.IndexOf(' ') >= 0 => " ",
        WordVocabulary words => words.Words.FirstOrDefault(word => word.Length > 0 && words.Split.CanGive(word)) ?? "",
        _ => input.TextOf(0),
    };
}
