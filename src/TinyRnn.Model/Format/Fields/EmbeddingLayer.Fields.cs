namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class EmbeddingLayer
{
    internal static EmbeddingLayer Read(FieldReader fields, string name) =>
        new(name, fields.ReadSize("inputSize", WordVocabulary.MaximumSize), fields.ReadSize("outputSize"));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("outputSize", OutputSize);
    }
}
