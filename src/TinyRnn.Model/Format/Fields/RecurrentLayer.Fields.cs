namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public abstract partial class RecurrentLayer
{
    private protected static void WriteUnless(ActivationFunction usual, ActivationFunction activation, JsonWriter writer, string prefix)
    {
        if (activation != usual)
        {
            activation.Write(writer, prefix);
        }
    }
}
