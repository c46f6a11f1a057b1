using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Weights without a configuration: <c>save_weights</c> of Keras 2 (<c>.h5</c>) and 3 (<c>.weights.h5</c>). The configuration is an option or a file
/// beside it; otherwise the layers are inferred from the arrays' names and shapes.
/// </summary>
internal static class KerasWeightsFile
{
    private const string ModelClass = "class_name";
    private const int MaximumLength = 1 << 24;
    private const string Extension = ".weights";

    /// <summary>Imports a file without <c>model_config</c>.</summary>
    public static ImportResult Import(ImportSource source, HdfFile file, ImportOptions options)
    {
        bool isOld = LegacyKerasWeights.IsRoot(file, "");
        if (!isOld && !KerasThreeWeights.IsRoot(file))
        {
            throw source.Error(
                "the HDF5 file has no 'model_config' and no weights as Keras saves them ('layer_names', or a group 'layers'); a model that "
                    + "'model.save(...)' or 'model.save_weights(...)' wrote was expected");
        }

        (JsonDocumentFile Document, string From)? given = options.Architecture is string text
            ? (Parse(source, text, "the architecture"), "the architecture that was given")
            : Beside(source);
        if (given is null)
        {
            return isOld
                ? KerasGuess.Import(source, file, new LegacyKerasWeights(source, file, ""), options)
                : KerasGuess.Import(source, file, new KerasThreeWeights(source, file, ""), options);
        }

        (JsonDocumentFile document, string from) = given.Value;
        KerasLayerWeights weights = isOld ? new LegacyKerasWeights(source, file, "") : new KerasThreeWeights(source, file, "");
        string? version = document.FindString(document.Root, "keras_version") ?? (isOld ? file.FindString("", "keras_version") : null);
        return KerasModel.Read(source, document, weights, options, KerasImporter.MajorVersion(version, isOld ? 2 : 3), $"the layers are from {from}");
    }

    private static JsonDocumentFile Parse(ImportSource source, string text, string what)
    {
        JsonDocumentFile document = JsonDocumentFile.Parse(source, Encoding.UTF8.GetBytes(text), what);
        return document.Root.Kind == JsonKind.Object && document.Find(document.Root, ModelClass) is not null ? document
            : throw document.Error(document.Root, "this is not the configuration of a Keras model, an object with 'class_name' and 'config' (model.to_json())");
    }

    // The file named after this one comes first. A config.json of another program is ignored.
    private static (JsonDocumentFile Document, string From)? Beside(ImportSource source)
    {
        string own = Path.GetFileNameWithoutExtension(source.Path);
        string stem = own.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? own[..^Extension.Length] : own;
        foreach (string name in new[] { own + ".json", stem + ".json", "model.json", "config.json" }.Distinct())
        {
            string path = Path.Combine(Path.GetDirectoryName(source.Path) ?? "", name);
            FileInfo info = new(path);
            if (!info.Exists || info.Length > MaximumLength)
            {
                continue;
            }

            ImportSource beside = ImportSource.Load(path);
            if (!JsonDocumentFile.IsObject(beside.Bytes))
            {
                continue;
            }

            JsonDocumentFile document = JsonDocumentFile.Parse(beside, beside.Bytes, "");
            if (document.Find(document.Root, ModelClass) is { Kind: JsonKind.String } kind && KerasModel.IsModel(kind.GetString(document.Text)))
            {
                source.AddBeside(path);
                return (document, $"{ImportSource.Quote(name)} beside it");
            }
        }

        return null;
    }
}
