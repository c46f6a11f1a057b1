using TinyRnn.Model;

namespace TinyRnn.Tool.Data;

/// <summary>What generated text begins with where the user names nothing.</summary>
internal static class Prompts
{
    /// <summary>The vocabulary's space, or its first character.</summary>
    public static string Default(Vocabulary vocabulary) =>
        vocabulary.IndexOf(' ') >= 0 ? " " : char.ConvertFromUtf32(vocabulary.CodePoints[0]);
}
