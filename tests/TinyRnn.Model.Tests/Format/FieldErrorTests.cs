namespace TinyRnn.Model.Tests.Format;

public class FieldErrorTests
{
    private const string Rnn = """{"name": "cell", "kind": "rnn",""";
    private const string Dense = """{"name": "head", "kind": "dense",""";

    [Theory]
    [InlineData("{\n  \"tinyrnn\": 1,", "{\n  \"tinyrnn\": 1, «\"lables\": 1,", "the model has no field 'lables'; its fields are 'tinyrnn', 'name', "
        + "'task', 'input', 'forecast', 'layers', 'output', 'labels', 'inputParts', 'outputParts', 'tensors', 'probes', 'metadata', 'checksum'")]
    [InlineData("\"kind\": \"one-hot\",", "\"kind\": \"one-hot\", «\"size\": 4,", "the input has no field 'size'; its fields are 'kind', 'vocabulary', "
        + "'normalization', 'unknown', 'replacement'")]
    [InlineData(Rnn, Rnn + " «\"outputSize\": 2,", "layer 'cell' has no field 'outputSize'; its fields are 'name', 'kind', 'inputSize', 'hiddenSize', "
        + "'activation', 'bias'")]
    [InlineData(Dense, Dense + " «\"hiddenSize\": 2,", "layer 'head' has no field 'hiddenSize'; its fields are 'name', 'kind', 'inputSize', 'outputSize', "
        + "'activation', 'bias'")]
    [InlineData("{\"steps\": \"last\"}", "{\"steps\": \"last\", «\"step\": 1}", "the output has no field 'step'; its fields are 'steps', 'mean', 'std'")]
    [InlineData(
        "{\"text\": \"ab\",", "{\"text\": \"ab\", «\"label\": \"no\",", "a test vector has no field 'label'; its fields are 'text', 'values', 'output'")]
    [InlineData("\"cell.bias\": {", "\"cell.bias\": {«\"scale\": 1, ", "tensor 'cell.bias' has no field 'scale'; its fields are 'dtype', 'shape', 'data'")]
    public void Unknown_fields_are_refused_with_those_that_there_are(string find, string replacement, string expected) =>
        Errors.At(Documents.Text, find, replacement, ModelErrorCode.UnknownField, expected);

    [Theory]
    [InlineData("{\"kind\": \"vector\",", "{\"kind\": \"vector\", «\"vocabulary\": \"a\",", "the input has no field 'vocabulary'; its fields are 'kind', "
        + "'size', 'names', 'mean', 'std'")]
    [InlineData("\"kind\": \"concat-rnn\",", "\"kind\": \"concat-rnn\", «\"bias\": true,", "layer 'cell' has no field 'bias'; its fields are 'name', "
        + "'kind', 'inputSize', 'hiddenSize', 'outputSize', 'activation'")]
    public void Unknown_fields_of_other_kinds_are_refused(string find, string replacement, string expected) =>
        Errors.At(Documents.Vector, find, replacement, ModelErrorCode.UnknownField, expected);

    [Theory]
    [InlineData("\"task\": \"classify\",", "\"task\": \"classify\", «\"task\": \"classify\",", "the model has the field 'task' twice")]
    [InlineData("\"unknown\": \"skip\"", "\"unknown\": \"skip\", «\"unknown\": \"skip\"", "the input has the field 'unknown' twice")]
    [InlineData("\"unknown\": \"skip\"", "\"unknown\": \"skip\", «\"\\u0075nknown\": \"skip\"", "the input has the field 'unknown' twice")]
    [InlineData(Rnn, "{\"name\": \"cell\", \"kind\": \"rnn\", «\"kind\": \"rnn\",", "layer 0 has the field 'kind' twice")]
    [InlineData(Dense, "{\"name\": \"head\", \"kind\": \"dense\", «\"name\": \"head\",", "layer 1 has the field 'name' twice")]
    [InlineData("{\"steps\": \"last\"}", "{\"steps\": \"last\", «\"steps\": \"last\"}", "the output has the field 'steps' twice")]
    [InlineData("{\"text\": \"ab\",", "{\"text\": \"ab\", «\"text\": \"ab\",", "a test vector has the field 'text' twice")]
    [InlineData("\"cell.bias\": {", "\"cell.bias\": {\"dtype\": \"F32\", «", "tensor 'cell.bias' has the field 'dtype' twice")]
    [InlineData("    \"cell.bias\": {", "    \"head.bias\": {}, «\"cell.bias\": {}, "
        + "\"cell.bias\": {", "twice", "    \"head.bias\": {}, \"cell.bias\": {}, «\"cell.bias\": {")]
    public void Duplicate_fields_are_refused_at_the_second(string find, string replacement, string expected, string? marked = null) =>
        Errors.At(Documents.Text, find, marked ?? replacement, ModelErrorCode.UnknownField, expected);

    [Theory]
    [InlineData("{\n  \"tinyrnn\": 1,", "«{\n", "the model needs the field 'tinyrnn'")]
    [InlineData("  \"name\": \"tiny\",", "", "the model needs the field 'name'")]
    [InlineData("  \"task\": \"classify\",", "", "the model needs the field 'task'")]
    [InlineData("\"input\": {", "\"metadata2\": {", "the model needs the field 'input'")]
    [InlineData("\"layers\": [", "\"layer\": [", "the model needs the field 'layers'")]
    [InlineData("  \"output\": {\"steps\": \"last\"},", "", "the model needs the field 'output'")]
    [InlineData("\"tensors\": {", "\"tensor\": {", "the model needs the field 'tensors'")]
    [InlineData("\"checksum\": ", "\"check\": ", "the model needs the field 'checksum'")]
    public void Missing_fields_of_the_model_are_reported_at_its_brace(string find, string replacement, string expected)
    {
        string document = Errors.Edit(Documents.Text, (find, replacement));
        Errors.At(document.Contains('«') ? document : "«" + document, ModelErrorCode.MissingField, expected);
    }

    [Theory]
    [InlineData("{\n    \"kind\": \"one-hot\",", "«{", "the input needs the field 'kind'")]
    [InlineData("\"input\": {\n    \"kind\": \"one-hot\",\n    \"vocabulary\": "
        + "\"ab é\",", "\"input\": «{\n    \"kind\": \"one-hot\",\n", "the input needs the field 'vocabulary'")]
    [InlineData("\"input\": {\n    \"kind\": \"one-hot\",\n    \"vocabulary\": \"ab é\",\n    \"normalization\": "
        + "\"none\",", "\"input\": «{\n    \"kind\": \"one-hot\",\n    \"vocabulary\": \"ab é\",", "the input needs the field 'normalization'")]
    [InlineData("\"input\": {\n    \"kind\": \"one-hot\",\n    \"vocabulary\": \"ab é\",\n    \"normalization\": \"none\",\n    "
        + "\"unknown\": \"skip\"", "\"input\": «{\n    \"kind\": \"one-hot\",\n    \"vocabulary\": \"ab é\",\n    "
        + "\"normalization\": \"none\"", "the input needs the field 'unknown'")]
    [InlineData(Rnn, "«{\"kind\": \"rnn\",", "layer 0 needs the field 'name'")]
    [InlineData(Rnn, "«{\"name\": \"cell\",", "layer 'cell' needs the field 'kind'")]
    [InlineData(Rnn + " \"inputSize\": 4,", "«" + Rnn, "layer 'cell' needs the field 'inputSize'")]
    [InlineData(Rnn + " \"inputSize\": 4, \"hiddenSize\": 2,", "«" + Rnn + " \"inputSize\": 4,", "layer 'cell' needs the field 'hiddenSize'")]
    [InlineData(Rnn + " \"inputSize\": 4, \"hiddenSize\": 2, \"activation\": "
        + "\"tanh\",", "«" + Rnn + " \"inputSize\": 4, \"hiddenSize\": 2,", "layer 'cell' needs the field 'activation'")]
    [InlineData(Rnn + " \"inputSize\": 4, \"hiddenSize\": 2, \"activation\": \"tanh\", \"bias\": "
        + "\"combined\"", "«" + Rnn + " \"inputSize\": 4, \"hiddenSize\": 2, \"activation\": \"tanh\"", "layer 'cell' needs the field 'bias'")]
    [InlineData(Dense + " \"inputSize\": 2, \"outputSize\": 2,", "«" + Dense + " \"inputSize\": 2,", "layer 'head' needs the field 'outputSize'")]
    [InlineData("{\"steps\": \"last\"}", "«{}", "the output needs the field 'steps'")]
    [InlineData("{\"text\": \"ab\", \"output\": [0.5, 0.5]}", "«{\"text\": \"ab\"}", "a test vector needs the field 'output'")]
    [InlineData("\"cell.bias\": {\"dtype\": \"F32\", ", "\"cell.bias\": «{", "tensor 'cell.bias' needs the field 'dtype'")]
    [InlineData("\"cell.bias\": {\"dtype\": \"F32\", \"shape\": [2],", "\"cell.bias\": «{\"dtype\": \"F32\",", "tensor 'cell.bias' needs the field 'shape'")]
    [InlineData("\"cell.bias\": {\"dtype\": \"F32\", \"shape\": [2], \"data\": "
        + "\"AAAAAAAAgD8=\"", "\"cell.bias\": «{\"dtype\": \"F32\", \"shape\": [2]", "tensor 'cell.bias' needs the field 'data'")]
    public void Missing_fields_are_reported_at_the_brace_of_their_object(string find, string replacement, string expected) =>
        Errors.At(Documents.Text, find, replacement, ModelErrorCode.MissingField, expected);

    [Theory]
    [InlineData(", \"std\": [3, 4]", "", "has 'mean', so it needs the field 'std' too")]
    [InlineData("\"mean\": [1, 2], ", "", "has 'std', so it needs the field 'mean' too")]
    public void Mean_and_std_go_together(string find, string replacement, string expected) =>
        Errors.At(Errors.Edit(Documents.Vector, ("\"input\": {", "\"input\": «{"), (find, replacement)), ModelErrorCode.MissingField, "the input " + expected);

    [Fact]
    public void Mean_and_std_of_the_output_go_together() =>
        Errors.At(
            Documents.Vector, "{\"steps\": \"every\", \"mean\": [10], \"std\": [0.5]}", "«{\"steps\": \"every\", \"std\": [0.5]}", ModelErrorCode.MissingField,
            "the output has 'std', so it needs the field 'mean' too");

    [Theory]
    [InlineData("\"tiny\"", "«1", "'name' of the model must be a string, not 1")]
    [InlineData("\"classify\"", "«null", "'task' of the model must be one of 'raw', 'classify', 'language-model', 'forecast', not null")]
    [InlineData("\"classify\"", "«\"Classify\"", "'task' of the model must be one of 'raw', 'classify', 'language-model', 'forecast', not the string "
        + "'Classify'")]
    [InlineData("{\n    \"kind\": \"one-hot\",\n    \"vocabulary\": \"ab é\",\n    \"normalization\": \"none\",\n    \"unknown\": "
        + "\"skip\"\n  }", "«[]", "the input must be an object, not an array")]
    [InlineData("\"one-hot\"", "«\"embedding\"", "'kind' of the input must be one of 'vector', 'one-hot', 'words', 'tokens', not the string 'embedding'")]
    [InlineData("\"ab é\"", "«7", "'vocabulary' of the input must be a string, not 7")]
    [InlineData("\"normalization\": \"none\"", "\"normalization\": «\"nfd\"", "'normalization' of the input must be one of 'none', 'ascii', not the "
        + "string 'nfd'")]
    [InlineData("\"unknown\": \"skip\"", "\"unknown\": «\"drop\"", "'unknown' of the input must be one of 'error', 'skip', 'replace', not the string 'drop'")]
    [InlineData("\"unknown\": \"skip\"", "\"unknown\": \"replace\", \"replacement\": «[]", "'replacement' of the input must be a string, not an array")]
    [InlineData("\"kind\": \"rnn\"", "\"kind\": «\"transformer\"", "'kind' of layer 'cell' must be one of 'dense', 'rnn', 'gru', 'lstm', 'concat-rnn', "
        + "'embedding', 'pooling', 'delay', 'activation', 'function', 'combine', 'scale', 'prelu', 'select', 'reduce', 'layer-norm', 'convolution', "
        + "'window-pooling', not the string 'transformer'")]
    [InlineData("\"activation\": \"tanh\"", "\"activation\": «\"softmax\"", "'activation' of layer 'cell' must be one of 'identity', 'tanh', 'relu', "
        + "'sigmoid', 'leaky-relu', 'elu', 'hard-sigmoid', 'thresholded-relu', 'scaled-tanh', 'affine', 'softsign', 'softplus', 'selu', not the string "
        + "'softmax'")]
    [InlineData("\"activation\": \"softmax\"", "\"activation\": «\"gelu\"", "'activation' of layer 'head' must be one of 'identity', 'tanh', 'relu', "
        + "'sigmoid', 'leaky-relu', 'elu', 'softmax', 'log-softmax', 'hard-sigmoid', 'thresholded-relu', 'scaled-tanh', 'affine', 'softsign', 'softplus', "
        + "'selu', not the string 'gelu'")]
    [InlineData("\"bias\": \"combined\"", "\"bias\": «true", "'bias' of layer 'cell' must be one of 'none', 'combined', 'separate', not a boolean")]
    [InlineData("\"bias\": true", "\"bias\": «1", "'bias' of layer 'head' must be true or false, not 1")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «0", "'inputSize' of layer 'cell' must be a whole number from 1 to 32768, not 0")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «-4", "must be a whole number from 1 to 32768, not -4")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «4.0", "must be a whole number from 1 to 32768, not 4.0")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «4e0", "must be a whole number from 1 to 32768, not 4e0")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «32769", "must be a whole number from 1 to 32768, not 32769")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «99999999999999999999", "must be a whole number from 1 to 32768, not 99999999999999999999")]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «\"4\"", "must be a whole number from 1 to 32768, not the string '4'")]
    [InlineData("\"name\": \"cell\"", "\"name\": «{}", "'name' of layer 0 must be a string, not an object")]
    [InlineData("\"name\": \"cell\"", "\"name\": «\"\"", "a layer's name must be ASCII letters, digits and '_', not starting with a digit, at most 64")]
    [InlineData("\"name\": \"cell\"", "\"name\": «\"a.b\"", "a layer's name must be ASCII letters")]
    [InlineData("\"name\": \"cell\"", "\"name\": «\"1a\"", "a layer's name must be ASCII letters")]
    [InlineData("\"name\": \"head\"", "\"name\": «\"CELL\"", "two layers are named 'CELL' (upper and lower case are the same here)")]
    [InlineData("\"labels\": [\"no\", \"yes\"]", "\"labels\": «\"no\"", "'labels' of the model must be an array, not the string 'no'")]
    [InlineData("\"labels\": [\"no\", \"yes\"]", "\"labels\": [\"no\", «true]", "'labels' of the model must hold strings, not a boolean")]
    [InlineData("\"labels\": [\"no\", \"yes\"]", "\"labels\": «null", "'labels' of the model must be an array, not null")]
    [InlineData("{\"by\": \"hand\"}", "«[1]", "'metadata' must be an object, not an array")]
    [InlineData("{\"by\": \"hand\"}", "«null", "'metadata' must be an object, not null")]
    [InlineData("{\"steps\": \"last\"}", "«\"last\"", "the output must be an object, not a string")]
    [InlineData("{\"steps\": \"last\"}", "{\"steps\": «\"all\"}", "'steps' of the output must be one of 'last', 'every', not the string 'all'")]
    [InlineData("{\"steps\": \"last\"}", "{\"steps\": «\"every\"}", "the output steps of a classify model must be 'last'", true)]
    [InlineData("[{\"text\": \"ab\", \"output\": [0.5, 0.5]}]", "«{}", "'probes' of the model must be an array, not an object")]
    [InlineData("{\"text\": \"ab\", \"output\": [0.5, 0.5]}", "«3", "a test vector must be an object, not a number")]
    [InlineData("{\"text\": \"ab\", \"output\"", "{\"text\": «1, \"output\"", "'text' of a test vector must be a string, not 1")]
    [InlineData("[0.5, 0.5]", "[0.5, «\"x\"]", "'output' of a test vector must hold finite numbers, not the string 'x'")]
    [InlineData("[0.5, 0.5]", "[0.5, «1e39]", "'output' of a test vector must hold finite numbers, not 1e39")]
    [InlineData("[0.5, 0.5]", "«0.5", "'output' of a test vector must be an array, not 0.5")]
    [InlineData("\"cell.bias\": {\"dtype\": \"F32\",", "\"cell.bias\": {\"dtype\": «\"F16\",", "'dtype' of tensor 'cell.bias' must be one of 'F32', "
        + "'BF16', 'I8', not the string 'F16'")]
    [InlineData("\"cell.bias\": {\"dtype\": \"F32\", \"shape\": [2],", "\"cell.bias\": {\"dtype\": \"F32\", \"shape\": «2,",
        "'shape' of tensor 'cell.bias' must be an array, not 2")]
    public void Wrong_values_are_reported_at_the_value(string find, string replacement, string expected, bool strict = false)
    {
        ModelFormatException e = Errors.At(Documents.Text, find, replacement, ModelErrorCode.InvalidValue, expected);
        Assert.True(!strict || e.Length > 0);
    }

    [Theory]
    [InlineData("\"size\": 2", "\"size\": «true", ModelErrorCode.InvalidValue, "'size' of the input must be a whole number from 1 to 32768, not a boolean")]
    [InlineData("[\"load\", \"heat\"]", "[«1, \"heat\"]", ModelErrorCode.InvalidValue, "'names' of the input must hold strings, not 1")]
    [InlineData("[\"load\", \"heat\"]", "«[\"load\"]", ModelErrorCode.SizeMismatch, "the input has size 2, but 1 names")]
    [InlineData("\"mean\": [1, 2], \"std\": [3, 4]", "\"mean\": [1, 2], \"std\": «[3]", ModelErrorCode.SizeMismatch,
        "the input has 1 values in 'std', but 2 in 'mean'")]
    [InlineData("\"mean\": [1, 2], \"std\": [3, 4]", "\"mean\": «[1], \"std\": [3]", ModelErrorCode.SizeMismatch, "the input has size 2, but 1 means")]
    [InlineData("\"std\": [3, 4]", "\"std\": [3, «0]", ModelErrorCode.InvalidValue, "the input needs a 'std' above 0, not 0")]
    [InlineData("\"std\": [3, 4]", "\"std\": [«-3, 4]", ModelErrorCode.InvalidValue, "the input needs a 'std' above 0, not -3")]
    [InlineData("\"std\": [3, 4]", "\"std\": [3, «1e-60]", ModelErrorCode.InvalidValue, "the input needs a 'std' above 0, not 1e-60")]
    [InlineData("\"mean\": [10], \"std\": [0.5]", "\"mean\": [10], \"std\": [«-0]", ModelErrorCode.InvalidValue, "the output needs a 'std' above 0, not -0")]
    [InlineData("\"mean\": [10], \"std\": [0.5]", "\"mean\": «[10, 11], \"std\": [0.5, 1]", ModelErrorCode.SizeMismatch, "the output has size 1, but 2 means")]
    [InlineData("\"mean\": [10], \"std\": [0.5]", "\"mean\": [10], \"std\": «[0.5, 1]", ModelErrorCode.SizeMismatch,
        "the output has 2 values in 'std', but 1 in 'mean'")]
    [InlineData("\"mean\": [10]", "\"mean\": [«1e400]", ModelErrorCode.InvalidValue, "'mean' of the output must hold finite numbers, not 1e400")]
    [InlineData("\"outputSize\": 1,", "\"outputSize\": «[],", ModelErrorCode.InvalidValue, "'outputSize' of layer 'cell' must be a whole number from 1 to "
        + "32768, not an array")]
    public void Wrong_vectors_are_reported_at_the_value(string find, string replacement, ModelErrorCode code, string expected) =>
        Errors.At(Documents.Vector, find, replacement, code, expected);

    [Theory]
    [InlineData("1", "6", "the file is of format version 6; this TinyRnn reads up to 5: update the TinyRnn package")]
    [InlineData("1", "2147483647", "the file is of format version 2147483647")]
    [InlineData("1", "0", "'tinyrnn' must be the format version, a whole number from 1 to 5, not 0")]
    [InlineData("1", "1.0", "'tinyrnn' must be the format version, a whole number from 1 to 5, not 1.0")]
    [InlineData("1", "99999999999", "'tinyrnn' must be the format version, a whole number from 1 to 5, not 99999999999")]
    [InlineData("1", "\"1\"", "not the string '1'")]
    public void Other_versions_are_refused_before_all_else(string version, string other, string expected) =>
        Errors.At("{\"tinyrnn\": «" + other + ", \"novelty\": " + version + "}", ModelErrorCode.Version, expected);

    [Fact]
    public void Messages_stay_short_and_on_one_line_whatever_the_file_says()
    {
        string name = string.Concat(Enumerable.Repeat("a\\n\\u202e\\u2028😀", 10_000));
        string[] broken =
        [
            Errors.Edit(Documents.Text, ("\"classify\"", $"\"{name}\"")),
            Errors.Edit(Documents.Text, ("\"name\": \"cell\"", $"\"name\": \"{name}\"")),
            Errors.Edit(Documents.Text, ("\"cell.bias\"", $"\"{name}\"")),
            Errors.Edit(
                Documents.Text, ("    \"cell.bias\": {", $"    \"{name}\": {{\"dtype\": \"F32\", \"shape\": [1], \"data\": \"AAAAAA==\"}}, \"cell.bias\": {{")),
            Errors.Edit(Documents.Text, ("{\"steps\": \"last\"}", $"{{\"{name}\": 1, \"steps\": \"last\"}}")),
            Errors.Edit(Documents.Text, ("{\"steps\": \"last\"}", $"{{\"{name}\": 1, \"{name}\": 1, \"steps\": \"last\"}}")),
            Errors.Edit(Documents.Text, ("[\"no\", \"yes\"]", $"[\"{new string('x', 5000)}\", \"{new string('x', 5000)}\"]")),
            Errors.Edit(Documents.Text, ("\"inputSize\": 4", "\"inputSize\": " + new string('1', 100_000))),
        ];
        foreach (string document in broken)
        {
            ModelFormatException e = Assert.Throws<ModelFormatException>(() => NetworkReader.Read(document, "x"));
            Assert.InRange(e.Message.Length, 20, 400);
            Assert.DoesNotContain(e.Message, c => char.IsControl(c) || c is '\u202e' or '\u2028');
            _ = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(e.Message);
        }
    }
}
