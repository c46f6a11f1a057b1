using System.Text.RegularExpressions;

namespace TinyRnn.Model.Tests.Format;

/// <summary>The fields in files of layers without memory of their own: arithmetic, selection, reduction, normalisation, delay, windows.</summary>
public class OperatorFormatTests
{
    private const string Groups = "which cannot be divided into";

    /// <summary>A layer as written, and as it describes itself.</summary>
    public static TheoryData<string, string> Written => new()
    {
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"sqrt\"", "sqrt(4)" },
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"clip\", \"low\": -1.5, \"high\": 2", "clip(4), from -1.5 to 2" },
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"clip\", \"low\": 2, \"high\": 2", "clip(4), from 2 to 2" },
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"power\", \"exponent\": 0.5", "power(4), exponent 0.5" },
        { "\"inputs\": [\"input\", \"input\"], \"kind\": \"combine\", \"operation\": \"add\", \"inputSizes\": [4, 4]", "add(4, 4)" },
        { "\"kind\": \"reduce\", \"inputSize\": 4, \"mode\": \"sum\"", "reduce(4 -> 1), sum" },
        { "\"kind\": \"reduce\", \"inputSize\": 4, \"mode\": \"max\", \"groups\": 2", "reduce(4 -> 2), max" },
        { "\"kind\": \"select\", \"inputSize\": 4, \"indices\": [1, 2]", "select(4 -> 2), from 1 on" },
        { "\"kind\": \"select\", \"inputSize\": 4, \"indices\": [3]", "select(4 -> 1), from 3 on" },
        { "\"kind\": \"select\", \"inputSize\": 4, \"indices\": [2, 1, 2]", "select(4 -> 3)" },
        { "\"kind\": \"delay\", \"inputSize\": 4, \"lags\": [3]", "delay(4 -> 4), lag 3" },
        { "\"kind\": \"delay\", \"inputSize\": 4, \"lags\": [2, 1, 0]", "delay(4 -> 12), 3 lags from 2 to 0" },
        { "\"kind\": \"layer-norm\", \"inputSize\": 4, \"epsilon\": 0.5, \"affine\": false", "layer-norm(4), epsilon 0.5, no weights" },
        { "\"kind\": \"layer-norm\", \"inputSize\": 4, \"epsilon\": 0, \"groups\": 2, \"affine\": false", "layer-norm(4), 2 groups, epsilon 0, no weights" },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 2], \"padding\": [0, 1, 0, 0], \"mode\": \"max\"",
            "window-pooling(2 x 2, kernel 2, padding 1 and 0 -> 2 x 2), max"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 1, \"size\": [2, 2], \"kernel\": [1, 1], \"stride\": [2, 1], \"mode\": \"mean-with-padding\"",
            "window-pooling(1 x 2 x 2, kernel 1 x 1, stride 2 x 1 -> 1 x 2), mean-with-padding"
        },
    };

    /// <summary>A layer with a mark at the value that is wrong, and the message.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": «\"cube\"", "'function' of layer 'op' must be one of 'abs'" },
        { "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"power\", \"exponent\": «0", "layer 'op' is 0; another exponent was expected" },
        {
            "\"kind\": \"function\", \"inputSize\": 4, \"function\": \"clip\", \"low\": 1, \"high\": «0.5",
            "layer 'op' has an upper limit that is below the lower limit"
        },
        { "\"kind\": \"combine\", \"operation\": \"divide\", \"inputSizes\": «[2, 1, 1]", "layer 'op' needs exactly two inputs for 'divide', not 3" },
        { "\"kind\": \"combine\", \"operation\": \"add\", \"inputSizes\": «[4]", "layer 'op' needs at least two inputs" },
        {
            "\"kind\": \"combine\", \"operation\": \"add\", \"inputSizes\": «[3, 2]",
            "layer 'op' needs inputs of one size; only an input of a single value may differ"
        },
        {
            "\"kind\": \"combine\", \"operation\": \"add\", \"inputSizes\": [2, «0]",
            "'inputSizes' of layer 'op' must hold whole numbers from 1 to 32768, not 0"
        },
        { "\"kind\": \"reduce\", \"inputSize\": 4, \"mode\": \"mean\", \"groups\": «3", $"layer 'op' reads 4 values, {Groups} 3 equal groups" },
        { "\"kind\": \"reduce\", \"inputSize\": 4, \"mode\": «\"min\"", "'mode' of layer 'op' must be one of 'mean', 'sum', 'max', not the string 'min'" },
        { "\"kind\": \"select\", \"inputSize\": 4, \"indices\": «[]", "layer 'op' needs 1 to 32768 indices, each from 0 to 3" },
        { "\"kind\": \"select\", \"inputSize\": 4, \"indices\": «[0, 4]", "layer 'op' needs 1 to 32768 indices, each from 0 to 3" },
        { "\"kind\": \"delay\", \"inputSize\": 4, \"lags\": «[0]", "layer 'op' needs 1 to 32768 lags of 0 or more steps, at least one of them above 0" },
        { "\"kind\": \"delay\", \"inputSize\": 4, \"lags\": «[32769]", "layer 'op' would remember 32769 rows of 4 values; the limit is 131072 values" },
        {
            "\"kind\": \"layer-norm\", \"inputSize\": 4, \"epsilon\": 0, \"groups\": «3, \"affine\": false",
            $"layer 'op' reads 4 values, {Groups} 3 equal groups"
        },
        { "\"kind\": \"layer-norm\", \"inputSize\": 4, \"epsilon\": «-0.5, \"affine\": false", "layer 'op' needs an epsilon of 0 or more" },
        {
            "\"kind\": \"convolution\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 1], \"outputChannels\": 2, \"groups\": «3, "
                + "\"activation\": \"tanh\", \"bias\": false",
            "layer 'op' has 3 groups, which do not divide 2 channels and 2 output channels"
        },
        {
            "\"kind\": \"convolution\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 1], \"outputChannels\": 2, \"activation\": «\"softmax\", "
                + "\"bias\": false",
            "layer 'op' cannot have the activation 'softmax', which needs the whole row; put a layer of kind 'activation' after it"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 1], \"padding\": «[0, 0, 1], \"mode\": \"max\"",
            "layer 'op' needs four numbers for 'padding': above, before, below and after"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 1], \"padding\": «[0, 0, 0, 1], \"mode\": \"max\"",
            "layer 'op' has a window that covers no value, only zeros beyond the edges"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": «[2], \"kernel\": [1, 1], \"mode\": \"max\"",
            "layer 'op' needs two numbers for 'size': one for rows, one for positions in a row"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": [1, 2], \"kernel\": [1, 1], \"stride\": «[1, 1, 1], \"mode\": \"max\"",
            "layer 'op' needs two numbers for 'stride': one for rows, one for positions in a row"
        },
        {
            "\"kind\": \"window-pooling\", \"channels\": 2, \"size\": «[1, 2], \"kernel\": [1, 3], \"mode\": \"max\"",
            "layer 'op' has windows of 3 positions, but only 2 positions, padding included"
        },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_layer_written_by_hand_is_read_and_written_again(string fields, string expected)
    {
        Network network = NetworkReader.Read(Documents.Seal(Document(fields)), "x");
        Assert.Equal(expected, network.Layers[0].ToString());
        string again = NetworkWriter.Write(network);
        foreach (string field in Fields(fields))
        {
            Assert.Contains(WithoutSpace(field), WithoutSpace(again), StringComparison.Ordinal);
        }

        Assert.Equal(Fingerprint.Of(network), Fingerprint.Of(NetworkReader.Read(again, "x")));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_values_are_reported_at_the_value(string fields, string expected) =>
        Errors.At(Document(fields), ModelErrorCode.InvalidValue, expected);

    [Fact]
    public void A_missing_field_is_named_at_the_brace_of_its_layer()
    {
        string[] optional = ["inputs", "groups", "stride", "dilation", "padding"];
        foreach ((string fields, string _) in Written.Select(row => row.Data))
        {
            string[] all = Fields(fields);
            foreach (string field in all)
            {
                string name = field.Split('"')[1];
                string rest = string.Join(", ", all.Where(other => other != field));
                if (optional.Contains(name))
                {
                    continue;
                }

                Errors.At(
                    Document(rest).Replace("{\"name\": \"op\"", "«{\"name\": \"op\"", StringComparison.Ordinal), ModelErrorCode.MissingField,
                    $"layer 'op' needs the field '{name}'");
            }
        }
    }

    [Fact]
    public void What_is_as_usual_is_not_written()
    {
        const string Fields = "\"kind\": \"window-pooling\", \"channels\": 1, \"size\": [2, 2], \"kernel\": [1, 1], \"stride\": [1, 1], \"dilation\": [1, 1], "
            + "\"padding\": [0, 0, 0, 0], \"mode\": \"max\"";
        string text = NetworkWriter.Write(NetworkReader.Read(Documents.Seal(Document(Fields)), "x"));
        Assert.All(
            (string[])["stride", "dilation", "padding", "inputs", "labels", "probes", "forecast", "skip", "mean", "inputParts", "outputParts"],
            field => Assert.DoesNotContain($"\"{field}\"", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("32768", ModelErrorCode.SizeMismatch, "layer 'op' reads 32768 values, but the input has size 4")]
    [InlineData("«32769", ModelErrorCode.InvalidValue, "'size' of layer 'op' must hold whole numbers from 1 to 32768, not 32769")]
    [InlineData("«-1", ModelErrorCode.InvalidValue, "'size' of layer 'op' must hold whole numbers from 1 to 32768, not -1")]
    [InlineData("«1.5", ModelErrorCode.InvalidValue, "'size' of layer 'op' must hold whole numbers from 1 to 32768, not 1.5")]
    [InlineData("«\"4\"", ModelErrorCode.InvalidValue, "'size' of layer 'op' must hold whole numbers from 1 to 32768, not the string '4'")]
    public void Sizes_have_their_limits(string size, ModelErrorCode code, string expected)
    {
        string document = Document($"\"kind\": \"window-pooling\", \"channels\": 1, \"size\": [1, {size}], \"kernel\": [1, 1], \"mode\": \"max\"");
        Errors.At(size[0] == '«' ? document : document.Replace("{\"name\": \"op\"", "«{\"name\": \"op\"", StringComparison.Ordinal), code, expected);
    }

    private static string[] Fields(string fields) => Regex.Split(fields, ", (?=\"[a-zA-Z]+\":)");

    private static string WithoutSpace(string text) => Regex.Replace(text, @"\s", "");

    private static string Document(string fields) => $$"""
        {
          "tinyrnn": 4,
          "name": "one",
          "task": "raw",
          "input": {"kind": "vector", "size": 4},
          "layers": [
            {"name": "op", {{fields}}}
          ],
          "output": {"steps": "every"},
          "tensors": {},
          "checksum": ""
        }

        """;
}
