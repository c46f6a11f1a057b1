namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class DelayLayer
{
    internal static DelayLayer Read(FieldReader fields, string name)
    {
        int size = fields.ReadSize("inputSize");
        JsonValue value = fields.Require("lags");
        int[] lags = fields.FindIndices("lags")!;
        return ProblemOf(size, lags) is string problem
            ? throw fields.ErrorAt(value, ModelErrorCode.InvalidValue, problem)
            : new DelayLayer(name, size, lags);
    }

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumbers("lags", Lags);
    }
}
