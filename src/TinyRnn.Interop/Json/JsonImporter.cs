using TinyRnn.Interop.TensorFlowJs;
using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// Reads RTNeural's JSON, Neural Amp Modeler's, TensorFlow.js's, audio-effect JSON and state dicts as JSON; the fields of the document tell them
/// apart.
/// </summary>
internal sealed class JsonImporter : IModelImporter
{
    public string Format => "RTNeural, Neural Amp Modeler .nam, TensorFlow.js or state-dict JSON";

    public bool Recognizes(ImportSource source) => JsonDocumentFile.IsObject(source.Bytes);

    public ImportResult Import(ImportSource source, ImportOptions options)
    {
        JsonDocumentFile file = JsonDocumentFile.Parse(source, source.Bytes, "");
        if (file.Find(file.Root, "tinyrnn") is not null)
        {
            throw source.Error("the file is a TinyRnn model already, so there is nothing to import");
        }

        if (file.Find(file.Root, "class_name") is not null)
        {
            throw source.Error("the file is a Keras model without weights; save it with 'model.save(\"model.keras\")' or RTNeural's 'save_model'");
        }

        if (file.Find(file.Root, "weight_map") is not null)
        {
            throw source.Error("the file is the index of weights in several safetensors files, not the weights; one file with all of them was expected");
        }

        if (TfjsReader.Recognizes(file))
        {
            return TfjsReader.Read(source, file, options);
        }

        if (NamReader.Recognizes(file))
        {
            return NamReader.Read(source, file, options);
        }

        if (file.Root.Members.Count > 0 && file.Find(file.Root, "state_dict") is null
            && file.Root.Members.All(member => member.Value.Kind is not (JsonKind.Array or JsonKind.Number)))
        {
            throw source.Error(
                $"the file is JSON without weights: its fields are "
                    + $"{string.Join(", ", file.Root.Members.Take(4).Select(member => ImportSource.Quote(member.Name)))}; a state dict (arrays of numbers "
                    + "by name), RTNeural's 'layers' or an audio effect's 'state_dict' was expected");
        }

        return file.Find(file.Root, "layers") is not null
            ? RtNeuralReader.Read(source, file, options)
            : StateDictJsonReader.Read(source, file, options);
    }
}
