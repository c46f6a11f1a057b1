namespace TinyRnn.Training;

/// <summary>Divides elements into parts of whole cache lines, so that no two threads write to the same one.</summary>
internal static class Share
{
    private const int Unit = 64;

    /// <summary>First element of a part and one past its last.</summary>
    public static (int Start, int End) Of(int length, int part, int parts) => (Bound(length, part, parts), Bound(length, part + 1, parts));

    private static int Bound(int length, int part, int parts) =>
        part == parts ? length : (int)((long)length * part / parts / Unit * Unit);
}
