namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial record RecurrentOptions
{
    internal static RecurrentOptions Read(FieldReader fields) => new(
        fields.ReadWord("bias", Words.BiasForms),
        fields.FindWord("direction", Words.Directions, Direction.Forward),
        fields.FindBoolean("initialState"))
    {
        Clip = ReadClip(fields),
    };

    internal void Write(JsonWriter writer)
    {
        writer.WriteString("bias", Words.Of(Bias));
        if (Direction != Direction.Forward)
        {
            writer.WriteString("direction", Words.Of(Direction));
        }

        if (HasInitialState)
        {
            writer.WriteBoolean("initialState", true);
        }

        if (Clip is float clip)
        {
            writer.WriteNumber("clip", clip);
        }
    }

    private static float? ReadClip(FieldReader fields)
    {
        if (fields.Find("clip") is not JsonValue value)
        {
            return null;
        }

        float clip = fields.ReadNumber("clip");
        return clip > 0 ? clip : throw fields.ErrorAt(value, ModelErrorCode.InvalidValue, "needs a 'clip' above 0");
    }
}
