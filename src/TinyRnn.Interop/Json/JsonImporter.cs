using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>RTNeural's JSON, audio-effect JSON and state dicts as JSON; the fields of the document tell them apart.</summary>
internal sealed class JsonImporter : IModelImporter
{
    public string Format => "RTNeural or state-dict JSON";

    public bool Recognizes(ImportSource source) => JsonDocumentFile.IsObject(source.Bytes);

    public ImportResult Import(ImportSource source, ImportOptions options)
    {
        JsonDocumentFile file = JsonDocumentFile.Parse(source, source.Bytes, "");
        if (file.Find(file.Root, "tinyrnn") is not null)
        {
            throw source.Error("the file is a TinyRnn model already; nothing is to be imported");
        }

        if (file.Find(file.Root, "class_name") is not null)
        {
            throw source.Error("the file is a Keras model without weights; save it with 'model.save(\"model.keras\")' or RTNeural's 'save_model'");
        }

        return file.Find(file.Root, "layers") is not null
            ? RtNeuralReader.Read(source, file, options)
            : StateDictJsonReader.Read(source, file, options);
    }
}
