namespace TinyRnn.Tool.Help;

/// <summary>Finds the name that a mistyped word stands for.</summary>
internal static class NearestName
{
    /// <summary>
    /// The one of <paramref name="names"/> with the fewest edits from <paramref name="typed"/>, at most one for each three characters; null if there is
    /// none.
    /// </summary>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        int limit = Math.Max(1, typed.Trim('-').Length / 3);
        (string Name, int Edits)? best = null;
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            int edits = Distance(typed, name);
            if (edits <= limit && (best is null || edits < best.Value.Edits))
            {
                best = (name, edits);
            }
        }

        return best?.Name;
    }

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance), ignoring case.</summary>
    internal static int Distance(string from, string to)
    {
        from = from.ToLowerInvariant();
        to = to.ToLowerInvariant();
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                int replaced = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
