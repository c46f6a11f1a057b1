using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>What generated text begins with where the user names nothing.</summary>
internal static class Prompts
{
    /// <summary>The vocabulary's space, or its first character or word that a text can give.</summary>
    public static string Default(TokenInput input) => input switch
    {
        Vocabulary characters when characters.IndexOf(' ') >= 0 => " ",
        WordVocabulary words => words.Words.FirstOrDefault(word => word.Length > 0 && words.Split.CanGive(word)) ?? "",
        _ => input.TextOf(0),
    };
}
