using System.Globalization;
using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>The names of activations in options and in other tools.</summary>
internal static class ActivationWords
{
    /// <summary>
    /// Reads a word of an option: a word of the model file, followed by alpha and beta after colons if it has them (<c>leaky-relu:0.2</c>,
    /// <c>hard-sigmoid:0.2:0.5</c>). Defaults are those of PyTorch and ONNX.
    /// </summary>
    public static ActivationFunction Parse(ImportSource source, string module, string word)
    {
        string[] parts = word.Split(':');
        if (!Words.Activations.TryGetValue(parts[0], out Activation activation)
            || parts.Length > 1 + (activation.HasAlpha() ? 1 : 0) + (activation.HasBeta() ? 1 : 0))
        {
            throw source.Error(
                $"the activation {ImportSource.Quote(word)} of {ImportSource.Quote(module)} is unknown; one of {string.Join(", ", Words.Activations.Keys)} "
                    + "was expected");
        }

        return new ActivationFunction(activation, Parameter(1, "alpha"), Parameter(2, "beta"));

        float? Parameter(int index, string name) => parts.Length <= index ? null
            : float.TryParse(parts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value
            : throw source.Error($"{name} of the activation {ImportSource.Quote(word)} of {ImportSource.Quote(module)} must be a finite number");
    }
}
