using System.Globalization;
using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Activations as options and other tools name them.</summary>
internal static class ActivationWords
{
    private const float TorchLeakySlope = 0.01f;

    /// <summary>Reads a word of an option: one of the model file's, with alpha behind a colon where there is one (<c>leaky-relu:0.2</c>).</summary>
    public static (Activation Activation, float Alpha) Parse(ImportSource source, string module, string word)
    {
        string[] parts = word.Split(':');
        if (parts.Length > 2 || !Words.Activations.TryGetValue(parts[0], out Activation activation) || (parts.Length == 2 && !activation.HasAlpha()))
        {
            throw source.Error($"the activation {ImportSource.Quote(word)} of {ImportSource.Quote(module)} is unknown; one of {string.Join(", ", Words.Activations.Keys)} was expected");
        }

        // PyTorch's defaults.
        float alpha = activation switch { Activation.LeakyRelu => TorchLeakySlope, Activation.Elu => 1f, _ => 0f };
        return parts.Length == 1 ? (activation, alpha)
            : float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out alpha) && float.IsFinite(alpha) ? (activation, alpha)
            : throw source.Error($"alpha of the activation {ImportSource.Quote(word)} of {ImportSource.Quote(module)} must be a finite number");
    }
}
