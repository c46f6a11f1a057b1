using TinyRnn.Interop.Json;
using TinyRnn.Interop.Keras;
using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.PyTorch;
using TinyRnn.Interop.Safetensors;

namespace TinyRnn.Interop;

/// <summary>All importers; the content of a file decides which one reads it.</summary>
public static class ModelImporters
{
    /// <summary>The importers, in the order in which they are tried.</summary>
    public static IReadOnlyList<IModelImporter> All { get; } =
    [
        new SafetensorsImporter(),
        new TorchImporter(),
        new KerasImporter(),
        new JsonImporter(),
        new OnnxImporter(),
    ];

    // Options that only one importer uses, and the kind of file that they are for.
    private static readonly (string Option, Type Importer, string Kind)[] Own =
    [
        ("architecture", typeof(KerasImporter), "a Keras file that holds only weights"),
        ("part", typeof(TorchImporter), "a checkpoint of PyTorch with several state dicts"),
        ("from", typeof(OnnxImporter), "an ONNX graph"),
        ("to", typeof(OnnxImporter), "an ONNX graph"),
        ("set", typeof(OnnxImporter), "an ONNX graph"),
    ];

    /// <summary>Imports a file.</summary>
    /// <exception cref="ImportException">The file's format is unknown, or the file is malformed, holds something that TinyRnn cannot run, or needs an
    /// option.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static ImportResult Import(string path, ImportOptions? options = null) => Import(ImportSource.Load(path), options);

    /// <summary>Imports a file that is in memory.</summary>
    /// <exception cref="ImportException">The file's format is unknown, or the file is malformed, holds something that TinyRnn cannot run, or needs an
    /// option.</exception>
    public static ImportResult Import(ImportSource source, ImportOptions? options = null)
    {
        ForeignContent.Refuse(source);
        IModelImporter importer = All.FirstOrDefault(importer => importer.Recognizes(source))
            ?? throw source.Error($"the format of the content is not known; one of {string.Join(", ", All.Select(importer => importer.Format))} was expected");
        options ??= ImportOptions.None;
        (string Option, Type Importer, string Kind)[] foreign = [.. Own.Where(one => one.Importer != importer.GetType() && options.Given.Contains(one.Option))];
        return foreign is [(string option, _, string kind), ..]
            ? throw source.Error($"is not {kind}, which {options.Call(option)} is for; remove {options.Call(option)}")
            : importer.Import(source, options);
    }
}
