namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class LayerNormLayer
{
    internal static LayerNormLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        float epsilon = fields.ReadNumber("epsilon");
        int groups = fields.Find("groups") is null ? 1 : fields.ReadSize("groups");
        bool isAffine = fields.ReadBoolean("affine");
        return size % groups != 0 ? throw fields.ErrorAt(
            fields.Require("groups"), ModelErrorCode.InvalidValue, $"reads {size} values, which cannot be divided into {groups} equal groups")
            : epsilon < 0 ? throw fields.ErrorAt(fields.Require("epsilon"), ModelErrorCode.InvalidValue, "needs an epsilon of 0 or more")
            : new LayerNormLayer(name, size, epsilon, groups, isAffine);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("epsilon", Epsilon);
        if (Groups != 1)
        {
            writer.WriteNumber("groups", Groups);
        }

        writer.WriteBoolean("affine", IsAffine);
    }
}
