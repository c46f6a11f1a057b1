namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class CombineLayer
{
    internal static CombineLayer Read(FieldReader fields, string name)
    {
        CombineOperation operation = fields.ReadWord("operation", Words.CombineOperations);
        int[] sizes = fields.ReadSizes("inputSizes");
        return WhyNot(operation, sizes) is string reason
            ? throw fields.ErrorAt(fields.Require("inputSizes"), ModelErrorCode.InvalidValue, reason)
            : new CombineLayer(name, operation, sizes);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteString("operation", Words.Of(Operation));
        writer.WriteNumbers("inputSizes", Terms);
    }
}
