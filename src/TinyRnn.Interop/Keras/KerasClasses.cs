using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Looks at the classes of a model's layers before the layers are read.</summary>
internal static class KerasClasses
{
    /// <summary>Layers that move a window over steps or positions.</summary>
    public static readonly string[] OfWindows =
    [
        "Conv1D", "DepthwiseConv1D", "SeparableConv1D", "MaxPooling1D", "AveragePooling1D",
        "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "MaxPooling2D", "AveragePooling2D",
    ];

    private static readonly string[] OfSequences = ["SimpleRNN", "GRU", "LSTM", "RNN", "Bidirectional", "Embedding", "ConvLSTM1D"];

    /// <summary>Whether a layer moves a window over steps or positions.</summary>
    public static bool IsOfWindows(string className) => Array.IndexOf(OfWindows, className) >= 0;

    /// <summary>Whether a layer is for images, or for steps of positions.</summary>
    public static bool IsOfTwoAxes(string className) => className.EndsWith("2D", StringComparison.Ordinal);

    /// <summary>Whether a layer processes the steps in order.</summary>
    public static bool IsRecurrent(string className) => className is "SimpleRNN" or "GRU" or "LSTM" or "RNN" or "Bidirectional";

    /// <summary>
    /// Whether a model reads a fixed number of steps at once: it has convolutions or pooling, and no layer that processes steps in order or reads
    /// tokens.
    /// </summary>
    public static bool ReadsWindows(JsonDocumentFile file, JsonValue model)
    {
        HashSet<string> classes = [];
        Stack<JsonValue> open = new([model]);
        while (open.TryPop(out JsonValue? value))
        {
            if (value.Kind == JsonKind.Object && file.Find(value, "class_name") is { Kind: JsonKind.String } name)
            {
                classes.Add(name.GetString(file.Text));
            }

            foreach (JsonValue inner in value.Items.Concat(value.Members.Select(member => member.Value)))
            {
                open.Push(inner);
            }
        }

        return classes.Any(IsOfWindows) && !OfSequences.Any(classes.Contains);
    }
}
