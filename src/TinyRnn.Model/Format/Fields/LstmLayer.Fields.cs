namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class LstmLayer
{
    internal static LstmLayer Read(FieldReader fields, string name) => new(
        name,
        fields.ReadSize("inputSize"),
        fields.ReadSize("hiddenSize"),
        fields.Find("projectionSize") is null ? 0 : fields.ReadSize("projectionSize"),
        fields.FindBoolean("peepholes"),
        RecurrentOptions.Read(fields),
        ActivationFunction.Find(fields, ActivationFunction.Sigmoid, GatePrefix),
        ActivationFunction.Find(fields, ActivationFunction.Tanh),
        ActivationFunction.Find(fields, ActivationFunction.Tanh, CellPrefix),
        fields.FindBoolean("coupledGates"));

    internal override void WriteFields(JsonWriter writer)
    {
        writer.WriteNumber("inputSize", InputSize);
        writer.WriteNumber("hiddenSize", HiddenSize);
        if (ProjectionSize != 0)
        {
            writer.WriteNumber("projectionSize", ProjectionSize);
        }

        if (HasPeepholes)
        {
            writer.WriteBoolean("peepholes", true);
        }

        if (HasCoupledGates)
        {
            writer.WriteBoolean("coupledGates", true);
        }

        WriteUnless(ActivationFunction.Sigmoid, GateActivation, writer, GatePrefix);
        WriteUnless(ActivationFunction.Tanh, Activation, writer, "");
        WriteUnless(ActivationFunction.Tanh, CellActivation, writer, CellPrefix);
        Options.Write(writer);
    }
}
