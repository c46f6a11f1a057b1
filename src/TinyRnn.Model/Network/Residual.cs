namespace TinyRnn.Model;

/// <summary>
/// The residual connection around a network: output_i += <see cref="Factor"/> * input[<see cref="Inputs"/>[i]], both in the user's units (He et al.,
/// Deep Residual Learning for Image Recognition, 2016). Here it goes around the whole network: a forecast model, for example, then learns only the
/// change. The file calls it <c>skip</c>.
/// </summary>
/// <param name="Inputs">For each output, the index of the input value that is added to it, from 0.</param>
/// <param name="Factor">The factor of those input values, such as the gain of an audio effect; not 0.</param>
public sealed record Residual(IReadOnlyList<int> Inputs, float Factor = 1f)
{
    /// <summary>The connection from <paramref name="inputs"/>; null if they are null.</summary>
    internal static Residual? Of(IReadOnlyList<int>? inputs, float factor = 1f) => inputs is null ? null : new Residual(inputs, factor);
}
