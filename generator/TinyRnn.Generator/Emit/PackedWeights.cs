using TinyRnn.Model;

namespace TinyRnn.Generator.Emit;

/// <summary>
/// Weights that the build has put into an assembly beside the code's own, as the initial data of static fields, because the compiler
/// reads no constant of that size in a reasonable time. Here are the names and the layout that both sides agree on.
/// </summary>
internal static class PackedWeights
{
    public const string Namespace = "TinyRnn.PackedWeights";

    /// <summary>Fields lie at multiples of so many bytes.</summary>
    public const int Alignment = 64;

    /// <summary>Bytes of weights from which a model is packed: below, literals cost the compiler less than the step costs the build.</summary>
    public const int FewestBytes = 128 * 1024;

    private const int DigitsOfName = 16;

    /// <summary>
    /// The class that holds a model's weights. The name has the content of the file in it, so that code never meets the weights of another version,
    /// and the assembly that it is for, so that two that compile the same file do not clash.
    /// </summary>
    public static string TypeName(string checksum, string assembly)
    {
        using TextHash hash = new();
        hash.Add(assembly + "\n" + checksum);
        return "Model" + hash.Finish().Substring(0, DigitsOfName);
    }

    /// <summary>The type of a field.</summary>
    public static string BlockName(long bytes) => "Block" + Literals.Plain(bytes);

    /// <summary>Bytes of a field for so many 32-bit words.</summary>
    public static long BlockBytes(long words) => (words * sizeof(uint) + Alignment - 1) / Alignment * Alignment;
}
