namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class FunctionLayer
{
    internal static FunctionLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        Function function = fields.ReadWord("function", Words.Functions);
        if (function == Function.Power)
        {
            float exponent = fields.ReadNumber("exponent");
            return exponent != 0f
                ? new FunctionLayer(name, size, function, exponent: exponent)
                : throw fields.ErrorAt(fields.Require("exponent"), ModelErrorCode.InvalidValue, "is 0; another exponent was expected");
        }

        if (function != Function.Clip)
        {
            return new FunctionLayer(name, size, function);
        }

        float low = fields.ReadNumber("low");
        float high = fields.ReadNumber("high");
        return low <= high
            ? new FunctionLayer(name, size, function, low, high)
            : throw fields.ErrorAt(fields.Require("high"), ModelErrorCode.InvalidValue, "has an upper limit that is below the lower limit");
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteString("function", Words.Of(Function));
        if (Function == Function.Clip)
        {
            writer.WriteNumber("low", Low);
            writer.WriteNumber("high", High);
        }

        if (Function == Function.Power)
        {
            writer.WriteNumber("exponent", Exponent);
        }
    }
}
