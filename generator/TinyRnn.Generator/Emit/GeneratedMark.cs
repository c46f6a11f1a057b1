namespace TinyRnn.Generator.Emit;

/// <summary>
/// The attributes by which analyzers and measurements of coverage know what is generated. They stand on each member, because on a part of a type they
/// would be on the user's half of it too.
/// </summary>
internal static class GeneratedMark
{
    private static readonly string[] Modifiers = ["public ", "private ", "internal ", "static "];

    /// <summary>The version of this assembly, which is that of the package.</summary>
    public static string Version { get; } = typeof(GeneratedMark).Assembly.GetName().Version!.ToString(3);

    /// <summary>What stands before a class, a struct, a method or a property.</summary>
    public static string OfType { get; } = $"[__GeneratedCode(\"TinyRnn\", \"{Version}\"), __ExcludeFromCodeCoverage]";

    // Neither has code, and the attribute about coverage is not allowed on them.
    private static readonly string OfFieldOrEnumeration = $"[__GeneratedCode(\"TinyRnn\", \"{Version}\")]";

    /// <summary>What stands before a line; null where the line declares nothing.</summary>
    public static string? Of(string line)
    {
        if (!Modifiers.Any(modifier => line.StartsWith(modifier, StringComparison.Ordinal)))
        {
            return null;
        }

        return line.StartsWith("public const ", StringComparison.Ordinal) || line.StartsWith("public enum ", StringComparison.Ordinal)
            ? OfFieldOrEnumeration
            : OfType;
    }
}
