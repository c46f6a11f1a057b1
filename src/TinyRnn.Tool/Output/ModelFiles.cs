namespace TinyRnn.Tool.Output;

/// <summary>Names of what is written beside a model file.</summary>
internal static class ModelFiles
{
    /// <summary>The model's path without its extension: what the names of pictures and measurements begin with.</summary>
    public static string Stem(string model) => Path.Combine(Path.GetDirectoryName(model) ?? "", Path.GetFileNameWithoutExtension(model));
}
