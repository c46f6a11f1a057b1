namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class PoolingLayer
{
    internal static PoolingLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        PoolingMode mode = fields.ReadWord("mode", Words.PoolingModes);
        return mode == PoolingMode.Final && size % 2 != 0
            ? throw fields.ErrorAt(fields.Require("inputSize"), ModelErrorCode.InvalidValue, $"has the mode 'final', so it needs an even size, not {size}")
            : new PoolingLayer(name, size, mode);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteString("mode", Words.Of(Mode));
    }
}
