namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class PreluLayer
{
    internal static PreluLayer Read(FieldReader fields, string name) => new(name, fields.ReadSize("inputSize"));

    internal override void WriteFields(JsonWriter writer) => writer.WriteNumber("inputSize", InputSize);
}
