namespace TinyRnn;

/// <summary>
/// Makes the source generator compile a model file into the annotated type, which must be a partial class or struct,
/// neither static nor generic.
/// </summary>
/// <param name="path">
/// The file's name, or the end of its path with '/' between folders, of one <c>.tinyrnn</c> file of the project.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TinyRnnModelAttribute(string path) : Attribute
{
    /// <summary>The file's name, or the end of its path.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Whether weights that a step reads faster from 64-byte boundaries, which data of an assembly does not lie at, are copied to such
    /// when the model is first used: microseconds once, and their size again in memory, for up to a quarter less time a step.
    /// The default is <see langword="true"/>; results are the same bits either way.
    /// </summary>
    public bool AlignWeights { get; set; } = true;
}
