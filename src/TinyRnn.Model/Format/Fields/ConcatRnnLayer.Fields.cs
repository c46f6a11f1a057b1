namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ConcatRnnLayer
{
    internal static ConcatRnnLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.ReadSize("outputSize"),
        fields.ReadWord("activation", Words.ConcatActivations));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        writer.WriteNumber("outputSize", OutputSize);
        writer.WriteString("activation", Words.Of(Activation));
    }
}
