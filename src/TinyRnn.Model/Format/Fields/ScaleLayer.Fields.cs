namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ScaleLayer
{
    internal static ScaleLayer Read(FieldReader fields, string name) => new(name, fields.ReadSize("inputSize"), fields.ReadBoolean("bias"));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteBoolean("bias", Bias);
    }
}
