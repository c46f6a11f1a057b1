namespace TinyRnn.Tool.Files;

/// <summary>A file that a command reads.</summary>
internal static class InputFile
{
    /// <summary>Checks that the path is an existing file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What was expected, such as "a CSV file was expected".</param>
    /// <exception cref="ToolException">There is no such file, or it is a folder.</exception>
    public static void Check(string path, string expected)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: {(Directory.Exists(path) ? "is a folder" : "no such file")}; {expected}");
        }
    }
}
