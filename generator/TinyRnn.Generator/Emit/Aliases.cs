using System.Text.RegularExpressions;

namespace TinyRnn.Generator.Emit;

/// <summary>
/// Short names for types that kernels name often. The language reserves names that begin with two underscores for compilers, so no type, namespace or
/// member near a model can hide them. Everything else outside the model is named in full from <c>global::</c> on. Methods are called through their
/// class, because an extension method of the user could otherwise be chosen.
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

    /// <summary>The class of a vector width; followed by the name of an element it is the vector type.</summary>
    public static string VectorOf(int width) => $"__Vector{width}";

    /// <summary>The end of the vector type's name.</summary>
    public static string ElementName(string element) => element switch
    {
        "" => "",
        "byte" => "Byte",
        "float" => "Float",
        "int" => "Int",
        "uint" => "UInt",
        _ => throw new NotSupportedException($"there is no alias for vectors of {element}"),
    };

    /// <summary>The using directives that a piece of code needs.</summary>
    public static IEnumerable<string> Directives(string code)
    {
        HashSet<string> used = [.. Candidate.Matches(code).Cast<Match>().Select(match => match.Value)];
        return Known.Where(alias => used.Contains(alias.Name)).Select(alias => $"using {alias.Name} = global::{alias.Type};");
    }
}
