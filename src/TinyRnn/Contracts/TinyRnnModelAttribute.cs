namespace TinyRnn;

/// <summary>
/// Makes the source generator compile a model file into the annotated type. The type must be a partial class or struct
/// that is neither static nor generic.
/// </summary>
/// <param name="path">
/// The name of a <c>.tinyrnn</c> file of the project, or the end of its path with '/' between folders.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TinyRnnModelAttribute(string path) : Attribute
{
    /// <summary>The file's name, or the end of its path.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Whether weights are copied to 64-byte boundaries when the model is first used, if a step then reads them faster. Data of an assembly have no
    /// such alignment. The copy takes microseconds once, and the weights' size in memory, and saves up to a quarter of a step's time.
    /// The default is <see langword="true"/>. Results have the same bits either way.
    /// </summary>
    public bool AlignWeights { get; set; } = true;
}
