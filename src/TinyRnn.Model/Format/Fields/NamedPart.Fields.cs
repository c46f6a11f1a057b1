namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial record NamedPart
{
    internal static IReadOnlyList<NamedPart> Read(FieldReader fields, string field) => fields.Find(field) is null
        ? []
        : [.. fields.RequireArray(field).Select((value, index) =>
        {
            FieldReader part = new(fields.Text, value, FormattableString.Invariant($"part {index} of '{field}'"));
            NamedPart read = new(part.ReadString("name"), part.ReadSize("size"));
            part.End();
            return read;
        })];

    internal static void Write(JsonWriter writer, string field, IReadOnlyList<NamedPart> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        writer.StartArray(field);
        foreach (NamedPart part in parts)
        {
            writer.StartObject();
            writer.WriteString("name", part.Name);
            writer.WriteNumber("size", part.Size);
            writer.EndObject();
        }

        writer.EndArray();
    }
}
