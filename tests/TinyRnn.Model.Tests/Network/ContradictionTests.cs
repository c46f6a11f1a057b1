using Make = TinyRnn.Tests.Networks;

namespace TinyRnn.Model.Tests.Networks;

/// <summary>Definitions whose parts contradict each other: what is said, and the place in a model file that it names.</summary>
public class ContradictionTests
{
    private static readonly VectorInput Rows = new(2);
    private static readonly Vocabulary Letters = new("abc");

    /// <summary>The message, the path of its place, and the definition.</summary>
    public static TheoryData<string, string, NetworkDefinition> Wrong => new()
    {
        { "a layer's name must be ASCII letters, digits and '_', not starting with a digit, at most 64", "layers/0/name", Raw(new DenseLayer("", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("0a", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a-b", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("é", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a@", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a[", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a`", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a{", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/0/name", Raw(new DenseLayer("a:", 2, 1)) },
        { "a layer's name must be ASCII letters", "layers/1/name", Raw(new DenseLayer("a", 2, 1), new DenseLayer(new string('a', 65), 1, 1)) },
        {
            "two layers are named 'A' (upper and lower case are the same here)", "layers/1/name", Raw(new DenseLayer("a", 2, 1), new DenseLayer("A", 1, 1))
        },
        { "the sizes of layer 'l' must be from 1 to 32768", "layers/0", WithoutTensors(new DenseLayer("l", 2, 32_769, bias: false)) },
        { "layer 'l' reads 3 values, but the input has size 2", "layers/0/inputSize", Raw(new DenseLayer("l", 3, 1)) },
        { "layer 'l' reads 2 values, but the input has 3 tokens", "layers/0/inputSize", Raw(new DenseLayer("l", 2, 1)) with { Input = new PlainTokens(3) } },
        { "layer 'l' reads 2 values, but the vocabulary has 3 characters", "layers/0/inputSize", Raw(new DenseLayer("l", 2, 1)) with { Input = Letters } },
        { "an embedding reads tokens: it must be the first layer", "layers/0/kind", Raw(new EmbeddingLayer("l", 2, 1)) },
        {
            "activation reads rows of numbers: it cannot be the first layer of a network that reads tokens", "layers/0/kind",
            Raw(new ActivationLayer("l", 3, Activation.Tanh)) with { Input = Letters }
        },
        {
            "layer 'l' reads tokens together with other values; pass the tokens through a dense layer or an embedding first", "layers/1/inputs",
            Raw(new DenseLayer("a", 3, 2), new DenseLayer("l", 5, 1) { Inputs = ["a", "input"] }) with { Input = Letters }
        },
        { "the input has size 2, but 1 names", "input/names", Raw(new DenseLayer("l", 2, 1)) with { Input = new VectorInput(2, ["a"]) } },
        {
            "the input has size 2, but 1 means", "input/mean",
            Raw(new DenseLayer("l", 2, 1)) with { Input = new VectorInput(2, scaling: new Scaling([1f], [1f])) }
        },
        {
            "the last layer of a classify model must have the activation 'identity', 'softmax' or 'log-softmax', not 'tanh'", "layers/0/activation",
            Classifier(new DenseLayer("l", 3, 2, Activation.Tanh))
        },
        {
            "the output steps of a classify model must be 'last'", "output/steps",
            Classifier(new DenseLayer("l", 3, 2)) with { OutputSteps = OutputSteps.Every }
        },
        {
            "the output of a classify model cannot have a scaling ('mean' and 'std')", "output/mean",
            Classifier(new DenseLayer("l", 3, 2)) with { OutputScaling = new Scaling([1f, 1f], [1f, 1f]) }
        },
        { "the output has size 1, but 2 means", "output/mean", Raw(new DenseLayer("l", 2, 1)) with { OutputScaling = new Scaling([1f, 1f], [1f, 1f]) } },
        { "'skipFactor' must be a number other than 0", "output/skipFactor", Raw(new DenseLayer("l", 2, 1)) with { Residual = new Residual([0], 0f) } },
        { "'skipFactor' must be a number other than 0", "output/skipFactor", Raw(new DenseLayer("l", 2, 1)) with { Residual = new Residual([0], float.NaN) } },
        {
            "a residual connection needs the task 'raw' or 'forecast' and rows of numbers as input", "output/skip",
            Raw(new DenseLayer("l", 3, 1)) with { Input = Letters, Residual = new Residual([0]) }
        },
        { "the output has size 1, but 'skip' has 2 values", "output/skip", Raw(new DenseLayer("l", 2, 1)) with { Residual = new Residual([0, 1]) } },
        {
            "'skip' names the input value 2, but the input has size 2", "output/skip/1",
            Raw(new DenseLayer("l", 2, 2)) with { Residual = new Residual([1, 2]) }
        },
        { "'skip' names the input value -1", "output/skip/0", Raw(new DenseLayer("l", 2, 1)) with { Residual = new Residual([-1]) } },
        { "a forecast model needs the field 'forecast'", "task", Forecast(null) },
        { "a raw model cannot have 'forecast'", "forecast", Raw(new DenseLayer("l", 2, 1)) with { Forecast = new ForecastShape(2, 1, 2) } },
        { "window, horizon and columns of a forecast must be from 1 to 32768", "forecast", Forecast(new ForecastShape(2, 0, 2)) },
        { "a forecast model reads rows of numbers, so its input must be of kind 'vector'", "input/kind", Forecast(new ForecastShape(2, 1, 3)) with
            {
                Input = Letters, Layers = [new DenseLayer("l", 3, 1)], Tensors = Make.RandomTensors([new DenseLayer("l", 3, 1)], 1),
            } },
        {
            "the input of a forecast with 3 columns has size 3 (a row a step) or 12 (the whole window in one step), not 2", "forecast/columns",
            Forecast(new ForecastShape(4, 1, 3))
        },
        { "the input of a forecast with 3 columns has size 3, not 2", "forecast/columns", Forecast(new ForecastShape(1, 1, 3)) },
        { "'target' names the column 2, but a row has only 2 columns, counted from 0", "forecast/target", Forecast(new ForecastShape(4, 1, 2, 2)) },
        { "'target' names the column -1", "forecast/target", Forecast(new ForecastShape(4, 1, 2, -1)) },
        { "'known' must name columns from 0 to 1, each once and not the target, not -1", "forecast/known", Forecast(new ForecastShape(4, 1, 2, known: [-1])) },
        { "one finite value for each of the 2 columns", "forecast/origin", Forecast(new ForecastShape(4, 1, 2, origin: [1, double.NaN])) },
        {
            "one finite value for each of the 2 columns", "forecast/origin",
            Forecast(new ForecastShape(4, 1, 2, null, [1, 2], outputOrigin: double.PositiveInfinity))
        },
        {
            "a test vector of this forecast model needs 4 rows of 2 values, not 6 values", "probes/0/values",
            Forecast(new ForecastShape(4, 1, 2)) with { TestVectors = [TestVector.OfValues(new float[6], [0])] }
        },
        { "a language model must read tokens", "input/kind", LanguageModel(new DenseLayer("l", 2, 2)) with { Input = Rows } },
        {
            "a language model reads text of any length, so its input cannot have 'length'", "input/length",
            LanguageModel(new DenseLayer("l", 2, 2)) with
            {
                Input = new WordVocabulary(["a", "b"], WordSplit.Keras, UnknownCharacter.Skip, fit: new TextFit(3)),
            }
        },
        {
            "a language model must not see later steps, but layer 'l' reads them", "layers/0",
            LanguageModel(new RnnLayer("l", 3, 3, options: new(Direction: Direction.Reverse)), new DenseLayer("head", 3, 3))
        },
        {
            "a language model needs one output for each character: the vocabulary has 3, the last layer gives 2", "layers/0",
            LanguageModel(new DenseLayer("l", 3, 2))
        },
        { "a raw model cannot have labels", "labels", Raw(new DenseLayer("l", 2, 1)) with { Labels = ["a"] } },
        { "there are 1 labels for 2 outputs", "labels", Classifier(new DenseLayer("l", 3, 2)) with { Labels = ["a"] } },
        { "a label must not be blank", "labels/1", Classifier(new DenseLayer("l", 3, 2)) with { Labels = ["a", " "] } },
        { "duplicate label 'a'", "labels/1", Classifier(new DenseLayer("l", 3, 2)) with { Labels = ["a", "a"] } },
        { "layer 'l' needs the tensor 'l.weight' of shape [1, 2]", "layers/0/name", WithoutTensors(new DenseLayer("l", 2, 1)) },
        {
            "tensor 'l.weight' has shape [2, 1]; layer 'l' needs [1, 2]", "tensors/l.weight/shape",
            Raw(new DenseLayer("l", 2, 1, bias: false)) with { Tensors = [new Tensor("l.weight", [2, 1], [1f, 1f])] }
        },
        {
            "no layer uses the tensor 'l.bias'", "tensors/l.bias",
            Raw(new DenseLayer("l", 2, 1, bias: false)) with { Tensors = Make.RandomTensors([new DenseLayer("l", 2, 1)], 1) }
        },
        {
            "element [0, 1] of tensor 'l.weight' is infinite", "tensors/l.weight/data",
            Raw(new DenseLayer("l", 2, 1, bias: false)) with { Tensors = [new Tensor("l.weight", [1, 2], [1f, float.NegativeInfinity])] }
        },
        {
            "tensor 'l.weight' cannot be I8: it is not a matrix", "tensors/l.weight/dtype",
            Raw(new ConvolutionLayer("l", new Window(2, 1, 1), 2, 2, bias: false)) with { Tensors = [Bytes("l.weight", 2, 1, true)] }
        },
        {
            "tensor 'l.i2h.weight' cannot be I8: the input and the hidden state have no common range", "tensors/l.i2h.weight/dtype",
            Raw(new ConcatRnnLayer("l", 2, 1, 1)) with
            {
                Tensors = [Bytes("l.i2h.weight", 1, 3, true), .. Make.RandomTensors([new ConcatRnnLayer("l", 2, 1, 1)], 1).Skip(1)],
            }
        },
        {
            "tensor 'l.weight' cannot have 'inputRange': it is looked up by token, not multiplied", "tensors/l.weight/inputRange",
            Raw(new DenseLayer("l", 3, 1, bias: false)) with { Input = Letters, Tensors = [Bytes("l.weight", 1, 3, true)] }
        },
        {
            "tensor 'l.weight' of I8 needs the field 'inputRange', the range of the values that it is multiplied with", "tensors/l.weight",
            Raw(new DenseLayer("l", 2, 1, bias: false)) with { Tensors = [Bytes("l.weight", 1, 2, false)] }
        },
        { "a test vector must hold only finite numbers", "probes/0", Raw(new DenseLayer("l", 2, 1), TestVector.OfValues([1f, 2f], [float.NaN])) },
        { "a test vector of a model that reads vectors needs 'values'", "probes/0", Raw(new DenseLayer("l", 2, 1), TestVector.OfText("a", [1f])) },
        { "a test vector needs at least one whole step of input (size 2)", "probes/0", Raw(new DenseLayer("l", 2, 1), TestVector.OfValues([1f], [1f])) },
        {
            "the output of this test vector has 2 values; it needs 1", "probes/0/output",
            Raw(new DenseLayer("l", 2, 1), TestVector.OfValues([1f, 2f], [1f, 2f]))
        },
        {
            "the text of this test vector cannot be read: 'd' (U+0064)", "probes/0/text",
            Classifier(new DenseLayer("l", 3, 2), [TestVector.OfText("d", [0, 0])])
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_contradiction_is_told_with_its_place(string expected, string place, NetworkDefinition definition) => Refused(expected, place, definition);

    /// <summary>These are not in the table, because the name of a test cannot hold half a pair.</summary>
    [Fact]
    public void Texts_hold_no_half_of_a_pair()
    {
        Refused("half a surrogate pair at position 1 of 'a\ud83d'", "name", Raw(new DenseLayer("l", 2, 1)) with { Name = "a\ud83d" });
        const string First = "half a surrogate pair at position 0";
        Refused(First, "input/names/1", Raw(new DenseLayer("l", 2, 1)) with { Input = new VectorInput(2, ["a", "\udc00"]) });
        Refused(First, "labels/1", Classifier(new DenseLayer("l", 3, 2)) with { Labels = ["a", "\udc00"] });
        Refused(First, "probes/0/text", Classifier(new DenseLayer("l", 3, 2), [TestVector.OfText("\udc00", [0, 0])]));
    }

    private static void Refused(string expected, string place, NetworkDefinition definition) =>
        Errors.Refuses(expected, place, () => new Network(definition));

    /// <summary>The largest and the smallest of what is allowed.</summary>
    [Fact]
    public void What_is_just_allowed_is_allowed()
    {
        NetworkDefinition[] right =
        [
            Raw(new DenseLayer(new string('a', 64), 2, 1)), Raw(new DenseLayer("_azAZ09", 2, 1)), Raw(new DenseLayer("l", 2, 32_768, bias: false)),
            Raw(new DenseLayer("l", 2, 2)) with { Residual = new Residual([1, 0], -float.MaxValue) },
            Forecast(new ForecastShape(1, 32_768, 2, 1, known: [0])), Forecast(new ForecastShape(4, 1, 2, null, [1, 2], outputOrigin: 3)),
            Classifier(new DenseLayer("l", 3, 2)) with { Labels = ["a", "A"], Name = "a😀" },
        ];
        Assert.All(right, definition => Assert.Equal(definition.Name, NetworkReader.Read(NetworkWriter.Write(new Network(definition)), "x").Name));
    }

    private static NetworkDefinition Raw(params Layer[] layers) => new()
    {
        Name = "net",
        Task = NetworkTask.Raw,
        Input = Rows,
        Layers = layers,
        OutputSteps = OutputSteps.Last,
        Tensors = Make.RandomTensors(layers, 1),
    };

    private static NetworkDefinition Raw(Layer layer, TestVector testVector) => Raw(layer) with { TestVectors = [testVector] };

    private static NetworkDefinition WithoutTensors(Layer layer) => Raw() with { Layers = [layer] };

    private static NetworkDefinition Classifier(Layer layer, TestVector[]? testVectors = null) =>
        Raw(layer) with { Task = NetworkTask.Classify, Input = Letters, Labels = ["no", "yes"], TestVectors = testVectors ?? [] };

    private static NetworkDefinition LanguageModel(params Layer[] layers) =>
        Raw(layers) with { Task = NetworkTask.LanguageModel, Input = Letters, OutputSteps = OutputSteps.Every };

    private static NetworkDefinition Forecast(ForecastShape? shape) => Raw(new DenseLayer("l", 2, 1)) with { Task = NetworkTask.Forecast, Forecast = shape };

    private static Tensor Bytes(string name, int rows, int columns, bool hasRange) => Tensor.OfQuantized(
        name, [rows, columns], new sbyte[rows * columns], [.. Enumerable.Repeat(1f, rows)], hasRange ? new QuantizationRange(-1f, 1f) : null);
}
