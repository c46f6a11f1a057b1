namespace TinyRnn.Tool.Output;

/// <summary>Names of what is written beside a model file.</summary>
internal static class ModelFiles
{
    /// <summary>The model's path without its extension: what the names of pictures and measurements begin with.</summary>
    public static string Stem(string model) => Path.Combine(Path.GetDirectoryName(model) ?? "", Path.GetFileNameWithoutExtension(model));

    /// <summary>The path of another model of nearly the same name.</summary>
    public static string WithEnding(string model, string ending) => Stem(model) + ending + Path.GetExtension(model);
}
