using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>How the fields of a Keras class are treated.</summary>
/// <param name="Read">Fields that the reader follows, or refuses itself.</param>
/// <param name="Fixed">Fields that must have Keras's default, which is their value here.</param>
/// <param name="Passed">Fields that do not affect the results of a trained network.</param>
internal sealed record KerasClass(string[] Read, Dictionary<string, string> Fixed, string[] Passed);

/// <summary>
/// All fields of the supported Keras classes, in versions 2 and 3. A field that is ignored by mistake would give wrong results, so fields that are
/// not in this table are refused. The README has the same table.
/// </summary>
internal static class KerasFields
{
    /// <summary>Fields that every layer has.</summary>
    public static KerasClass EveryLayer { get; } = Of("name dtype batch_input_shape batch_shape", "", "trainable activity_regularizer");

    /// <summary>The classes by name; cells belong to <c>RNN</c>, comparisons to the masks of functional models.</summary>
    public static IReadOnlyDictionary<string, KerasClass> Classes { get; } = new Dictionary<string, KerasClass>
    {
        ["InputLayer"] = Of("", "", "sparse ragged optional"),
        ["Dense"] = Of(
            "units activation use_bias", "quantization_config=null gptq_unpacked_column_size=null", $"{Learning("kernel bias")} lora_rank lora_alpha"),
        ["TimeDistributed"] = Of("layer", "", ""),
        ["SimpleRNN"] = Of($"{Recurrence} units activation use_bias", RecurrenceFixed, $"{RecurrencePassed} {CellPassed}"),
        ["GRU"] = Of($"{Recurrence} units activation recurrent_activation use_bias reset_after", RecurrenceFixed, $"{RecurrencePassed} {CellPassed} use_cudnn"),
        ["LSTM"] = Of(
            $"{Recurrence} units activation recurrent_activation use_bias", RecurrenceFixed, $"{RecurrencePassed} {CellPassed} unit_forget_bias use_cudnn"),
        ["RNN"] = Of($"{Recurrence} cell", RecurrenceFixed, RecurrencePassed),
        ["SimpleRNNCell"] = Of("units activation use_bias", "", CellPassed),
        ["GRUCell"] = Of("units activation recurrent_activation use_bias reset_after", "", CellPassed),
        ["LSTMCell"] = Of("units activation recurrent_activation use_bias", "", $"{CellPassed} unit_forget_bias"),
        ["StackedRNNCells"] = Of("cells", "", "reverse_state_order"),
        ["Bidirectional"] = Of("layer backward_layer merge_mode", "num_constants=null", ""),
        ["Embedding"] = Of("input_dim output_dim mask_zero", "quantization_config=null", $"{Learning("embeddings")} input_length sparse lora_rank lora_alpha"),
        ["BatchNormalization"] = Of(
            "axis epsilon center scale", "renorm=false virtual_batch_size=null adjustment=null",
            $"momentum synchronized fused renorm_clipping renorm_momentum {Learning("beta gamma")} moving_mean_initializer moving_variance_initializer"),
        ["Normalization"] = Of("axis mean variance invert", "", ""),
        ["Rescaling"] = Of("scale offset", "", ""),
        ["Activation"] = Of("activation", "", ""),
        ["ReLU"] = Of("max_value negative_slope threshold", "", ""),
        ["LeakyReLU"] = Of("negative_slope alpha", "", ""),
        ["ELU"] = Of("alpha", "", ""),
        ["Softmax"] = Of("axis", "", ""),
        ["Masking"] = Of("mask_value", "", ""),
        ["Flatten"] = Of("", "data_format=channels_last", ""),
        ["GlobalAveragePooling1D"] = Of("keepdims", "data_format=channels_last", ""),
        ["GlobalAveragePooling2D"] = Of("keepdims", "data_format=channels_last", ""),
        ["GlobalMaxPooling1D"] = Of("keepdims", "data_format=channels_last", ""),
        ["GlobalMaxPooling2D"] = Of("keepdims", "data_format=channels_last", ""),
        ["ThresholdedReLU"] = Of("theta", "", ""),
        ["PReLU"] = Of("", "", "shared_axes " + Learning("alpha")),
        ["LayerNormalization"] = Of("axis epsilon center scale", "rms_scaling=false", Learning("beta gamma")),
        ["Reshape"] = Of("target_shape", "", ""),
        ["RepeatVector"] = Of("n", "", ""),
        ["Permute"] = Of("dims", "", ""),
        ["ZeroPadding1D"] = Of("padding", "data_format=channels_last", ""),
        ["ZeroPadding2D"] = Of("padding", "data_format=channels_last", ""),
        ["Conv1D"] = Of($"filters groups {Windows} kernel_size dilation_rate activation use_bias", "data_format=channels_last", Learning("kernel bias")),
        ["Conv2D"] = Of($"filters groups {Windows} kernel_size dilation_rate activation use_bias", "data_format=channels_last", Learning("kernel bias")),
        ["DepthwiseConv1D"] = Of(
            $"{Windows} kernel_size dilation_rate depth_multiplier activation use_bias", "data_format=channels_last groups=1", Learning("depthwise bias")),
        ["DepthwiseConv2D"] = Of(
            $"{Windows} kernel_size dilation_rate depth_multiplier activation use_bias", "data_format=channels_last groups=1", Learning("depthwise bias")),
        ["SeparableConv1D"] = Of(
            $"filters {Windows} kernel_size dilation_rate depth_multiplier activation use_bias", "data_format=channels_last groups=1",
            $"{Learning("depthwise pointwise bias")} {Learning("kernel")}"),
        ["SeparableConv2D"] = Of(
            $"filters {Windows} kernel_size dilation_rate depth_multiplier activation use_bias", "data_format=channels_last groups=1",
            $"{Learning("depthwise pointwise bias")} {Learning("kernel")}"),
        ["MaxPooling1D"] = Of($"{Windows} pool_size", "data_format=channels_last", ""),
        ["MaxPooling2D"] = Of($"{Windows} pool_size", "data_format=channels_last", ""),
        ["AveragePooling1D"] = Of($"{Windows} pool_size", "data_format=channels_last", ""),
        ["AveragePooling2D"] = Of($"{Windows} pool_size", "data_format=channels_last", ""),
        ["Add"] = Of("", "", ""),
        ["Subtract"] = Of("", "", ""),
        ["Multiply"] = Of("", "", ""),
        ["Divide"] = Of("", "", ""),
        ["TrueDivide"] = Of("", "", ""),
        ["Average"] = Of("", "", ""),
        ["Maximum"] = Of("", "", ""),
        ["Minimum"] = Of("", "", ""),
        ["Concatenate"] = Of("axis", "", ""),
        ["Dot"] = Of("axes normalize", "", ""),
        ["TFOpLambda"] = Of("function", "", ""),
        ["Identity"] = Of("", "", ""),
        ["Dropout"] = Of("", "", "rate seed noise_shape"),
        ["SpatialDropout1D"] = Of("", "", "rate seed noise_shape"),
        ["SpatialDropout2D"] = Of("", "data_format=channels_last", "rate seed noise_shape"),
        ["GaussianNoise"] = Of("", "", "stddev seed"),
        ["GaussianDropout"] = Of("", "", "rate seed"),
        ["AlphaDropout"] = Of("", "", "rate seed noise_shape"),
        ["ActivityRegularization"] = Of("", "", "l1 l2"),
        ["NotEqual"] = Of("", "", ""),
        ["Any"] = Of("axis keepdims", "", ""),
    };

    private static string Windows => "strides padding";

    private static string Recurrence => "return_sequences return_state go_backwards stateful";

    private static string RecurrenceFixed => "time_major=false num_constants=null";

    private static string RecurrencePassed => "unroll zero_output_for_mask";

    private static string CellPassed => $"{Learning("kernel recurrent bias")} dropout recurrent_dropout implementation seed";

    /// <summary>Checks all fields of a configuration, before any of them is read.</summary>
    /// <exception cref="ImportException">A field is unknown, a duplicate, or does not have its required value.</exception>
    public static void Check(ImportSource source, JsonDocumentFile file, JsonValue config, string className, string name)
    {
        if (!Classes.TryGetValue(className, out KerasClass? known))
        {
            return;
        }

        HashSet<string> seen = [];
        foreach (JsonMember field in config.Members)
        {
            if (!seen.Add(field.Name))
            {
                throw file.Error(field.Value, $"duplicate field {ImportSource.Quote(field.Name)}");
            }

            if (known.Fixed.TryGetValue(field.Name, out string? needed))
            {
                string found = Word(file, field.Value);
                if (found != needed && found != "null")
                {
                    throw Error($"its '{field.Name}' is {ImportSource.Quote(found)}, which is not supported; {needed} was expected");
                }
            }
            else if (!IsListed(known, field.Name) && !IsListed(EveryLayer, field.Name) && Word(file, field.Value) is not ("null" or "false")
                && !IsOfCell(file, config, field))
            {
                throw Error(
                    $"its field {ImportSource.Quote(field.Name)} is unknown in Keras's class '{className}', so its effect is not known; "
                        + $"{string.Join(", ", known.Read.Concat(known.Fixed.Keys).Concat(EveryLayer.Read))} and fields for training were expected");
            }
        }

        ImportException Error(string reason) => source.Error($"layer {ImportSource.Quote(name)}", reason);
    }

    /// <summary>A value in one word: as JSON writes it, but a string without its quotes.</summary>
    public static string Word(JsonDocumentFile file, JsonValue value) => value.Kind switch
    {
        JsonKind.String => value.GetString(file.Text),
        JsonKind.Number or JsonKind.True or JsonKind.False or JsonKind.Null => value.GetRaw(file.Text),
        _ => value.Describe(),
    };

    private static bool IsListed(KerasClass known, string field) => known.Read.Contains(field) || known.Passed.Contains(field);

    private static KerasClass Of(string read, string needed, string passed) => new(
        Words(read), Words(needed).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), Words(passed));

    // TensorFlow.js writes the fields of a cell outside the cell as well.
    private static bool IsOfCell(JsonDocumentFile file, JsonValue config, JsonMember field) =>
        file.Find(config, "cell") is JsonValue cell && file.Find(cell, "config") is JsonValue inside
        && file.Find(inside, field.Name) is JsonValue same && same.GetRaw(file.Text) == field.Value.GetRaw(file.Text);

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // Fields that matter only in training.
    private static string Learning(string weights) =>
        string.Join(' ', Words(weights).SelectMany(weight => new[] { $"{weight}_initializer", $"{weight}_regularizer", $"{weight}_constraint" }));
}
