namespace TinyRnn.Model;

/// <content>The fields of an activation in a model file.</content>
public sealed partial record ActivationFunction
{
    /// <summary>Reads <c>activation</c>, <c>alpha</c> and <c>beta</c>, or <c>gateActivation</c>, <c>gateAlpha</c> and <c>gateBeta</c>.</summary>
    /// <param name="fields">The layer's fields.</param>
    /// <param name="words">The allowed words.</param>
    /// <param name="prefix">The start of the field names.</param>
    internal static ActivationFunction Read(FieldReader fields, Dictionary<string, Activation> words, string prefix = "")
    {
        Activation kind = fields.ReadWord(Field(prefix, "activation"), words);
        return new ActivationFunction(
            kind,
            kind.HasAlpha() ? fields.ReadNumber(Field(prefix, "alpha")) : null,
            kind.HasBeta() ? fields.ReadNumber(Field(prefix, "beta")) : null);
    }

    /// <summary>Reads an optional function.</summary>
    internal static ActivationFunction Find(FieldReader fields, ActivationFunction otherwise, string prefix = "") =>
        fields.Find(Field(prefix, "activation")) is null ? otherwise : Read(fields, Words.ElementwiseActivations, prefix);

    internal void Write(JsonWriter writer, string prefix = "")
    {
        writer.WriteString(Field(prefix, "activation"), Words.Of(Kind));
        if (Kind.HasAlpha())
        {
            writer.WriteNumber(Field(prefix, "alpha"), Alpha);
        }

        if (Kind.HasBeta())
        {
            writer.WriteNumber(Field(prefix, "beta"), Beta);
        }
    }
}
