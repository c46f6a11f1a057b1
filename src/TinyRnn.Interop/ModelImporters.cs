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
        if (options.Architecture is not null && importer is not KerasImporter)
        {
            throw source.Error($"is no Keras file of weights alone, whose layers {options.Call("architecture")} would give; take {options.Call("architecture")} away");
        }

        if (options.Part is not null && importer is not TorchImporter)
        {
            throw source.Error($"is no checkpoint of PyTorch, of which {options.Call("part")} would take one of several state dicts; take {options.Call("part")} away");
        }

        return importer is not OnnxImporter && options.Given.FirstOrDefault(name => name is "from" or "to" or "set") is string name
            ? throw source.Error($"is no ONNX graph, {(name == "set" ? "in which" : "of which")} {options.Call(name)} would {(name == "set" ? "fix a number" : "take a part")}; take {options.Call(name)} away")
            : importer.Import(source, options);
    }
}
