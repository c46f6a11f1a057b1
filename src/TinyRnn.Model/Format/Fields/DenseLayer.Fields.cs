namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class DenseLayer
{
    internal static DenseLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("outputSize"),
        ActivationFunction.Read(fields, Words.Activations),
        fields.ReadBoolean("bias"));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("outputSize", OutputSize);
        Activation.Write(writer);
        writer.WriteBoolean("bias", Bias);
    }
}
