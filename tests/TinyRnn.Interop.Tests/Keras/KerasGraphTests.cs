namespace TinyRnn.Interop.Tests.Keras;

/// <summary>Functional models of Keras 2 and 3: what they give, and what their layers are called with.</summary>
public class KerasGraphTests
{
    private const string Lstm = "\"units\": 4, \"return_state\": true";

    private static readonly Dictionary<string, (int[] Shape, float[] Values)[]> Arrays = new()
    {
        ["lstm"] = WrittenKeras.Random([3, 16], [4, 16], [16]),
        ["second"] = WrittenKeras.Random([4, 16], [4, 16], [16]),
        ["dense"] = WrittenKeras.Random([4, 2], [2]),
        ["emb"] = WrittenKeras.Random([4, 3]),
    };

    public static TheoryData<bool> Versions => [false, true];

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_output_of_the_last_layer_is_given(bool isThree)
    {
        foreach (string outputs in new[] { "[[\"dense\", 0, 0]]", "[\"dense\", 0, 0]", "{\"y\": [\"dense\", 0, 0]}" })
        {
            Assert.Equal("dense", Chain(isThree, outputs).Network.Layers[^1].Name);
        }
    }

    [Theory]
    [InlineData("[[\"lstm\", 0, 2]]", "the state 2 of layer 'lstm'")]
    [InlineData("[[\"lstm\", 0, 1]]", "the state 1 of layer 'lstm'")]
    [InlineData("[[\"lstm\", 0, 0]]", "layer 'dense' leads to no output of the model")]
    [InlineData("[[\"dense\", 1, 0]]", "no call 1 of layer 'dense'")]
    [InlineData("[[\"none\", 0, 0]]", "no layer 'none'")]
    public void Another_output_is_an_error(string outputs, string words)
    {
        foreach (bool isThree in new[] { false, true })
        {
            Assert.Contains(words, Assert.Throws<ImportException>(() => Chain(isThree, outputs)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void States_beside_the_output_are_noted(bool isThree) =>
        Assert.Contains(
            Chain(isThree, "[[\"dense\", 0, 0], [\"lstm\", 0, 1], [\"lstm\", 0, 2]]").Notes,
            note => note.Contains("the state 2 of layer 'lstm' is not an output here", StringComparison.Ordinal));

    [Theory]
    [InlineData("\"mask\": [\"input\", 0, 0]", "a mask that does not compare its input")]
    [InlineData("\"training\": true", "'training'")]
    [InlineData("\"initial_state\": [\"input\", 0, 0]", "'initial_state'")]
    public void Another_argument_is_an_error(string argument, string words)
    {
        foreach (bool isThree in new[] { false, true })
        {
            Assert.Contains(words, Assert.Throws<ImportException>(() => Chain(isThree, "[[\"dense\", 0, 0]]", argument)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"training\": false")]
    [InlineData("\"mask\": null, \"initial_state\": null")]
    public void Arguments_that_change_nothing_are_passed(string argument)
    {
        foreach (bool isThree in new[] { false, true })
        {
            Assert.Equal(2, Chain(isThree, "[[\"dense\", 0, 0]]", argument).Network.Layers.Count);
        }
    }

    [Fact]
    public void A_result_on_the_way_may_be_an_output_too()
    {
        ImportResult result = Chain(true, "[[\"dense\", 0, 0], [\"lstm\", 0, 0]]");
        Assert.Contains("the outputs lie side by side: 'dense' at 0 to 1, 'lstm' at 2 to 5", result.Notes);
        Assert.Equal([new("dense", 2), new("lstm", 4)], result.Network.OutputParts);
        Network alone = Chain(true, "[[\"dense\", 0, 0]]").Network;
        float[] x = Networks.RandomInput(12, 5);
        float[] both = new Interpreter(result.Network).Run(x);
        Assert.Equal(new Interpreter(alone).Run(x), both[..2]);
        Assert.Equal(6, both.Length);
    }

    [Fact]
    public void A_call_that_leads_nowhere_is_an_error()
    {
        string twice = """[{"args": [KERAS], "kwargs": {}}, {"args": [KERAS], "kwargs": {}}]""".Replace(
            "KERAS", Tensor(true, "input"), StringComparison.Ordinal);
        Assert.Contains("layer 'lstm' leads to no output", Assert.Throws<ImportException>(() => Model(
            "[[\"dense\", 0, 0]]", Input("[null, null, 3]"), Layer("LSTM", "lstm", Lstm, twice),
                Layer("Dense", "dense", "\"units\": 2", Node(true, "lstm")))).Message, StringComparison.Ordinal);
    }

    /// <summary>Keras 3 writes the mask of an embedding as a comparison of the tokens, and hands it to each recurrent layer.</summary>
    [Theory]
    [InlineData("0", true)]
    [InlineData("2", true)]
    [InlineData("\"a\"", false)]
    public void Masks_of_tokens_are_noted(string padding, bool isRead)
    {
        string mask = $"\"mask\": {Tensor(true, "not_equal")}";
        string compare = $"[{{\"args\": [{Tensor(true, "input")}, {padding}], \"kwargs\": {{}}}}]";
        ImportResult Import() => Model(
            "[[\"dense\", 0, 0]]",
            Input("[null, null]"),
            Layer("Embedding", "emb", "\"input_dim\": 4, \"output_dim\": 3, \"mask_zero\": true", Node(true, "input")),
            Layer("NotEqual", "not_equal", "", compare),
            Layer("LSTM", "lstm", Lstm + ", \"return_sequences\": true", Node(true, "emb", mask)),
            Layer("LSTM", "second", Lstm, Node(true, "lstm", mask)),
            Layer("Dense", "dense", "\"units\": 2", Node(true, "second")));
        AssertMask(Import, isRead, $"'second' skips padding, token {padding};", "the mask of layer 'lstm'");
    }

    [Theory]
    [InlineData("-1", true)]
    [InlineData("1", false)]
    public void Masks_of_values_are_noted(string axis, bool isRead)
    {
        string compare = $"[{{\"args\": [{Tensor(true, "input")}, -9.5], \"kwargs\": {{}}}}]";
        ImportResult Import() => Model(
            "[[\"dense\", 0, 0]]",
            Input("[null, null, 3]"),
            Layer("Masking", "masking", "\"mask_value\": -9.5", Node(true, "input")),
            Layer("NotEqual", "not_equal", "", compare),
            Layer("Any", "any", $"\"axis\": {axis}, \"keepdims\": false", Node(true, "not_equal")),
            Layer("LSTM", "lstm", Lstm, Node(true, "masking", $"\"mask\": {Tensor(true, "any")}")),
            Layer("Dense", "dense", "\"units\": 2", Node(true, "lstm")));
        AssertMask(Import, isRead, "'lstm' skips padding, steps of only -9.5", "the mask of layer 'lstm' is not that of a Masking layer");
    }

    // A mask that is understood is noted, another one is an error.
    private static void AssertMask(Func<ImportResult> import, bool isRead, string note, string error)
    {
        if (isRead)
        {
            Assert.Contains(import().Notes, one => one.Contains(note, StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains(error, Assert.Throws<ImportException>(import).Message, StringComparison.Ordinal);
        }
    }

    private static ImportResult Chain(bool isThree, string outputs, string argument = "") => Model(
        outputs, Input("[null, null, 3]"), Layer("LSTM", "lstm", Lstm, Node(isThree, "input", argument)),
            Layer("Dense", "dense", "\"units\": 2", Node(isThree, "lstm")));

    private static ImportResult Model(string outputs, params string[] layers) => WrittenKeras.Import(
        """{"class_name": "Functional", "config": {"name": "f", "layers": [""" + string.Join(", ", layers)
            + """], "input_layers": [["input", 0, 0]], "output_layers": """ + outputs + "}}",
        Arrays, layers[0].Contains("[null, null]", StringComparison.Ordinal) ? KerasTests.Characters with { Labels = null } : null);

    private static string Input(string shape) => Layer("InputLayer", "input", $"\"batch_shape\": {shape}", "[]");

    private static string Layer(string kind, string name, string config, string nodes) => WrittenKeras.Node(kind, name, config, nodes);

    private static string Node(bool isThree, string read, string argument = "") => isThree
        ? $"[{{\"args\": [{Tensor(true, read)}], \"kwargs\": {{{argument}}}}}]"
        : $"[[[\"{read}\", 0, 0, {{{argument}}}]]]";

    private static string Tensor(bool isThree, string layer) => isThree
        ? $"{{\"class_name\": \"__keras_tensor__\", \"config\": {{\"shape\": [null, null, 3], \"dtype\": \"float32\", \"keras_history\": [\"{layer}\", "
            + $"0, 0]}}}}"
        : $"[\"{layer}\", 0, 0]";
}
