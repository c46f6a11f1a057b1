namespace TinyRnn.Model;

/// <content>Its fields in a model file.</content>
public sealed partial class ConvolutionLayer
{
    internal static ConvolutionLayer Read(FieldReader fields, string name)
    {
        Window window = Window.Read(fields);
        int channels = fields.ReadSize("outputChannels");
        int groups = fields.Find("groups") is null ? 1 : fields.ReadSize("groups");
        if (ProblemOf(window.Channels, channels, groups) is string problem)
        {
            throw fields.ErrorAt(fields.Require("groups"), ModelErrorCode.InvalidValue, problem);
        }

        ActivationFunction activation = ActivationFunction.Read(fields, Words.Activations);
        return activation.Kind.IsElementwise()
            ? new ConvolutionLayer(name, window, channels, groups, activation, fields.ReadBoolean("bias"))
            : throw fields.ErrorAt(
                fields.Require("activation"), ModelErrorCode.InvalidValue,
                $"cannot have the activation '{Words.Of(activation.Kind)}', which needs the whole row; put a layer of kind 'activation' after it");
    }

    internal override void WriteFields(JsonWriter writer)
    {
        Window.Write(writer);
        writer.WriteNumber("outputChannels", OutputChannels);
        if (Groups != 1)
        {
            writer.WriteNumber("groups", Groups);
        }

        Activation.Write(writer);
        writer.WriteBoolean("bias", Bias);
    }
}
