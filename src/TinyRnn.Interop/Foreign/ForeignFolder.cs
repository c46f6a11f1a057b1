namespace TinyRnn.Interop;

/// <summary>Recognises folders given in place of a file.</summary>
internal static class ForeignFolder
{
    /// <summary>How to convert a SavedModel to a file that TinyRnn reads.</summary>
    public const string SavedModel = "convert it: pip install tf2onnx; python -m tf2onnx.convert --saved-model FOLDER --output model.onnx";

    private static readonly (string Entry, string What)[] Entries =
    [
        ("saved_model.pb", "is a SavedModel of TensorFlow; " + SavedModel),
        ("keras_metadata.pb", "is a SavedModel of TensorFlow; " + SavedModel),
        ("Manifest.json", "is a package of Core ML (.mlpackage); import the file that it was converted from, or export ONNX there"),
        ("coremldata.bin", "is a compiled model of Core ML (.mlmodelc); import the file that it was converted from, or export ONNX there"),
        ("model.weights.h5", "is an unpacked .keras file; pack its files into a zip archive without the folder itself, or save the model again: "
            + "model.save(\"model.keras\")"),
        ("data.pkl", "is an unpacked file of torch.save; pack the folder with its name into a zip archive, stored or compressed: zip -r model.pt FOLDER"),
    ];

    private static readonly string[] Extensions = [".safetensors", ".pt", ".pth", ".onnx", ".keras", ".h5", ".nam", ".json"];

    /// <summary>Says what a folder is, and what to do.</summary>
    public static string Describe(string path)
    {
        foreach ((string entry, string what) in Entries)
        {
            if (File.Exists(Path.Combine(path, entry)))
            {
                return $"the folder {what}";
            }
        }

        string? inside = Directory.EnumerateFiles(path).Select(Path.GetFileName).OfType<string>()
            .Where(name => Extensions.Contains(Path.GetExtension(name).ToLowerInvariant()))
            .OrderBy(name => Array.IndexOf(Extensions, Path.GetExtension(name).ToLowerInvariant()))
            .ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();
        return inside is null ? "this is a folder; a file of weights was expected"
            : $"this is a folder; name the file of weights in it, such as {ImportSource.Quote(inside)}";
    }
}
