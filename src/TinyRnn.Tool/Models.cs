using TinyRnn.Model;

namespace TinyRnn.Tool;

/// <summary>Model files on the command line.</summary>
internal static class Models
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="ToolException">There is no such file.</exception>
    public static Network Load(string path) => File.Exists(path)
        ? NetworkFile.Load(path)
        : throw new ToolException($"{path}: no such file; a .tinyrnn model file was expected");

    /// <summary>The vocabulary of a model for texts.</summary>
    /// <exception cref="ToolException">It reads numbers.</exception>
    public static Vocabulary RequireText(Network network, string path) => network.Vocabulary
        ?? throw new ToolException($"{path}: reads {network.InputSize} numbers a step, not text; use 'tinyrnn run'");

    /// <summary>Checks what a model is for.</summary>
    /// <exception cref="ToolException">It is for something else.</exception>
    public static void RequireTask(Network network, string path, NetworkTask task, string what)
    {
        if (network.Task != task)
        {
            throw new ToolException($"{path}: the task of this model is '{TaskName(network.Task)}'; {what} needs '{TaskName(task)}'");
        }
    }

    /// <summary>A task as model files write it.</summary>
    public static string TaskName(NetworkTask task) => Words.Of(task);
}
