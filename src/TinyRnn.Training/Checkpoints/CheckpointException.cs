namespace TinyRnn.Training;

/// <summary>A checkpoint from which a training cannot continue. The message reads 'file: what is wrong'.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong and what was expected.</param>
    public CheckpointException(string path, string reason)
        : base($"{path}: {reason}") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
