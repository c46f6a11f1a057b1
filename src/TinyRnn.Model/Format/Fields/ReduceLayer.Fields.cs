namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ReduceLayer
{
    internal static ReduceLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        ReduceMode mode = fields.ReadWord("mode", Words.ReduceModes);
        int groups = fields.Find("groups") is null ? 1 : fields.ReadSize("groups");
        return size % groups == 0
            ? new ReduceLayer(name, size, mode, groups)
            : throw fields.ErrorAt(
                fields.Require("groups"), ModelErrorCode.InvalidValue, $"reads {size} values, which cannot be divided into {groups} equal groups");
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteString("mode", Words.Of(Mode));
        if (Groups != 1)
        {
            writer.WriteNumber("groups", Groups);
        }
    }
}
