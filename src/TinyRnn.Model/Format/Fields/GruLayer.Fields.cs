namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class GruLayer
{
    internal static GruLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.ReadWord("reset", Words.GruResets),
        ActivationFunction.Read(fields, Words.ElementwiseActivations),
        RecurrentOptions.Read(fields),
        ActivationFunction.Find(fields, ActivationFunction.Sigmoid, GatePrefix));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        writer.WriteString("reset", Words.Of(Reset));
        Activation.Write(writer);
        WriteUnless(ActivationFunction.Sigmoid, GateActivation, writer, GatePrefix);
        Options.Write(writer);
    }
}
