namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class WindowPoolingLayer
{
    internal static WindowPoolingLayer Read(FieldReader fields, string name)
    {
        Window window = Window.Read(fields);
        return ProblemOf(window) is string problem
            ? throw fields.ErrorAt(fields.Require("padding"), ModelErrorCode.InvalidValue, problem)
            : new WindowPoolingLayer(name, window, fields.ReadWord("mode", Words.WindowPoolingModes));
    }

    internal override void WriteFields(JsonWriter writer)
    {
        Window.Write(writer);
        writer.WriteString("mode", Words.Of(Mode));
    }
}
