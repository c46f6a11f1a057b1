namespace TinyRnn.Generator.Emit;

/// <summary>The annotated type, as the generated part must repeat it.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Keywords">The keywords and names of its containing types, outermost first, such as <c>class Outer&lt;T&gt;</c>, then its own.</param>
/// <param name="Name">Its name.</param>
/// <param name="AlignsWeights">Whether weights may be copied to aligned memory.</param>
internal sealed record TypeShape(string Namespace, EquatableArray<string> Keywords, string Name, bool AlignsWeights = true)
{
    /// <summary>A top-level class, for code that is generated outside of a compilation.</summary>
    public static TypeShape Class(string @namespace, string name) => new(@namespace, new EquatableArray<string>([$"class {name}"]), name);

    /// <summary>A file name for the generated part, unique in the compilation.</summary>
    public string HintName
    {
        get
        {
            IEnumerable<string> names = Keywords.Items.Select(
                keyword => keyword.Substring(keyword.IndexOf(' ') + 1).Replace("record ", "").Replace("struct ", "").Replace("class ", ""));
            string path = string.Join(".", names).Replace('<', '(').Replace('>', ')').Replace(", ", ",").Replace("@", "");
            return Namespace.Length == 0 ? path : Namespace.Replace("@", "") + "." + path;
        }
    }
}
