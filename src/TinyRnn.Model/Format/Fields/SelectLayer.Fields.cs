namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class SelectLayer
{
    internal static SelectLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        JsonValue value = fields.Require("indices");
        int[] indices = fields.FindIndices("indices")!;
        return indices.Length is 0 or > FieldReader.MaximumSize || Array.Exists(indices, index => index >= size)
            ? throw fields.ErrorAt(value, ModelErrorCode.InvalidValue, $"needs 1 to {FieldReader.MaximumSize} indices, each from 0 to {size - 1}")
            : new SelectLayer(name, size, indices);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumbers("indices", Indices);
    }
}
