using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>
/// Weights that the build has put into a separate assembly as the initial data of static fields, because the compiler takes too long to read
/// constants of that size. This class holds the names and the layout that both sides agree on.
/// </summary>
internal static class PackedWeights
{
    public const string Namespace = "TinyRnn.PackedWeights";

    /// <summary>Fields are aligned to this number of bytes.</summary>
    public const int Alignment = 64;

    /// <summary>Models with at least this many bytes of weights are packed: below it, literals cost the compiler less time than packing costs the
    /// build.</summary>
    public const int FewestBytes = 128 * 1024;

    private const int DigitsOfName = 16;

    /// <summary>
    /// The class that holds a model's weights. Its name contains a hash of the file, so that code never uses the weights of another version, and the
    /// name of the assembly that it is for, so that two assemblies that compile the same file do not clash.
    /// </summary>
    public static string TypeName(string checksum, string assembly)
    {
        using TextHash hash = new();
        hash.Add(assembly + "\n" + checksum);
        return "Model" + hash.Finish().Substring(0, DigitsOfName);
    }

    /// <summary>The type of a field.</summary>
    public static string BlockName(long bytes) => "Block" + Literals.Plain(bytes);

    /// <summary>Size in bytes of a field for this number of 32-bit words.</summary>
    public static long BlockBytes(long words) => (words * sizeof(uint) + Alignment - 1) / Alignment * Alignment;
}
