namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ActivationLayer
{
    internal static ActivationLayer Read(FieldReader fields, string name) =>
        new(name, fields.ReadSize("inputSize"), ActivationFunction.Read(fields, Words.Activations));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        Activation.Write(writer);
    }
}
