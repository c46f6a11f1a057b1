using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>The activations of Neural Amp Modeler's convolutions, by their names in PyTorch.</summary>
internal static class NamActivation
{
    private const float LeakySlope = 0.01f;

    /// <summary>The activation that a configuration names; null for the limit to -1 and 1, which is a function here and not an activation.</summary>
    public static ActivationFunction? Of(JsonDocumentFile file, JsonValue config)
    {
        JsonValue word = file.Require(config, "activation", JsonKind.String, "the name of an activation");
        return word.GetString(file.Text) switch
        {
            "Tanh" => Activation.Tanh,
            "ReLU" => Activation.Relu,
            "Sigmoid" => Activation.Sigmoid,
            "LeakyReLU" => new ActivationFunction(Activation.LeakyRelu, LeakySlope),
            "Hardtanh" => null,
            string other => throw file.Error(
                word, $"the activation {ImportSource.Quote(other)} is not supported; Tanh, ReLU, Sigmoid, LeakyReLU or Hardtanh was expected"),
        };
    }

    /// <summary>The activation of a number.</summary>
    public static double Value(ActivationFunction? activation, double sum) =>
        activation is ActivationFunction function ? Activations.Of(function.Kind).Value!(sum, function.Alpha, function.Beta) : Math.Clamp(sum, -1, 1);

    /// <summary>The activation as a layer of its own.</summary>
    public static Layer AsLayer(ActivationFunction? activation, string name, int size) => activation is ActivationFunction function
        ? new ActivationLayer(name, size, function)
        : new FunctionLayer(name, size, Function.Clip, -1f, 1f);

    /// <summary>The dilations of a configuration, one for each layer.</summary>
    public static int[] Dilations(JsonDocumentFile file, JsonValue config, int kernel)
    {
        JsonValue dilations = file.Require(config, "dilations", JsonKind.Array, "an array of whole numbers");
        int[] steps = [.. dilations.Items.Select(item =>
            item.Kind == JsonKind.Number && item.TryGetInt32(file.Text, out int dilation) && dilation is >= 1 and <= short.MaxValue ? dilation
                : throw file.Error(item, $"a dilation must be a whole number from 1 to {short.MaxValue}"))];
        return steps.Length > 0 && steps.All(dilation => (long)dilation * (kernel - 1) <= short.MaxValue) ? steps
            : throw file.Error(dilations, $"'dilations' is empty or, with a kernel of {kernel}, reaches back more than {short.MaxValue} samples");
    }
}
