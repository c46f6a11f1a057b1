namespace TinyRnn.Model.Tests.Format;

/// <summary>The fields and tensors of gated and recurrent layers, embeddings, pooling, alphas and residual connections in files.</summary>
public class LayerFormatTests
{
    private const string Dense = "{\"name\": \"head\", \"kind\": \"dense\", \"inputSize\": 2, \"outputSize\": 2, \"activation\": \"softmax\", \"bias\": true}";
    private const string Scaled = "{\"steps\": \"every\", \"mean\": [10], \"std\": [0.5]}";
    private const string Rnn = "\"activation\": \"tanh\", \"bias\": \"combined\"";

    [Fact]
    public void Every_field_of_a_document_written_by_hand_is_read()
    {
        Network network = NetworkReader.Read(Documents.Gated, "x");
        Assert.Equal((false, true), (network.IsStreaming, network.HasInitialState));
        EmbeddingLayer table = Assert.IsType<EmbeddingLayer>(network.Layers[0]);
        Assert.Equal((3, 2, "table.weight"), (table.InputSize, table.OutputSize, table.Weight));
        GruLayer both = Assert.IsType<GruLayer>(network.Layers[1]);
        Assert.Equal((2, 1, 2, GruReset.After, Activation.Tanh), (both.InputSize, both.HiddenSize, both.OutputSize, both.Reset, both.Activation.Kind));
        Assert.Equal(new RecurrentOptions(BiasForm.Separate, Direction.Bidirectional, true), both.Options);
        PoolingLayer ends = Assert.IsType<PoolingLayer>(network.Layers[2]);
        Assert.Equal((2, PoolingMode.Final), (ends.InputSize, ends.Mode));
        LstmLayer back = Assert.IsType<LstmLayer>(network.Layers[3]);
        Assert.Equal((2, 1, 1, true), (back.HiddenSize, back.ProjectionSize, back.OutputSize, back.HasPeepholes));
        Assert.Equal(new RecurrentOptions(BiasForm.Combined, Direction.Reverse, true), back.Options);
        Assert.Equal([0.125f, 0.75f], network.Tensors["back.initial_cell_reverse"].Values);
        Assert.Single(new Interpreter(network).RunText("abca"));
    }

    [Fact]
    public void What_is_not_written_is_forward_without_extras()
    {
        Assert.Equal(new RecurrentOptions(BiasForm.Combined), Assert.IsType<RnnLayer>(NetworkReader.Read(Documents.Text, "x").Layers[0]).Options);
        LstmLayer layer = new("l", 1, 2);
        string text = NetworkWriter.Write(RandomNetworks.Of(new Random(1), new VectorInput(1), OutputSteps.Last, null, layer));
        Assert.All(
            (string[])["direction", "initialState", "peepholes", "projectionSize", "skip"],
            field => Assert.DoesNotContain(field, text, StringComparison.Ordinal));
        LstmLayer read = Assert.IsType<LstmLayer>(NetworkReader.Read(text, "x").Layers[0]);
        Assert.Equal((0, false, RecurrentOptions.Default), (read.ProjectionSize, read.HasPeepholes, read.Options));
    }

    [Fact]
    public void Alpha_and_skip_are_read()
    {
        string text =
            Errors.Edit(Documents.Vector, ("\"identity\"}", "\"identity\"},\n{\"name\": \"d\", \"kind\": \"dense\", \"inputSize\": 1, \"outputSize\": 1, "
                + "\"activation\": \"elu\", \"alpha\": -0.25, \"bias\": false}"),
            (Scaled, "{\"steps\": \"every\", \"skip\": [1]}"), ("\"tensors\": {", $"\"tensors\": {{\"d.weight\": {{\"dtype\": \"F32\", \"shape\": [1, 1], "
                + $"\"data\": \"{Documents.Data(1)}\"}},"));
        Network network = NetworkReader.Read(Documents.Seal(text), "x");
        DenseLayer layer = Assert.IsType<DenseLayer>(network.Layers[1]);
        Assert.Equal(new ActivationFunction(Activation.Elu, -0.25f), layer.Activation);
        Assert.Equal([1], network.Residual?.Inputs);
        Assert.Equal("dense(1 -> 1), elu -0.25, no bias", layer.ToString());
    }

    [Theory]
    [InlineData("\"reset\": \"after\", ", "layer 'both' needs the field 'reset'", "{\"name\": \"both\"")]
    [InlineData("\"activation\": \"tanh\", ", "layer 'both' needs the field 'activation'", "{\"name\": \"both\"")]
    [InlineData("\"bias\": \"separate\", ", "layer 'both' needs the field 'bias'", "{\"name\": \"both\"")]
    [InlineData("\"bias\": \"combined\", ", "layer 'back' needs the field 'bias'", "{\"name\": \"back\"")]
    [InlineData("\"hiddenSize\": 2, ", "layer 'back' needs the field 'hiddenSize'", "{\"name\": \"back\"")]
    [InlineData(", \"outputSize\": 2", "layer 'table' needs the field 'outputSize'", "{\"name\": \"table\"")]
    [InlineData(", \"mode\": \"final\"", "layer 'ends' needs the field 'mode'", "{\"name\": \"ends\"")]
    public void Missing_fields_are_reported_at_the_brace_of_their_layer(string field, string expected, string layer) =>
        Errors.At(Errors.Edit(Documents.Gated, (field, ""), (layer, "«" + layer)), ModelErrorCode.MissingField, expected);

    [Theory]
    [InlineData("\"kind\": \"gru\",", "«\"outputSize\": 1,", "layer 'both' has no field 'outputSize'; its fields are 'name', 'kind', 'inputSize', "
        + "'hiddenSize', 'reset', 'activation', 'bias', 'direction', 'initialState', 'clip', 'gateActivation'")]
    [InlineData("\"kind\": \"gru\",", "«\"peepholes\": true,", "layer 'both' has no field 'peepholes'")]
    [InlineData("\"kind\": \"lstm\",", "«\"reset\": \"after\",", "layer 'back' has no field 'reset'; its fields are 'name', 'kind', 'inputSize', "
        + "'hiddenSize', 'projectionSize', 'peepholes', 'bias', 'direction', 'initialState', 'clip', 'gateActivation', 'activation', 'cellActivation', "
        + "'coupledGates'")]
    [InlineData("\"kind\": \"embedding\",", "«\"bias\": true,", "layer 'table' has no field 'bias'; its fields are 'name', 'kind', 'inputSize', 'outputSize'")]
    [InlineData("\"kind\": \"pooling\",", "«\"outputSize\": 2,", "layer 'ends' has no field 'outputSize'; its fields are 'name', 'kind', 'inputSize', 'mode'")]
    public void Unknown_fields_are_refused_with_those_that_there_are(string kind, string field, string expected) =>
        Errors.At(Documents.Gated, kind, kind + " " + field, ModelErrorCode.UnknownField, expected);

    [Theory]
    [InlineData("\"reset\": \"after\"", "\"reset\": «\"behind\"", "'reset' of layer 'both' must be one of 'after', 'before', not the string 'behind'")]
    [InlineData("\"reset\": \"after\"", "\"reset\": «true", "'reset' of layer 'both' must be one of 'after', 'before', not a boolean")]
    [InlineData("\"activation\": \"tanh\"", "\"activation\": «\"softmax\"", "'activation' of layer 'both' must be one of 'identity', 'tanh', 'relu', "
        + "'sigmoid', 'leaky-relu', 'elu', 'hard-sigmoid', 'thresholded-relu', 'scaled-tanh', 'affine', 'softsign', 'softplus', 'selu', not the string "
        + "'softmax'")]
    [InlineData("\"direction\": \"bidirectional\"", "\"direction\": «\"both\"", "'direction' of layer 'both' must be one of 'forward', 'reverse', "
        + "'bidirectional', not the string 'both'")]
    [InlineData("\"bidirectional\", \"initialState\": true", "\"bidirectional\", \"initialState\": «1", "'initialState' of layer 'both' must be true or "
        + "false, not 1")]
    [InlineData("\"peepholes\": true", "\"peepholes\": «\"yes\"", "'peepholes' of layer 'back' must be true or false, not the string 'yes'")]
    [InlineData("\"projectionSize\": 1", "\"projectionSize\": «0", "'projectionSize' of layer 'back' must be a whole number from 1 to 32768, not 0")]
    [InlineData("\"projectionSize\": 1", "\"projectionSize\": «null", "'projectionSize' of layer 'back' must be a whole number from 1 to 32768, not null")]
    [InlineData("\"mode\": \"final\"", "\"mode\": «\"sum\"", "'mode' of layer 'ends' must be one of 'mean', 'max', 'final', not the string 'sum'")]
    [InlineData("\"kind\": \"pooling\", \"inputSize\": 2", "\"kind\": \"pooling\", \"inputSize\": «3",
        "layer 'ends' has the mode 'final', so it needs an even size, not 3")]
    public void Wrong_values_are_reported_at_the_value(string find, string replacement, string expected) =>
        Errors.At(Documents.Gated, find, replacement, ModelErrorCode.InvalidValue, expected);

    [Fact]
    public void Functions_limits_and_coupled_gates_are_read_and_written()
    {
        string cells = Errors.Edit(
            Documents.Gated,
            ("\"tinyrnn\": 1", "\"tinyrnn\": 3"),
            (
                "\"activation\": \"tanh\", \"bias\": \"separate\"",
                "\"activation\": \"elu\", \"alpha\": 0.5, \"gateActivation\": \"hard-sigmoid\", \"gateAlpha\": 0.25, \"gateBeta\": 0.5, \"bias\": "
                    + "\"separate\", \"clip\": 3"),
            ("\"peepholes\": true", "\"peepholes\": true, \"activation\": \"softsign\", \"cellActivation\": \"scaled-tanh\", \"cellAlpha\": 1.5, "
                + "\"cellBeta\": 0.75"));
        Network network = NetworkReader.Read(Documents.Seal(cells), "x");
        GruLayer both = Assert.IsType<GruLayer>(network.Layers[1]);
        Assert.Equal(
            (new ActivationFunction(Activation.Elu, 0.5f), new ActivationFunction(Activation.HardSigmoid, 0.25f, 0.5f), 3f),
            (both.Activation, both.GateActivation, both.Options.Clip));
        LstmLayer back = Assert.IsType<LstmLayer>(network.Layers[3]);
        Assert.Equal(
            (Activation.Sigmoid, Activation.Softsign, new ActivationFunction(Activation.ScaledTanh, 1.5f, 0.75f)),
            (back.GateActivation.Kind, back.Activation.Kind, back.CellActivation));
        Assert.Equal("lstm(2 -> 2 -> 1), peepholes, candidate softsign, cell scaled-tanh 1.5 0.75, reverse, initial state", back.ToString());
        string written = NetworkWriter.Write(network);
        Assert.Contains("\"tinyrnn\": 3", written, StringComparison.Ordinal);
        Assert.Equal(network.Layers.Select(layer => layer.ToString()), NetworkReader.Read(written, "x").Layers.Select(layer => layer.ToString()));
    }

    [Fact]
    public void Coupled_gates_have_no_rows_of_a_forget_gate()
    {
        LstmLayer layer = new("l", 2, 3, hasPeepholes: true, hasCoupledGates: true);
        Assert.Equal([[9, 2], [9, 3], [9], [9], [6]], layer.Tensors.Select(tensor => tensor.Shape));
        Assert.Equal("lstm(2 -> 3), peepholes, coupled gates", layer.ToString());
    }

    [Theory]
    [InlineData("\"hiddenSize\": 1, \"reset\": \"after\"", "\"hiddenSize\": 1, \"clip\": 2, \"reset\": \"after\"", "both", "clip 2 needs version 3")]
    [InlineData("\"activation\": \"tanh\", \"bias\"", "\"activation\": \"sigmoid\", \"bias\"", "both", "layer 'both' needs a newer format version than 1: "
        + "gru(2 -> 2), sigmoid, reset after, bidirectional, initial state needs version 3")]
    [InlineData("\"peepholes\": true", "\"gateActivation\": \"relu\", \"peepholes\": true", "back", "gates relu")]
    public void Functions_need_their_version(string find, string replacement, string layer, string expected) => Errors.At(
        Errors.Edit(Documents.Gated, (find, replacement), ($"{{\"name\": \"{layer}\"", $"«{{\"name\": \"{layer}\"")), ModelErrorCode.Version, expected);

    [Theory]
    [InlineData("\"clip\": «0", ModelErrorCode.InvalidValue, "layer 'both' needs a 'clip' above 0")]
    [InlineData("\"clip\": «-1", ModelErrorCode.InvalidValue, "layer 'both' needs a 'clip' above 0")]
    [InlineData("\"clip\": «\"no\"", ModelErrorCode.InvalidValue, "'clip' of layer 'both' must be a finite number")]
    [InlineData("\"gateActivation\": «\"log-softmax\"", ModelErrorCode.InvalidValue, "'gateActivation' of layer 'both' must be one of 'identity', 'tanh'")]
    [InlineData("\"gateActivation\": \"hard-sigmoid\", \"gateAlpha\": 1, "
        + "\"gateBeta\": «\"x\"", ModelErrorCode.InvalidValue, "'gateBeta' of layer 'both' must be a finite number")]
    [InlineData("«\"gateAlpha\": 1", ModelErrorCode.UnknownField, "layer 'both' has no field 'gateAlpha'")]
    public void Wrong_functions_are_reported_at_the_value(string fields, ModelErrorCode code, string expected) => Errors.At(
        Errors.Edit(Documents.Gated, ("\"tinyrnn\": 1", "\"tinyrnn\": 3"), ("\"reset\": \"after\"", "\"reset\": \"after\", " + fields)), code, expected);

    [Fact]
    public void Functions_check_their_parameters()
    {
        Errors.Says<ArgumentException>("the activation tanh has no alpha", () => new ActivationFunction(Activation.Tanh, 1f));
        Errors.Says<ArgumentException>("the activation tanh has no alpha", () => new ActivationFunction(Activation.Tanh, null, 1f));
        Errors.Says<ArgumentException>("the activation elu has no beta", () => new ActivationFunction(Activation.Elu, 1f, 1f));
        const string Finite = "alpha and beta of the activation hard-sigmoid must be finite";
        Errors.Says<ArgumentException>(Finite, () => new ActivationFunction(Activation.HardSigmoid, float.NaN));
        Errors.Says<ArgumentException>(Finite, () => new ActivationFunction(Activation.HardSigmoid, 1f, float.NegativeInfinity));
        Errors.Says<ArgumentException>(
            "a concat-rnn layer has no alpha, so its activation cannot be elu", () => new ConcatRnnLayer("l", 1, 1, 1, Activation.Elu));
        Assert.Throws<ArgumentException>(() => new RnnLayer("l", 1, 1, Activation.Softmax));
        Assert.Throws<ArgumentException>(() => new LstmLayer("l", 1, 1, gateActivation: Activation.LogSoftmax));
        Assert.Throws<ArgumentException>(() => new RecurrentOptions { Clip = 0 });
        Assert.Throws<ArgumentException>(() => new RecurrentOptions { Clip = float.PositiveInfinity });
    }

    [Theory]
    [InlineData("leaky-relu")]
    [InlineData("elu")]
    [InlineData("hard-sigmoid")]
    public void Activations_with_an_alpha_need_it(string activation) =>
        Errors.At(
            Documents.Text, Dense, "«" + Dense.Replace("softmax", activation, StringComparison.Ordinal), ModelErrorCode.MissingField,
            "layer 'head' needs the field 'alpha'");

    [Fact]
    public void An_alpha_is_a_finite_number()
    {
        string Elu(string alpha) => Dense.Replace("\"softmax\"", $"\"elu\", \"alpha\": «{alpha}", StringComparison.Ordinal);
        Errors.At(Documents.Text, Dense, Elu("\"1\""), ModelErrorCode.InvalidValue, "'alpha' of layer 'head' must be a finite number, not the string '1'");
        Errors.At(Documents.Text, Dense, Elu("1e39"), ModelErrorCode.InvalidValue, "'alpha' of layer 'head' must be a finite number, not 1e39");
    }

    [Fact]
    public void No_other_activation_has_an_alpha()
    {
        const string Unknown = "has no field 'alpha'; its fields are 'name', 'kind', 'inputSize',";
        Errors.At(Documents.Text, "\"softmax\"", "\"softmax\", «\"alpha\": 0", ModelErrorCode.UnknownField, "layer 'head' " + Unknown);
        Errors.At(Documents.Text, Rnn, Rnn + ", «\"alpha\": 0", ModelErrorCode.UnknownField, "layer 'cell' " + Unknown);
        Errors.At(
            Documents.Vector, "\"identity\"", "«\"elu\", \"alpha\": 1", ModelErrorCode.InvalidValue,
            "'activation' of layer 'cell' must be one of 'identity', 'tanh', 'relu', 'sigmoid', 'softmax', 'log-softmax', 'softsign', 'softplus', 'selu', "
                + "not the string 'elu'");
    }

    [Fact]
    public void An_embedding_is_the_first_layer_and_reads_characters()
    {
        const string Expected = "an embedding reads tokens: it must be the first layer, and the network's input must be tokens";
        Errors.At(
            Documents.Gated, "\"kind\": \"pooling\", \"inputSize\": 2, \"mode\": \"final\"", "\"kind\": «\"embedding\", \"inputSize\": 2, \"outputSize\": 2",
            ModelErrorCode.InvalidValue, Expected);
        Errors.At(
            Documents.Vector, "\"kind\": \"concat-rnn\", \"inputSize\": 2, \"hiddenSize\": 1, \"outputSize\": 1, \"activation\": \"identity\"",
            "\"kind\": «\"embedding\", \"inputSize\": 2, \"outputSize\": 1", ModelErrorCode.InvalidValue, Expected);
        Errors.At(
            Documents.Gated, "\"inputSize\": 3", "\"inputSize\": «4", ModelErrorCode.SizeMismatch,
            "layer 'table' reads 4 values, but the vocabulary has 3 characters");
    }

    [Fact]
    public void Pooling_does_not_read_characters() => Errors.At(
        Documents.Gated, "\"kind\": \"embedding\", \"inputSize\": 3, \"outputSize\": 2", "\"kind\": «\"pooling\", \"inputSize\": 3, \"mode\": \"max\"",
        ModelErrorCode.InvalidValue,
        "pooling reads rows of numbers: it cannot be the first layer of a network that reads tokens");

    [Theory]
    [InlineData("[«2]", ModelErrorCode.SizeMismatch, "'skip' names the input value 2, but the input has size 2")]
    [InlineData("[«40000]", ModelErrorCode.SizeMismatch, "'skip' names the input value 40000, but the input has size 2")]
    [InlineData("«[0, 1]", ModelErrorCode.SizeMismatch, "the output has size 1, but 'skip' has 2 values")]
    [InlineData("«[]", ModelErrorCode.SizeMismatch, "the output has size 1, but 'skip' has 0 values")]
    [InlineData("[«-1]", ModelErrorCode.InvalidValue, "'skip' of the output must hold whole numbers from 0, not -1")]
    [InlineData("[«0.5]", ModelErrorCode.InvalidValue, "'skip' of the output must hold whole numbers from 0, not 0.5")]
    [InlineData("[«\"load\"]", ModelErrorCode.InvalidValue, "'skip' of the output must hold whole numbers from 0, not the string 'load'")]
    [InlineData("«true", ModelErrorCode.InvalidValue, "'skip' of the output must be an array, not a boolean")]
    public void Skip_names_one_input_value_an_output(string skip, ModelErrorCode code, string expected) =>
        Errors.At(Documents.Vector, Scaled, $"{{\"steps\": \"every\", \"skip\": {skip}}}", code, expected);

    [Fact]
    public void A_residual_needs_numbers_in_and_out()
    {
        const string Expected = "a residual connection needs the task 'raw' or 'forecast' and rows of numbers as input";
        Errors.At(Documents.Text, "{\"steps\": \"last\"}", "{\"steps\": \"last\", \"skip\": «[0, 1]}", ModelErrorCode.InvalidValue, Expected);
        Errors.At(Documents.Gated, "{\"steps\": \"last\"}", "{\"steps\": \"last\", \"skip\": «[0]}", ModelErrorCode.InvalidValue, Expected);
        Errors.At(
            Errors.Edit(
                Documents.Vector, ("\"raw\"", "\"classify\""), (Scaled, "{\"steps\": \"last\", \"skip\": «[0]}"),
                ("\"probes\"", "\"labels\": [\"a\"],\n  \"probes\"")),
            ModelErrorCode.InvalidValue, Expected);
    }

    [Theory]
    [InlineData("reverse")]
    [InlineData("bidirectional")]
    public void Language_models_read_forward(string direction)
    {
        // As many outputs as characters, so that all else is right.
        string marked = Errors.Edit(
            Documents.Text,
            ("\"classify\"", "\"language-model\""), ("  \"labels\": [\"no\", \"yes\"],\n", ""), ("{\"steps\": \"last\"}", "{\"steps\": \"every\"}"),
            ("{\"name\": \"cell\"", "«{\"name\": \"cell\""), (Rnn, $"{Rnn}, \"direction\": \"{direction}\""),
            ("\"kind\": \"dense\", \"inputSize\": 2, \"outputSize\": 2", $"\"kind\": \"dense\", \"inputSize\": {(direction == "reverse" ? 2 : 4)}, "
                + "\"outputSize\": 4"));
        Errors.At(marked, ModelErrorCode.InvalidValue, "a language model must not see later steps, but layer 'cell' reads them");
    }

    [Theory]
    [InlineData("both.weight_ih_reverse", "both", "[3, 2]")]
    [InlineData("both.weight_hh_reverse", "both", "[3, 1]")]
    [InlineData("both.bias_ih_reverse", "both", "[3]")]
    [InlineData("both.bias_hh_reverse", "both", "[3]")]
    [InlineData("both.initial_hidden", "both", "[1]")]
    [InlineData("both.initial_hidden_reverse", "both", "[1]")]
    [InlineData("back.bias_reverse", "back", "[8]")]
    [InlineData("back.weight_hr_reverse", "back", "[1, 2]")]
    [InlineData("back.peephole_reverse", "back", "[6]")]
    [InlineData("back.initial_hidden_reverse", "back", "[1]")]
    [InlineData("back.initial_cell_reverse", "back", "[2]")]
    [InlineData("table.weight", "table", "[3, 2]")]
    public void Missing_tensors_are_reported_at_their_layer(string tensor, string layer, string shape)
    {
        string marked = Errors.Edit(Documents.Gated, ($"\"{tensor}\"", "\"other\""), ($"\"name\": \"{layer}\"", $"\"name\": «\"{layer}\""));
        Errors.At(marked, ModelErrorCode.MissingTensor, $"layer '{layer}' needs the tensor '{tensor}' of shape {shape}");
    }

    [Theory]
    [InlineData("\"both.initial_hidden\": {\"dtype\": \"F32\", \"shape\": [1]", "[1, 1]", "tensor 'both.initial_hidden' has shape [1, 1]; layer 'both' "
        + "needs [1]")]
    [InlineData("\"both.initial_hidden_reverse\": {\"dtype\": \"F32\", \"shape\": [1]", "[1, 1]", "tensor 'both.initial_hidden_reverse' has shape [1, 1]; "
        + "layer 'both' needs [1]")]
    [InlineData("\"back.initial_hidden_reverse\": {\"dtype\": \"F32\", \"shape\": [1]", "[1, 1]", "tensor 'back.initial_hidden_reverse' has shape [1, 1]; "
        + "layer 'back' needs [1]")]
    [InlineData("\"back.initial_cell_reverse\": {\"dtype\": \"F32\", \"shape\": [2]", "[1, 2]", "tensor 'back.initial_cell_reverse' has shape [1, 2]; "
        + "layer 'back' needs [2]")]
    [InlineData("\"back.peephole_reverse\": {\"dtype\": \"F32\", \"shape\": [6]", "[3, 2]", "tensor 'back.peephole_reverse' has shape [3, 2]; layer 'back' "
        + "needs [6]")]
    [InlineData("\"back.weight_hr_reverse\": {\"dtype\": \"F32\", \"shape\": [1, 2]", "[2, 1]", "tensor 'back.weight_hr_reverse' has shape [2, 1]; layer "
        + "'back' needs [1, 2]")]
    [InlineData("\"table.weight\": {\"dtype\": \"F32\", \"shape\": [3, 2]", "[2, 3]", "tensor 'table.weight' has shape [2, 3]; layer 'table' needs [3, 2]")]
    public void Wrong_shapes_are_reported_at_the_shape(string tensor, string shape, string expected) =>
        Errors.At(Documents.Gated, tensor, tensor[..tensor.LastIndexOf('[')] + "«" + shape, ModelErrorCode.TensorShape, expected);

    [Theory]
    [InlineData("\"reverse\", \"initialState\": true", "\"reverse\"", "back.initial_hidden_reverse")]
    [InlineData("\"peepholes\": true, ", "", "back.peephole_reverse")]
    public void Tensors_of_what_a_layer_does_not_have_are_unused(string field, string replacement, string tensor) =>
        Errors.At(
            Errors.Edit(Documents.Gated, (field, replacement), ($"\"{tensor}\"", $"«\"{tensor}\"")),
            ModelErrorCode.UnusedTensor, $"no layer uses the tensor '{tensor}'");
}
