using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>A result of a layer, as the configuration names it.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">The number of the layer's call, from 0.</param>
/// <param name="Output">The number of its output, from 0; outputs of a recurrent layer after the first are states.</param>
/// <param name="Place">Its place in the file.</param>
internal sealed record KerasTensor(string Layer, int Call, int Output, JsonValue Place)
{
    /// <summary>The call that gives it.</summary>
    public (string Layer, int Call) Maker => (Layer, Call);
}

/// <summary>One call of a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">The positional arguments in order: results, or stored values.</param>
/// <param name="HasMask">Whether the call passes a padding mask; null if the file leaves that to Keras.</param>
internal sealed record KerasCall(JsonValue Layer, string Name, IReadOnlyList<KerasArgument> Arguments, bool? HasMask);

/// <summary>An argument of a call.</summary>
/// <param name="Tensor">A result of a layer; null for a stored value.</param>
/// <param name="Value">Its place in the file.</param>
internal sealed record KerasArgument(KerasTensor? Tensor, JsonValue Value);
