using TinyRnn.Interop.StateDicts;

namespace TinyRnn.Interop.Safetensors;

/// <summary>Reads safetensors files with the state dict of a PyTorch model, or of a model that TinyRnn exported.</summary>
internal sealed class SafetensorsImporter : IModelImporter
{
    public string Format => "safetensors";

    public bool Recognizes(ImportSource source) => SafetensorsFile.Recognizes(source.Bytes);

    public ImportResult Import(ImportSource source, ImportOptions options)
    {
        SafetensorsFile file = SafetensorsFile.Read(source);
        if (file.Metadata.TryGetValue(ExportedNetwork.MetadataKey, out string? description))
        {
            return ExportedNetwork.Read(source, options, file.Tensors, description);
        }

        NetworkBuilder builder = new(source, options, Format);
        StateDictReader.Read(new StateDict(source, file.Tensors, file.Metadata), builder);
        return builder.Build();
    }
}
