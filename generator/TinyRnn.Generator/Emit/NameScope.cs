using System.Globalization;

namespace TinyRnn.Generator.Emit;

/// <summary>The names of one region of generated code. Each is drawn once.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The name that was asked for, or the first of <c>name_2</c>, <c>name_3</c>, ... that nothing in this scope has.</summary>
    public string Draw(string name) => Draw(name, drawn => [drawn]);

    /// <summary>The same for a name from which others are derived, of which none is taken either.</summary>
    /// <param name="name">The name.</param>
    /// <param name="derived">Gives a name's derived names, the name itself among them.</param>
    public string Draw(string name, Func<string, string[]> derived)
    {
        string drawn = name;
        string[] all = derived(drawn);
        for (int i = 2; _taken.Overlaps(all); i++)
        {
            drawn = name + "_" + i.ToString(CultureInfo.InvariantCulture);
            all = derived(drawn);
        }

        _taken.UnionWith(all);
        return drawn;
    }
}
