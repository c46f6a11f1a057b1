using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>A result of a layer, as the configuration names it.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">Which of its calls, from 0.</param>
/// <param name="Output">Which of its outputs, from 0; those of a recurrent layer behind the first are states.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record KerasTensor(string Layer, int Call, int Output, JsonValue Place)
{
    /// <summary>The call that gives it.</summary>
    public (string Layer, int Call) Maker => (Layer, Call);
}

/// <summary>One call of a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What it is called with by place, in order: a result, or a stored value.</param>
/// <param name="HasMask">Whether a mask of padding is handed to it; null where the file leaves that to Keras.</param>
internal sealed record KerasCall(JsonValue Layer, string Name, IReadOnlyList<KerasArgument> Arguments, bool? HasMask);

/// <summary>An argument of a call.</summary>
/// <param name="Tensor">A result of a layer; null for a stored value.</param>
/// <param name="Value">Where it stands.</param>
internal sealed record KerasArgument(KerasTensor? Tensor, JsonValue Value);
