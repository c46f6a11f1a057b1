namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class RnnLayer
{
    internal static RnnLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        ActivationFunction.Read(fields, Words.ElementwiseActivations),
        RecurrentOptions.Read(fields));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        Activation.Write(writer);
        Options.Write(writer);
    }
}
