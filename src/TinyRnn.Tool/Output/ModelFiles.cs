namespace TinyRnn.Tool.Output;

/// <summary>The names of files next to a model file.</summary>
internal static class ModelFiles
{
    /// <summary>The model's path without its extension. The names of pictures and measurements begin with it.</summary>
    public static string Stem(string model) => Path.Combine(Path.GetDirectoryName(model) ?? "", Path.GetFileNameWithoutExtension(model));

    /// <summary>A path for another model with a similar name.</summary>
    public static string WithEnding(string model, string ending) => Stem(model) + ending + Path.GetExtension(model);
}
