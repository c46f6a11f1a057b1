using System.Text.RegularExpressions;

namespace TinyRnn.Generator.Emit;

/// <summary>
/// Short names for what kernels name often. The language reserves names that begin with two underscores for compilers, so no type, namespace or
/// member around a model hides them; everything else that is not the model's own is named from <c>global::</c> on, and methods are called by
/// their class, because an extension method of the user may come first.
/// </summary>
internal static class Aliases
{
    private static readonly Regex Candidate = new(@"\b__\w+", RegexOptions.CultureInvariant);

    private static readonly (string Name, string Type)[] Known =
    [
        ("__ExcludeFromCodeCoverage", "System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute"),
        ("__GeneratedCode", "System.CodeDom.Compiler.GeneratedCodeAttribute"),
        ("__InlineArray", "System.Runtime.CompilerServices.InlineArrayAttribute"),
        ("__IntPtr", "System.IntPtr"),
        ("__MemoryMarshal", "System.Runtime.InteropServices.MemoryMarshal"),
        ("__MethodImpl", "System.Runtime.CompilerServices.MethodImplAttribute"),
        ("__MethodImplOptions", "System.Runtime.CompilerServices.MethodImplOptions"),
        ("__UIntPtr", "System.UIntPtr"),
        ("__Unsafe", "System.Runtime.CompilerServices.Unsafe"),
        .. new[] { 128, 256, 512 }.SelectMany(width => new[] { "", "byte", "float", "int", "uint" }.Select(element => (
            VectorOf(width) + ElementName(element), $"System.Runtime.Intrinsics.Vector{width}{(element.Length == 0 ? "" : $"<{element}>")}"))),
    ];

    /// <summary>The class of a vector width; with the name of an element behind it the vector's type.</summary>
    public static string VectorOf(int width) => $"__Vector{width}";

    /// <summary>What the name of a vector's type ends in.</summary>
    public static string ElementName(string element) => element switch
    {
        "" => "",
        "byte" => "Byte",
        "float" => "Float",
        "int" => "Int",
        "uint" => "UInt",
        _ => throw new NotSupportedException($"there is no alias for vectors of {element}"),
    };

    /// <summary>The directives for what a code uses.</summary>
    public static IEnumerable<string> Directives(string code)
    {
        HashSet<string> used = [.. Candidate.Matches(code).Cast<Match>().Select(match => match.Value)];
        return Known.Where(alias => used.Contains(alias.Name)).Select(alias => $"using {alias.Name} = global::{alias.Type};");
    }
}
