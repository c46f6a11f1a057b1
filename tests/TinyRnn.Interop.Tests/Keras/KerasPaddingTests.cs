namespace TinyRnn.Interop.Tests.Keras;

/// <summary>
/// Zeros of Keras's ZeroPadding layers wait for a convolution over the axes that they lie beside. What else would read them is refused, and so is what
/// TimeDistributed cannot have inside.
/// </summary>
public class KerasPaddingTests
{
    private const int Units = 3;
    private const string Image = "[null, 4, 4, 1]";
    private const string Positions = "[null, null, 8, 1]";
    private const string Rows = "[null, null, 8]";
    private const string Window = "[null, 9, 4]";
    private const string Zeros = "the zeros of a ZeroPadding layer, but only a convolution may read these; remove the layer, or put a convolution after it";

    private static readonly string Cell = WrittenKeras.Layer("SimpleRNN", "cell", ("units", $"{Units}"));
    // With it in front a model has no frames.
    private static readonly string Same = WrittenKeras.Layer("Permute", "same", ("dims", "[1, 2, 3]"));
    private static readonly string Line = WrittenKeras.Layer("Conv1D", "line", ("filters", "4"), ("kernel_size", "[3]"));
    private static readonly string Down = WrittenKeras.Layer("Conv2D", "down", ("filters", "4"), ("kernel_size", "[3, 1]"));

    public static TheoryData<string, string, string[], string> Refused => new()
    {
        {
            "pooling of an image", Image, [Pad2D("1"), Pool("MaxPooling2D")],
            "it reads zeros that a ZeroPadding layer adds to the rows and positions, which Keras pools as values"
        },
        { "the mean of an image", Image, [Pad2D("[[0, 0], [0, 1]]"), Pool("AveragePooling2D")], "which Keras pools as values" },
        { "pooling of a window", Window, [Pad1D("[3, 0]"), Pool("MaxPooling1D")], "which Keras pools as values" },
        { "pooling of positions", Positions, [Each(Pad1D("1")), Each(Pool("AveragePooling1D"), "pooled"), Flat, Cell], "which Keras pools as values" },
        {
            "zeros of positions for steps", Positions,
            [Same, Each(Pad1D("[2, 0]")), Down, Each(WrittenKeras.Layer("GlobalAveragePooling1D", "inner"), "mean"), Cell],
            "adds to the positions, but works on the steps and positions itself; zeros on the same axes were expected"
        },
        {
            "zeros of steps for positions", Positions, [Pad2D("[[2, 0], [0, 0]]"), Each(Line, "line"), Flat, Cell],
            "adds to the steps and positions, but works on the positions itself"
        },
        { "zeros beside a row of positions", Positions, [Pad2D("[[0, 0], [1, 1]]"), Each(Line, "line"), Flat, Cell], "but works on the positions itself" },
        {
            "rows of zeros for positions", Image, [Pad2D("[[2, 0], [0, 0]]"), Line],
            "adds to the rows and positions, but works on the positions itself"
        },
        {
            "two kinds of zeros", Positions, [Pad2D("[[2, 0], [0, 0]]"), Each(Pad1D("1", "inner"), "more"), Down, Flat, Cell],
            "but works on the positions itself"
        },
        {
            "a convolution of a row", Rows, [Each(Row("inner", "causal"), "wide"), Cell],
            "its inner layer is 'Conv1D'; steps of positions or of images were expected"
        },
        { "zeros beside a row", Rows, [Each(Pad1D("[2, 0]")), Row("wide", "causal"), Cell], "its inner layer is 'ZeroPadding1D'; steps of positions" },
        {
            "the largest of a row", Rows, [Each(WrittenKeras.Layer("GlobalMaxPooling1D", "inner"), "it"), Cell],
            "its inner layer is 'GlobalMaxPooling1D'; steps of positions"
        },
        {
            "steps that are frames", "[null, 9, 8, 1]",
            [Each(Line, "line"), WrittenKeras.Layer("Conv2D", "deep", ("filters", "4"), ("kernel_size", "[3, 1]")), Flat, Cell],
            "the steps of this model are frames, because a convolution joins steps; it cannot have 'Conv1D' within 'TimeDistributed'"
        },
        { "a dense layer", Positions, [Pad2D("1"), WrittenKeras.Layer("Dense", "dense", ("units", "2")), Cell], $"it reads {Zeros}" },
        { "the end of a model", Window, [Row("row"), Pad1D("1")], $"the model ends in {Zeros}" },
        { "one axis for two", Rows, [Pad2D("1"), Row("wide"), Cell], "it needs positions on two axes, but the layer before gives one axis" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_read_other_numbers_is_refused(string name, string input, string[] layers, string expected)
    {
        ImportException e = Assert.Throws<ImportException>(() => Import(WrittenKeras.Sequential(input, layers)));
        Assert.True(e.Message.Contains(expected, StringComparison.Ordinal), $"{name}: {e.Message}");
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("Add", "", "[{\"args\": [A, 1.0], \"kwargs\": {}}]")]
    [InlineData("Add", "", "[{\"args\": [[A, B]], \"kwargs\": {}}]")]
    [InlineData("Maximum", "", "[{\"args\": [[C, B]], \"kwargs\": {}}]")]
    [InlineData("Concatenate", "\"axis\": -1", "[{\"args\": [[A, A]], \"kwargs\": {}}]")]
    [InlineData("Concatenate", "\"axis\": 1", "[{\"args\": [[C, A]], \"kwargs\": {}}]")]
    public void Joins_read_no_zeros(string kind, string config, string nodes)
    {
        string Tensor(string layer) => $"{{\"class_name\": \"__keras_tensor__\", \"config\": {{\"keras_history\": [\"{layer}\", 0, 0]}}}}";
        string Node(string layer) => $"[{{\"args\": [{Tensor(layer)}], \"kwargs\": {{}}}}]";
        string joined = nodes.Replace("A", Tensor("a")).Replace("B", Tensor("b")).Replace("C", Tensor("input"));
        string[] layers =
        [
            WrittenKeras.Node("InputLayer", "input", $"\"batch_shape\": {Window}", "[]"),
            .. nodes.Contains('A') ? [WrittenKeras.Node("ZeroPadding1D", "a", "\"padding\": [2, 0]", Node("input"))] : Array.Empty<string>(),
            .. nodes.Contains('B') ? [WrittenKeras.Node("ZeroPadding1D", "b", "\"padding\": [1, 1]", Node("input"))] : Array.Empty<string>(),
            WrittenKeras.Node(kind, "it", config, joined),
            WrittenKeras.Node("Conv1D", "row", "\"filters\": 4, \"kernel_size\": [3]", Node("it")),
        ];
        ImportException e = Assert.Throws<ImportException>(() => Import(WrittenKeras.Functional("[[\"row\", 0, 0]]", layers)));
        Assert.Contains($"'it': it reads {Zeros}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[null, 4, null, 1]", true, "[null, 4, null, 1]; the batch, height, width and channels, all known, were expected, with at most 32768 values")]
    [InlineData("[null, 4194304, 4194304, 1048576]", true, "[null, 4194304, 4194304, 1048576]; the batch, height, width and channels, all known")]
    [InlineData("[null, 32768, 32768, 32768]", true, "the batch, height, width and channels, all known")]
    [InlineData("[null, 9, 4194304, 4194304, 1048576]", false, "[null, 9, 4194304, 4194304, 1048576]; the batch, the steps and known sizes")]
    public void Inputs_have_known_sizes(string input, bool isImage, string expected)
    {
        string conv = WrittenKeras.Layer("Conv2D", "down", ("filters", "4"), ("kernel_size", "[3, 1]"));
        ImportException e = Assert.Throws<ImportException>(() => Import(WrittenKeras.Sequential(input, isImage ? [conv] : [Each(conv, "down"), Flat, Cell])));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_layer_is_told_what_is_known()
    {
        ImportException e = Assert.Throws<ImportException>(() => Import(WrittenKeras.Sequential(Window, WrittenKeras.Layer("Twist", "it"), Cell)));
        Assert.Contains("its class 'Twist' is not supported", e.Message, StringComparison.Ordinal);
        Assert.Contains("a convolution, pooling, Flatten, Reshape, ZeroPadding,", e.Message, StringComparison.Ordinal);
    }

    private static string Flat => Each(WrittenKeras.Layer("Flatten", "inner"), "flat");

    private static string Each(string inner, string name = "each") => WrittenKeras.Layer("TimeDistributed", name, ("layer", inner));

    private static string Pad1D(string padding, string name = "zeros") => WrittenKeras.Layer("ZeroPadding1D", name, ("padding", padding));

    private static string Pad2D(string padding) => WrittenKeras.Layer("ZeroPadding2D", "zeros", ("padding", padding));

    private static string Pool(string kind) => WrittenKeras.Layer(kind, "pool", ("pool_size", "2"));

    // Of 4 values or, wide, of 8.
    private static string Row(string name, string padding = "valid") =>
        WrittenKeras.Layer("Conv1D", name, ("filters", "4"), ("kernel_size", "[3]"), ("padding", $"\"{padding}\""));

    private static Network Import(string model) => WrittenKeras.Import(
        model, new Dictionary<string, (int[], float[])[]>
        {
            ["line"] = WrittenKeras.Random([3, 1, 4], [4]),
            ["row"] = WrittenKeras.Random([3, 4, 4], [4]),
            ["wide"] = WrittenKeras.Random([3, 8, 4], [4]),
            ["down"] = WrittenKeras.Random([3, 1, 1, 4], [4]),
            ["deep"] = WrittenKeras.Random([3, 1, 4, 4], [4]),
            ["cell"] = WrittenKeras.Random([4, Units], [Units, Units], [Units]),
        }).Network;
}
