using TinyRnn.Interop.Json;
using TinyRnn.Interop.Keras;
using TinyRnn.Interop.Onnx;
using TinyRnn.Interop.PyTorch;
using TinyRnn.Interop.Safetensors;

namespace TinyRnn.Interop;

/// <summary>All importers; the content of a file decides which reads it.</summary>
public static class ModelImporters
{
    /// <summary>The importers in the order in which they are asked.</summary>
    public static IReadOnlyList<IModelImporter> All { get; } =
    [
        new SafetensorsImporter(),
        new TorchImporter(),
        new KerasImporter(),
        new JsonImporter(),
        new OnnxImporter(),
    ];

    // Options of one importer, and what they would do of another kind of file.
    private static readonly (string Option, Type Importer, string Other, string Would)[] Own =
    [
        ("architecture", typeof(KerasImporter), "Keras file of weights alone, whose layers", "give"),
        ("part", typeof(TorchImporter), "checkpoint of PyTorch, of which", "take one of several state dicts"),
        ("from", typeof(OnnxImporter), "ONNX graph, of which", "take a part"),
        ("to", typeof(OnnxImporter), "ONNX graph, of which", "take a part"),
        ("set", typeof(OnnxImporter), "ONNX graph, in which", "fix a number"),
    ];

    /// <summary>Imports a file.</summary>
    /// <exception cref="ImportException">The file is of no known kind, malformed, holds what TinyRnn cannot run, or needs an option.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static ImportResult Import(string path, ImportOptions? options = null) => Import(ImportSource.Load(path), options);

    /// <summary>Imports a file that was read.</summary>
    /// <exception cref="ImportException">The file is of no known kind, malformed, holds what TinyRnn cannot run, or needs an option.</exception>
    public static ImportResult Import(ImportSource source, ImportOptions? options = null)
    {
        ForeignContent.Refuse(source);
        IModelImporter importer = All.FirstOrDefault(importer => importer.Recognizes(source))
            ?? throw source.Error($"the content is none of {string.Join(", ", All.Select(importer => importer.Format))}");
        options ??= ImportOptions.None;
        (string Option, Type Importer, string Other, string Would)[] foreign =
        [
            .. Own.Where(one => one.Importer != importer.GetType() && options.Given.Contains(one.Option))
        ];
        return foreign is [(string option, _, string other, string would), ..]
            ? throw source.Error($"is no {other} {options.Call(option)} would {would}; take {options.Call(option)} away")
            : importer.Import(source, options);
    }
}
