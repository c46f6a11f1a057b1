using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// The padding masks of a Keras 3 file, which are separate comparisons: <c>not_equal(tokens, 0)</c> for an embedding, <c>any(not_equal(values,
/// mask_value), axis=-1)</c> for a masking. They are not part of the network.
/// </summary>
internal sealed class KerasMasks(
    ImportSource source, JsonDocumentFile file, IReadOnlyDictionary<string, JsonValue> layers, Func<JsonValue, IEnumerable<KerasTensor>> tensors)
{
    /// <summary>The classes of the comparisons.</summary>
    public static bool IsMask(string className) => className is "NotEqual" or "Any";

    /// <summary>Checks that a mask is a padding mask.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="name">The layer that is called with it.</param>
    /// <returns>A description of the padding.</returns>
    /// <exception cref="ImportException">It is another kind of mask.</exception>
    public string Read(JsonValue value, string name)
    {
        if (tensors(value).ToArray() is not [KerasTensor mask] || mask.Output != 0 || mask.Call != 0 || !layers.TryGetValue(mask.Layer, out JsonValue? maker)
            || !IsMask(ClassOf(maker)))
        {
            throw file.Error(
                value,
                $"layer {ImportSource.Quote(name)} is called with a mask that does not compare its input with a padding value; a mask of 'mask_zero' or of "
                    + "a Masking layer was expected");
        }

        bool isOverValues = ClassOf(maker) == "Any";
        if (isOverValues)
        {
            JsonValue config = Checked(maker, mask.Layer);
            JsonValue[] arguments = Arguments(maker, mask.Layer);
            bool isOverLast = file.Find(config, "axis") is JsonValue axis && KerasSettings.AxisOf(file, axis) == -1
                && file.Find(config, "keepdims") is null or { Kind: JsonKind.False or JsonKind.Null };
            if (!isOverLast || arguments.Length != 1 || tensors(arguments[0]).ToArray() is not [KerasTensor inner]
                || !layers.TryGetValue(inner.Layer, out maker) || ClassOf(maker) != "NotEqual")
            {
                throw file.Error(
                    value,
                    $"the mask of layer {ImportSource.Quote(name)} is not that of a Masking layer, which compares the last axis with a padding value");
            }

            mask = inner;
        }

        Checked(maker, mask.Layer);
        JsonValue[] compared = Arguments(maker, mask.Layer);
        if (compared.Length != 2 || tensors(compared[0]).Count() != 1 || compared[1].Kind != JsonKind.Number)
        {
            throw file.Error(value, $"the mask of layer {ImportSource.Quote(name)} does not compare values with one number");
        }

        string padding = compared[1].GetRaw(file.Text);
        return isOverValues ? $"steps of only {padding}" : $"token {padding}";
    }

    private JsonValue[] Arguments(JsonValue layer, string name) =>
        file.Find(layer, "inbound_nodes") is JsonValue { Items: [JsonValue node] } && file.Find(node, "args") is JsonValue arguments
            && (file.Find(node, "kwargs")?.Members ?? []).All(argument => argument.Value.Kind == JsonKind.Null)
            ? [.. arguments.Items]
            : throw file.Error(layer, $"the comparison {ImportSource.Quote(name)} is not called as a padding mask");

    private JsonValue Checked(JsonValue layer, string name)
    {
        JsonValue config = file.Require(layer, "config", JsonKind.Object, "a layer's configuration");
        KerasFields.Check(source, file, config, ClassOf(layer), name);
        return config;
    }

    private string ClassOf(JsonValue layer) => file.FindString(layer, "class_name") ?? "";
}
