using System.Text.RegularExpressions;
using TinyRnn.Interop.Keras;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>
/// All fields that Keras 2 and 3 write for the classes that are read, each with its default and with another value: it changes the network,
/// or it is refused, or it has no part in what a trained network gives. The list is that of Keras's own <c>get_config</c> methods.
/// </summary>
public class KerasFieldTests
{
    private static readonly string[] Sequence =
    [
        "return_sequences true false", "return_state false true -", "go_backwards false true", "stateful false true", "time_major false true",
        "num_constants null 1", "unroll false true -", "zero_output_for_mask false true -"
    ];

    private static readonly string[] Cell =
    [
        "units 4 5", "activation \"tanh\" \"relu\"", "use_bias true false", "dropout 0.0 0.5 -", "recurrent_dropout 0.0 0.5 -", "implementation 2 1 -",
        "seed null 7 -", .. Weights("kernel"), .. Weights("recurrent"), .. Weights("bias")
    ];

    private static readonly string[] Gates = ["recurrent_activation \"sigmoid\" \"hard_sigmoid\""];

    private static readonly string[] Images = ["strides [1,1] [2,1]", "padding \"valid\" \"same\"", "data_format \"channels_last\" \"channels_first\""];

    private static readonly string[] Windows = ["strides [1] [2]", "padding \"valid\" \"same\"", "data_format \"channels_last\" \"channels_first\""];

    // Field, default, another value, and a dash where it changes nothing.
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["InputLayer"] = ["sparse false true -", "ragged false true -", "optional false true -"],
        ["Dense"] =
        [
            "units 4 5", "activation \"linear\" \"tanh\"", "use_bias true false", "lora_rank null 4 -", "lora_alpha null 4 -",
            "quantization_config null {\"a\":1}", "gptq_unpacked_column_size null 4", .. Weights("kernel"), .. Weights("bias")
        ],
        ["TimeDistributed"] = ["layer INNER OTHER"],
        ["SimpleRNN"] = [.. Sequence, .. Cell],
        ["GRU"] = [.. Sequence, .. Cell, .. Gates, "reset_after true false", "use_cudnn \"auto\" false -"],
        ["LSTM"] = [.. Sequence, .. Cell, .. Gates, "unit_forget_bias true false -", "use_cudnn \"auto\" false -"],
        ["RNN"] = [.. Sequence, "cell INNER OTHER"],
        ["SimpleRNNCell"] = Cell,
        ["GRUCell"] = [.. Cell, .. Gates, "reset_after true false"],
        ["LSTMCell"] = [.. Cell, .. Gates, "unit_forget_bias true false -"],
        ["StackedRNNCells"] = ["cells CELLS OTHERS", "reverse_state_order false true -"],
        ["Bidirectional"] = ["merge_mode \"concat\" \"sum\"", "layer INNER OTHER", "backward_layer BACK OTHER", "num_constants null 1"],
        ["Embedding"] =
        [
            "input_dim 4 5", "output_dim 3 2", "mask_zero false true", "input_length null 7 -", "sparse false true -", "lora_rank null 4 -",
            "lora_alpha null 4 -", "quantization_config null {\"a\":1}", .. Weights("embeddings")
        ],
        ["BatchNormalization"] =
        [
            "axis -1 1", "epsilon 0.001 0.1", "center true false", "scale true false", "momentum 0.99 0.5 -", "synchronized false true -", "fused null true -",
            "renorm false true", "renorm_clipping null {\"rmax\":1} -",
            "renorm_momentum 0.99 0.5 -", "virtual_batch_size null 4", "adjustment null 1", .. Weights("beta"), .. Weights("gamma"),
            "moving_mean_initializer \"zeros\" \"ones\" -", "moving_variance_initializer \"ones\" \"zeros\" -",
        ],
        ["Normalization"] = ["axis -1 1", "mean null [1,2,3]", "variance null [1,2,3]", "invert false true"],
        ["Rescaling"] = ["scale 0.5 2.0", "offset 0.0 1.0"],
        ["Activation"] = ["activation \"relu\" \"tanh\""],
        ["ReLU"] = ["max_value null 0.1", "negative_slope 0.0 0.1", "threshold 0.0 0.1"],
        ["LeakyReLU"] = ["negative_slope 0.3 0.1", "alpha null 0.1 -"],
        ["ELU"] = ["alpha 1.0 0.5"],
        ["Softmax"] = ["axis -1 1"],
        ["Masking"] = ["mask_value 0.0 -1.0"],
        ["Flatten"] = ["data_format \"channels_last\" \"channels_first\""],
        ["GlobalAveragePooling1D"] = ["data_format \"channels_last\" \"channels_first\"", "keepdims false true -"],
        ["GlobalAveragePooling2D"] = ["data_format \"channels_last\" \"channels_first\"", "keepdims false true -"],
        ["GlobalMaxPooling1D"] = ["data_format \"channels_last\" \"channels_first\"", "keepdims false true -"],
        ["GlobalMaxPooling2D"] = ["data_format \"channels_last\" \"channels_first\"", "keepdims false true -"],
        ["ThresholdedReLU"] = ["theta 0.1 0.4"],
        ["PReLU"] = ["shared_axes [1] null -", .. Weights("alpha")],
        ["LayerNormalization"] =
        [
            "axis -1 1", "epsilon 0.001 0.1", "center true false", "scale true false", "rms_scaling false true", .. Weights("beta"), .. Weights("gamma")
        ],
        ["Reshape"] = ["target_shape [-1,3] [3,-1]"],
        ["RepeatVector"] = ["n 2 3 -"],
        ["Permute"] = ["dims [1,2] [2,1]"],
        ["ZeroPadding1D"] = ["padding [0,0] [1,0]", "data_format \"channels_last\" \"channels_first\""],
        ["ZeroPadding2D"] = ["padding [[0,0],[0,0]] [[1,0],[0,0]]", "data_format \"channels_last\" \"channels_first\""],
        ["Conv1D"] =
        [
            "filters 4 5", "groups 1 2", .. Windows, "kernel_size [2] [3]", "dilation_rate [1] [2]", "activation \"linear\" \"tanh\"", "use_bias true false",
            .. Weights("kernel"), .. Weights("bias")
        ],
        ["Conv2D"] =
        [
            "filters 4 5", "groups 1 2", .. Images, "kernel_size [2,1] [3,1]", "dilation_rate [1,1] [2,1]", "activation \"linear\" \"tanh\"",
                "use_bias true false",
            .. Weights("kernel"), .. Weights("bias")
        ],
        ["DepthwiseConv1D"] =
        [
            .. Windows, "kernel_size [2] [3]", "dilation_rate [1] [2]", "depth_multiplier 2 1", "groups 1 3", "activation \"linear\" \"tanh\"",
            "use_bias true false", .. Weights("depthwise"), .. Weights("bias")
        ],
        ["DepthwiseConv2D"] =
        [
            .. Images, "kernel_size [2,1] [3,1]", "dilation_rate [1,1] [2,1]", "depth_multiplier 2 1", "groups 1 3", "activation \"linear\" \"tanh\"",
            "use_bias true false", .. Weights("depthwise"), .. Weights("bias")
        ],
        ["SeparableConv1D"] =
        [
            "filters 4 5", "groups 1 3", .. Windows, "kernel_size [2] [3]", "dilation_rate [1] [2]", "depth_multiplier 2 1", "activation \"linear\" \"tanh\"",
            "use_bias true false",
            .. Weights("depthwise"), .. Weights("pointwise"), .. Weights("bias"), .. Weights("kernel"),
        ],
        ["SeparableConv2D"] =
        [
            "filters 4 5", "groups 1 3", .. Images, "kernel_size [2,1] [3,1]", "dilation_rate [1,1] [2,1]", "depth_multiplier 2 1",
                "activation \"linear\" \"tanh\"",
            "use_bias true false",
            .. Weights("depthwise"), .. Weights("pointwise"), .. Weights("bias"), .. Weights("kernel"),
        ],
        ["MaxPooling1D"] = [.. Windows, "pool_size [2] [3]"],
        ["MaxPooling2D"] = [.. Images, "pool_size [2,2] [2,3]"],
        ["AveragePooling1D"] = [.. Windows, "pool_size [2] [3]"],
        ["AveragePooling2D"] = [.. Images, "pool_size [2,2] [2,3]"],
        ["Add"] = [],
        ["Subtract"] = [],
        ["Multiply"] = [],
        ["Divide"] = [],
        ["TrueDivide"] = [],
        ["Average"] = [],
        ["Maximum"] = [],
        ["Minimum"] = [],
        ["Concatenate"] = ["axis -1 0"],
        ["Dot"] = ["axes 1 2", "normalize false true"],
        ["TFOpLambda"] = ["function \"math.add\" \"math.multiply\""],
        ["Identity"] = [],
        ["Dropout"] = ["rate 0.5 0.1 -", "seed null 7 -", "noise_shape null [1] -"],
        ["SpatialDropout1D"] = ["rate 0.5 0.1 -", "seed null 7 -", "noise_shape null [1] -"],
        ["SpatialDropout2D"] = ["rate 0.5 0.1 -", "seed null 7 -", "data_format \"channels_last\" \"channels_first\"", "noise_shape null [1] -"],
        ["GaussianNoise"] = ["stddev 0.5 0.1 -", "seed null 7 -"],
        ["GaussianDropout"] = ["rate 0.5 0.1 -", "seed null 7 -"],
        ["AlphaDropout"] = ["rate 0.5 0.1 -", "seed null 7 -", "noise_shape null [1] -"],
        ["ActivityRegularization"] = ["l1 0.0 0.1 -", "l2 0.0 0.1 -"],
    };

    // Behind what is for a convolution, and before what reads an image.
    private static readonly string Next = WrittenKeras.Layer("Conv2D", "next", ("filters", "2"), ("kernel_size", "2"), ("use_bias", "false"));

    // Of every layer.
    private static readonly string[] Common = ["trainable true false -", "dtype \"float32\" \"int8\"", "activity_regularizer null {\"class_name\":\"L2\"} -"];

    private static readonly Dictionary<string, int[][]> Shapes = new()
    {
        ["Dense"] = [[3, 4], [4]],
        ["TimeDistributed"] = [[3, 4], [4]],
        ["SimpleRNN"] = [[3, 4], [4, 4], [4]],
        ["GRU"] = [[3, 12], [4, 12], [2, 12]],
        ["LSTM"] = [[3, 16], [4, 16], [16]],
        ["Bidirectional"] = [[3, 4], [4, 4], [4], [3, 4], [4, 4], [4]],
        ["Embedding"] = [[4, 3]],
        ["BatchNormalization"] = [[3], [3], [3], [3]],
        ["Normalization"] = [[3], [3]],
        ["PReLU"] = [[1, 3]],
        ["LayerNormalization"] = [[3], [3]],
        ["Conv1D"] = [[2, 3, 4], [4]],
        ["Conv2D"] = [[2, 1, 3, 4], [4]],
        ["DepthwiseConv1D"] = [[2, 3, 2], [6]],
        ["DepthwiseConv2D"] = [[2, 1, 3, 2], [6]],
        ["SeparableConv1D"] = [[2, 3, 2], [1, 6, 4], [4]],
        ["SeparableConv2D"] = [[2, 1, 3, 2], [1, 1, 6, 4], [4]],
    };

    // Those that join several results.
    private static readonly string[] Joins =
    [
        "Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Average", "Maximum", "Minimum", "Concatenate", "Dot", "TFOpLambda"
    ];

    public static TheoryData<string> Classes => [.. Fields.Keys];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_field_changes_the_network_is_refused_or_has_no_part(string kind)
    {
        string before = Outcome(kind, null);
        Assert.StartsWith("gives", before, StringComparison.Ordinal);
        foreach (string field in Fields[kind].Concat(Common))
        {
            string after = Outcome(kind, field);
            bool isOfLearning = field.EndsWith(" -", StringComparison.Ordinal) || (kind == "InputLayer" && field.StartsWith("dtype", StringComparison.Ordinal));
            Assert.True((before == after) == isOfLearning, $"{kind}, {field}: {before} became {after}");
            Assert.True(!isOfLearning || after.StartsWith("gives", StringComparison.Ordinal), $"{kind}, {field}: {after}");
        }

        Assert.Contains("its field 'heads' is unknown in Keras's class", Outcome(kind, "heads null 2"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_the_fields_of_keras_and_no_others()
    {
        foreach ((string kind, KerasClass known) in KerasFields.Classes.Where(one => one.Key is not ("NotEqual" or "Any")))
        {
            Assert.Equal(Fields[kind].Select(field => field.Split(' ')[0]).Order(), known.Read.Concat(known.Fixed.Keys).Concat(known.Passed).Order());

            // What must have its default is refused by name.
            foreach (string field in Fields[kind].Where(field => known.Fixed.ContainsKey(field.Split(' ')[0])))
            {
                Assert.Contains($"its '{field.Split(' ')[0]}' is ", Outcome(kind, field), StringComparison.Ordinal);
            }
        }

        Assert.Equal(Fields.Keys.Order(), KerasFields.Classes.Keys.Except(["NotEqual", "Any"]).Order());
    }

    [Fact]
    public void The_page_has_the_same_table()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn.Interop", "README.md")).ReplaceLineEndings("\n");
        string[][] rows =
        [
            .. page[page.IndexOf("## Keras, field by field", StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|')).Skip(2)
                .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray()),
        ];
        Dictionary<string, KerasClass> expected = new(KerasFields.Classes) { ["every layer"] = KerasFields.EveryLayer };
        foreach (string[] row in rows)
        {
            foreach (string name in row[0] == "every layer" ? [row[0]] : Words(row[0]))
            {
                KerasClass known = expected[name];
                Assert.Equal(known.Read.Order(), Words(row[1]).Order());
                Assert.Equal(known.Fixed.Keys.Order(), Words(row[2]).Order());
                Assert.Equal(
                    known.Passed.Order(),
                    Words(row[3]).SelectMany(
                        word => word.EndsWith("_*", StringComparison.Ordinal) ? Weights(word[..^2]).Select(field => field.Split(' ')[0]) : [word]).Order());
                expected.Remove(name);
            }
        }

        Assert.Empty(expected.Keys);

        static string[] Words(string cell) => [.. Regex.Matches(cell, "`([^`]+)`").Select(match => match.Groups[1].Value)];
    }

    private static string[] Weights(string name) =>
        [
            $"{name}_initializer \"a\" \"b\" -", $"{name}_regularizer null {{\"class_name\":\"L2\"}} -",
            $"{name}_constraint null {{\"class_name\":\"MaxNorm\"}} -"
        ];

    // What the model gives with all defaults but one, or why it is refused.
    private static string Outcome(string kind, string? changed)
    {
        string name = changed?.Split(' ')[0] ?? "";
        List<(string Field, string Value)> Of(string own, bool isChanged, params (string, string)[] set) =>
        [
            .. Fields[own].Concat(Common).Concat(changed is not null && name == "heads" ? [changed] : []).Select(field => field.Split(' '))
                .Select(parts => (parts[0], isChanged && parts[0] == name ? parts[2] : parts[1]))
                .Select(
                    field => set.FirstOrDefault(one => one.Item1 == field.Item1) is (string, string) given && !(isChanged && field.Item1 == name) ? given
                        : field),
        ];
        string Simple(string inner, bool isChanged, params (string, string)[] set) => WrittenKeras.Layer(inner, "inner", Of(inner, isChanged, set).Select(
            field => (field.Field, field.Value switch
            {
                "CELLS" => $"[{Simple("SimpleRNNCell", false)}]",
                "OTHERS" => $"[{Simple("SimpleRNNCell", false, ("activation", "\"relu\""))}]",
                _ => field.Value,
            })));
        bool isStack = kind == "StackedRNNCells";
        bool isCell = isStack || kind.EndsWith("Cell", StringComparison.Ordinal);
        string outer = isCell ? "RNN" : kind;
        string cell = isCell ? kind : "GRUCell";
        Dictionary<string, string> words = new()
        {
            ["INNER"] = outer switch { "RNN" => Simple(cell, isCell), "TimeDistributed" => Simple("Dense", false), _ => Simple("SimpleRNN", false) },
            ["OTHER"] = outer switch
            {
                "RNN" => Simple("LSTMCell", false),
                "TimeDistributed" => Simple("Dense", false, ("activation", "\"tanh\"")),
                _ => Simple("SimpleRNN", false, ("activation", "\"relu\"")),
            },
            ["BACK"] = outer == "Bidirectional" ? Simple("SimpleRNN", false, ("go_backwards", "true")) : "",
        };
        IEnumerable<(string, string)> fields = Of(outer, !isCell).Select(field => (field.Field, words.GetValueOrDefault(field.Value, field.Value)));
        string layer = WrittenKeras.Layer(outer, "it", fields);
        (int[], float[])[] arrays = WrittenKeras.Random(
            isStack ? Shapes["SimpleRNN"] : outer == "RNN" ? Shapes[cell[..^4]] : Shapes.GetValueOrDefault(kind, []));
        if (kind is "BatchNormalization" or "Normalization")
        {
            arrays[^1] = (arrays[^1].Item1, [0.5f, 1f, 2f]);
        }

        string config = kind switch
        {
            "InputLayer" =>
                WrittenKeras.Sequential(
                    [WrittenKeras.Layer(kind, "it", fields.Append(("batch_shape", "[null, null, 3]"))),
                        WrittenKeras.Layer("Activation", "a", ("activation", "\"tanh\""))]),
            "Embedding" => WrittenKeras.Sequential("[null, null]", layer),
            _ when Joins.Contains(kind) => WrittenKeras.Functional(
                "[[\"it\", 0, 0]]",
                WrittenKeras.Node("InputLayer", "input", "\"batch_shape\": [null, 3]", "[]"),
                WrittenKeras.Node("Activation", "a", "\"activation\": \"tanh\"", "[[[\"input\", 0, 0, {}]]]"),
                layer[..^1] + ", \"name\": \"it\", \"inbound_nodes\": [[[\"input\", 0, 0, {}], [\"a\", 0, 0, {}]]]}"),
            "Conv1D" or "DepthwiseConv1D" or "SeparableConv1D" or "MaxPooling1D" or "AveragePooling1D" =>
                WrittenKeras.Sequential("[null, 4, 3]", layer, WrittenKeras.Layer("Activation", "a", ("activation", "\"tanh\""))),
            _ when kind.EndsWith("2D", StringComparison.Ordinal) => WrittenKeras.Sequential(
                "[null, 4, 4, 3]",
                [
                    .. kind.StartsWith("Global", StringComparison.Ordinal) ? [Next, layer] : KerasClasses.IsOfWindows(kind) ? [layer] : new[] { layer, Next },
                    WrittenKeras.Layer("Activation", "a", ("activation", "\"tanh\"")),
                ]),
            "RepeatVector" or "Flatten" => WrittenKeras.Sequential("[null, 3]", layer, WrittenKeras.Layer("Activation", "a", ("activation", "\"tanh\""))),
            _ => WrittenKeras.Sequential("[null, null, 3]", layer, WrittenKeras.Layer("Activation", "a", ("activation", "\"tanh\""))),
        };
        try
        {
            ImportResult result = WrittenKeras.Import(
                config, new Dictionary<string, (int[], float[])[]> { ["it"] = arrays, ["next"] = WrittenKeras.Random([2, 2, 3, 2]) },
                kind == "Embedding" ? KerasTests.Characters with { Labels = null } : null);
            Interpreter interpreter = new(result.Network);
            float[] output = kind == "Embedding" ? interpreter.RunTokens([0, 2, 1, 3])
                : interpreter.Run(Networks.RandomInput(Math.Max(12, result.Network.InputSize), 3));
            return $"gives {string.Join(' ', output.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}; "
                + $"{string.Join("; ", result.Notes)}";
        }
        catch (ImportException e)
        {
            return e.Message;
        }
    }
}
