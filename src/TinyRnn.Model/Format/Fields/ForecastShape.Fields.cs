namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ForecastShape
{
    internal static ForecastShape Read(FieldReader fields, int version)
    {
        ForecastShape shape = new(
            fields.ReadSize("window"),
            fields.ReadSize("horizon"),
            fields.ReadSize("columns"),
            fields.FindIndex("target"),
            fields.FindDoubles(OriginField),
            fields.FindDouble(OutputOriginField) ?? 0,
            fields.FindIndices(KnownField));
        fields.End();
        if (shape.Origin is null && fields.Find(OutputOriginField) is JsonValue alone)
        {
            throw fields.ErrorAt(alone, ModelErrorCode.MissingField, $"has '{OutputOriginField}', so it needs the field '{OriginField}' too");
        }

        string newest = shape.Known.Count > 0 ? KnownField : OriginField;
        return shape.FormatVersion <= version ? shape : throw fields.ErrorAt(
            fields.Require(newest), ModelErrorCode.Version, $"has '{newest}', but the file is of format version {version}; the field needs version "
                + $"{shape.FormatVersion}");
    }

    internal void Write(JsonWriter writer)
    {
        writer.StartObject(Field);
        writer.WriteNumber("window", Window);
        writer.WriteNumber("horizon", Horizon);
        writer.WriteNumber("columns", Columns);
        if (Target is int target)
        {
            writer.WriteNumber("target", target);
        }

        if (Known.Count > 0)
        {
            writer.WriteNumbers(KnownField, Known);
        }

        WriteOrigin(writer);
        writer.EndObject();
    }

    internal void WriteOrigin(JsonWriter writer)
    {
        if (Origin is null)
        {
            return;
        }

        writer.WriteNumbers(OriginField, Origin);
        if (Target is null)
        {
            writer.WriteNumber(OutputOriginField, OutputOrigin);
        }
    }
}
