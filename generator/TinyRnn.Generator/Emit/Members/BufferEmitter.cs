using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>Buffers of fixed sizes, on the stack or in the state: one type for each size that the code uses.</summary>
internal static class BufferEmitter
{
    private static readonly Regex Use = new(@"\bFloats([0-9]+)\b", RegexOptions.CultureInvariant);

    public static void Emit(CodeWriter writer)
    {
        SortedSet<int> sizes =
        [
            .. Use.Matches(writer.ToString()).Cast<Match>().Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        ];
        foreach (int size in sizes)
        {
            writer.Blank();
            writer.Summary(Literals.Count(size, "float") + " in place.");
            writer.Write($"[__InlineArray({size})]");
            using (writer.Block($"internal struct Floats{size}"))
            {
                writer.Write("private float _first;");
            }
        }
    }
}
