using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Convolutions and pooling before a recurrent layer that give fewer rows than they read, or that read later rows: <c>Conv1D</c> with the padding
/// <c>valid</c> or <c>same</c>, strides, <c>MaxPooling1D</c>; and <c>Conv2D</c>, whose first axis is the steps. A step of the network is then a
/// frame: all rows that one row before the recurrent layer is computed from. The next frame begins some rows later.
/// </summary>
/// <param name="Rows">Rows in a frame.</param>
/// <param name="Hop">Rows from the start of one frame to the start of the next.</param>
/// <param name="Before">Rows of zeros that the caller puts before a sequence.</param>
/// <param name="After">Rows of zeros that the caller puts after a sequence.</param>
internal sealed record KerasFrames(int Rows, int Hop, int Before, int After)
{
    // Classes that process each row by itself, so that they can process the rows of a frame as well.
    private static readonly string[] OfRows =
    [
        "InputLayer", "Dense", "TimeDistributed", "Activation", "ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "PReLU",
        "BatchNormalization", "LayerNormalization", "Rescaling", "Reshape",
        "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "Identity",
        .. KerasClasses.OfWindows,
    ];

    /// <summary>The frames of a model that is a chain; null if it needs none, or cannot be read that way.</summary>
    public static KerasFrames? Find(JsonDocumentFile file, IReadOnlyList<JsonValue> layers)
    {
        List<JsonValue> windows = [];
        bool isFirst = true;
        (int Before, int After) zeros = (0, 0);
        bool isNeeded = false;
        int axes = layers.Count == 0 ? 0 : AxesOf(file, layers[0]);
        foreach (JsonValue layer in layers)
        {
            string kind = file.FindString(layer, "class_name") ?? "";
            if (axes is not (3 or 4))
            {
                return null;
            }
            if (KerasClasses.IsRecurrent(kind))
            {
                return isNeeded ? Of(file, windows, zeros) : null;
            }

            if (Array.IndexOf(OfRows, kind) < 0 || file.Find(layer, "config") is not { Kind: JsonKind.Object } config)
            {
                return null;
            }

            if (kind == "Reshape")
            {
                axes = Count(file, config, "target_shape") + 1;
                continue;
            }

            if (kind == "TimeDistributed")
            {
                axes = AxesBehind(file, config, axes);
            }

            if (!KerasClasses.IsOfWindows(kind) || (axes == 4 && !KerasClasses.IsOfTwoAxes(kind)))
            {
                // A layer before it may turn zeros into something else, so the caller cannot supply the zeros.
                isFirst &= kind is "InputLayer" or "Dropout" or "SpatialDropout1D" or "SpatialDropout2D" or "GaussianNoise" or "GaussianDropout" or "Identity";
                continue;
            }

            if (axes == 3 && KerasClasses.IsOfTwoAxes(kind))
            {
                return null;
            }

            (int size, int stride, int dilation) = Sizes(file, config);
            string padding = file.FindString(config, "padding") ?? "valid";
            int reach = (size - 1) * dilation;
            isNeeded |= stride > 1 || (padding != "causal" && reach > 0);
            if (padding != "valid" && reach > 0)
            {
                // Pooling ignores the zeros around its input, and with a stride, 'same' depends on the number of rows.
                if (!isFirst || kind.Contains("Pooling", StringComparison.Ordinal) || (padding == "same" && stride > 1))
                {
                    return null;
                }

                zeros = padding == "causal" ? (reach, 0) : (reach / 2, reach - (reach / 2));
            }

            windows.Add(config);
            isFirst = false;
        }

        return null;
    }

    /// <summary>A note for the caller.</summary>
    public string Describe(string name, int channels, int? steps)
    {
        string zeros = (Before, After) is (0, 0) ? "" : $", which include {Before} rows of zeros before and {After} after the sequence";
        long Fit(long rows) => rows + Before + After < Rows ? 0 : ((rows + Before + After - Rows) / Hop) + 1;
        string count = steps is int given ? $"; the file's {given} rows are {Fit(given)} steps" : "";
        string frame =
            $"a step is a frame of {Rows} rows of {channels} values, row after row, and the next frame begins {Hop} {(Hop == 1 ? "row" : "rows")} later";
        return $"layers after {ImportSource.Quote(name)} join rows, so {frame}{zeros}{count}";
    }

    private static KerasFrames? Of(JsonDocumentFile file, List<JsonValue> windows, (int Before, int After) zeros)
    {
        long rows = 1;
        long hop = 1;
        for (int i = windows.Count - 1; i >= 0; i--)
        {
            (int size, int stride, int dilation) = Sizes(file, windows[i]);
            rows = ((rows - 1) * stride) + ((size - 1L) * dilation) + 1;
            hop *= stride;
        }

        return rows <= FieldReader.MaximumSize && hop <= FieldReader.MaximumSize ? new KerasFrames((int)rows, (int)hop, zeros.Before, zeros.After) : null;
    }

    private static (int Size, int Stride, int Dilation) Sizes(JsonDocumentFile file, JsonValue config)
    {
        int? pool = One(file, config, "pool_size");
        int size = pool ?? One(file, config, "kernel_size") ?? 1;
        return (size, One(file, config, "strides") ?? pool ?? 1, One(file, config, "dilation_rate") ?? 1);
    }

    // Over the steps, which are the first of two axes. The reader of the layer refuses a value that is not a number.
    private static int? One(JsonDocumentFile file, JsonValue config, string field) =>
        file.Find(config, field) is { Kind: not JsonKind.Null } value
            && KerasSettings.AxisOf(file, value is { Kind: JsonKind.Array, Items.Count: 2 } ? value.Items[0] : value) is int number
            && number is >= 1 and <= short.MaxValue
            ? number
            : null;

    // The batch, the steps and the values of a step, unless the model says something else.
    private static int AxesOf(JsonDocumentFile file, JsonValue layer)
    {
        JsonValue? config = file.Find(layer, "config");
        return config is not { Kind: JsonKind.Object } ? 0
            : Math.Max(Count(file, config, "batch_shape"), Count(file, config, "batch_input_shape")) is int axes and > 0 ? axes
            : 3;
    }

    // Within TimeDistributed, a layer sees one step.
    private static int AxesBehind(JsonDocumentFile file, JsonValue config, int axes) =>
        file.Find(config, "layer") is not { Kind: JsonKind.Object } inner ? axes : file.FindString(inner, "class_name") switch
        {
            "Flatten" or "GlobalAveragePooling1D" or "GlobalMaxPooling1D" => 3,
            "Reshape" when file.Find(inner, "config") is { Kind: JsonKind.Object } inside => Count(file, inside, "target_shape") + 2,
            _ => axes,
        };

    private static int Count(JsonDocumentFile file, JsonValue config, string field) =>
        file.Find(config, field) is { Kind: JsonKind.Array } value ? value.Items.Count : 0;
}
