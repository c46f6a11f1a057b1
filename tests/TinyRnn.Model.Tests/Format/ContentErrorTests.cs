namespace TinyRnn.Model.Tests.Format;

/// <summary>What contradicts itself in a document that is well-formed.</summary>
public class ContentErrorTests
{
    private const string TestVector = "{\"text\": \"ab\", \"output\": [0.5, 0.5]}";
    private const string Labels = "[\"no\", \"yes\"]";

    [Theory]
    [InlineData("\"inputSize\": 4", "\"inputSize\": «5", "layer 'cell' reads 5 values, but the vocabulary has 4 characters")]
    [InlineData("\"vocabulary\": \"ab é\"", "\"vocabulary\": \"ab\"", "layer 'cell' reads 4 values, but the vocabulary has 2 "
        + "characters", "\"inputSize\": 4", "\"inputSize\": «4")]
    [InlineData("\"vocabulary\": \"ab é\"", "\"vocabulary\": \"a😀 é\"", "there are 1 labels", Labels, "«[\"no\"]")]
    [InlineData("\"kind\": \"dense\", \"inputSize\": 2", "\"kind\": \"dense\", \"inputSize\": «3", "layer 'head' reads 3 values, but layer 'cell' gives 2")]
    [InlineData(Labels, "«[\"no\", \"yes\", \"maybe\"]", "there are 3 labels for 2 outputs")]
    [InlineData(Labels, "«[]", "there are 0 labels for 2 outputs")]
    public void Sizes_must_match(string find, string replacement, string expected, string? find2 = null, string? replacement2 = null)
    {
        string document = Errors.Edit(Documents.Text, (find, replacement));
        Errors.At(find2 is null ? document : Errors.Edit(document, (find2, replacement2!)), ModelErrorCode.SizeMismatch, expected);
    }

    [Fact]
    public void The_size_of_a_vector_must_match() =>
        Errors.At(
            Documents.Vector, "\"inputSize\": 2", "\"inputSize\": «3", ModelErrorCode.SizeMismatch, "layer 'cell' reads 3 values, but the input has size 2");

    [Theory]
    [InlineData("[\"no\", «\"no\"]", "duplicate label 'no'")]
    [InlineData("[«\"\", \"no\"]", "a label must not be blank or contain control characters")]
    [InlineData("[\"no\", «\" \\u00a0\"]", "a label must not be blank or contain control characters")]
    [InlineData("[\"no\", «\"a\\nb\"]", "a label must not be blank or contain control characters")]
    public void Labels_must_be_distinct_and_visible(string labels, string expected) =>
        Errors.At(Documents.Text, Labels, labels, ModelErrorCode.Labels, expected);

    [Fact]
    public void The_place_does_not_depend_on_the_length()
    {
        string labels = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"\"label{i}\""));
        Errors.At(Documents.Text, Labels, $"«[{labels}]", ModelErrorCode.SizeMismatch, "there are 100 labels for 2 outputs");
    }

    /// <summary>Up to 200 characters are marked as a whole; of more, only the first is, so that an editor does not underline half a file.</summary>
    [Theory]
    [InlineData(200, 200), InlineData(201, 1)]
    public void A_short_value_is_marked_as_a_whole(int length, int marked)
    {
        string labels = $"[\"{new string('a', length - 4)}\"]";
        Assert.Equal(
            marked, Errors.At(Documents.Text, Labels, "«" + labels, ModelErrorCode.SizeMismatch, "there are 1 labels for 2 outputs").Length);
    }

    [Fact]
    public void Only_classifiers_have_labels() =>
        Errors.At(Documents.Vector, "  \"probes\":", "  \"labels\": «[\"a\"],\n  \"probes\":", ModelErrorCode.Labels, "a raw model cannot have labels");

    [Theory]
    [InlineData("\"vocabulary\": «\"\"", "the vocabulary is empty")]
    [InlineData("\"vocabulary\": «\"abca\"", "the vocabulary holds 'a' (U+0061) twice")]
    [InlineData("\"vocabulary\": «\"a😀b😀\"", "the vocabulary holds '😀' (U+1F600) twice")]
    [InlineData("\"vocabulary\": «\"a\\n\\n\"", "the vocabulary holds U+000A twice")]
    [InlineData("\"vocabulary\": «\"a\\u202e\\u202e\"", "the vocabulary holds U+202E twice")]
    public void Vocabularies_must_be_right(string vocabulary, string expected) =>
        Errors.At(Documents.Text, "\"vocabulary\": \"ab é\"", vocabulary, ModelErrorCode.Vocabulary, expected);

    [Theory]
    [InlineData("ab é", "'é' (U+00E9), which its normalization 'ascii' never produces")]
    [InlineData("ab\u0301", "(U+0301), which its normalization 'ascii' never produces")]
    [InlineData("ab\u212A", "(U+212A), which its normalization 'ascii' never produces")]
    public void Vocabularies_hold_only_what_the_normalization_gives(string vocabulary, string expected)
    {
        string marked = Errors.Edit(Documents.Text, ("\"ab é\"", $"«\"{vocabulary}\""), ("\"none\"", "\"ascii\""));
        Errors.At(marked, ModelErrorCode.Vocabulary, expected);
    }

    [Theory]
    [InlineData("\"unknown\": \"replace\", \"replacement\": «\"x\"", "the replacement must be one character of the vocabulary")]
    [InlineData("\"unknown\": \"replace\", \"replacement\": «\"\"", "the replacement must be one character of the vocabulary")]
    [InlineData("\"unknown\": \"replace\", \"replacement\": «\"ab\"", "the replacement must be one character of the vocabulary")]
    [InlineData("\"unknown\": \"skip\", \"replacement\": «\"a\"", "'replacement' needs the rule 'replace' for unknown characters")]
    public void Replacements_must_be_right(string rule, string expected) =>
        Errors.At(Documents.Text, "\"unknown\": \"skip\"", rule, ModelErrorCode.Vocabulary, expected);

    [Fact]
    public void A_missing_replacement_is_reported_at_the_input()
    {
        string marked = Errors.Edit(Documents.Text, ("\"unknown\": \"skip\"", "\"unknown\": \"replace\""), ("\"input\": {", "\"input\": «{"));
        Errors.At(marked, ModelErrorCode.Vocabulary, "the replacement must be one character of the vocabulary");
    }

    [Theory]
    [InlineData("«{\"output\": [0.5, 0.5]}", "a test vector needs 'text' or 'values'")]
    [InlineData("«{\"text\": \"ab\", \"values\": [1], \"output\": [0.5, 0.5]}", "a test vector has either 'text' or 'values', not both")]
    [InlineData("«{\"values\": [1, 0, 0, 0], \"output\": [0.5, 0.5]}", "a test vector of a model that reads tokens needs 'text'")]
    [InlineData("«{\"text\": \"\", \"output\": [0.5, 0.5]}", "a test vector needs at least one whole step of input")]
    [InlineData("«{\"text\": \"xyz\", \"output\": [0.5, 0.5]}", "a test vector needs at least one whole step of input")]
    [InlineData("{\"text\": \"ab\", \"output\": «[0.5]}", "the output of this test vector has 1 values; it needs 2")]
    [InlineData("{\"text\": \"ab\", \"output\": «[]}", "the output of this test vector has 0 values; it needs 2")]
    public void Test_vectors_must_fit(string testVector, string expected) =>
        Errors.At(Documents.Text, TestVector, testVector, ModelErrorCode.TestVector, expected);

    [Fact]
    public void The_text_of_a_test_vector_must_be_readable()
    {
        string marked = Errors.Edit(Documents.Text, ("\"skip\"", "\"error\""), ("\"text\": \"ab\"", "\"text\": «\"abc\""));
        Errors.At(marked, ModelErrorCode.TestVector, "the text of this test vector cannot be read: 'c' (U+0063) at position 2 is not in the vocabulary");
    }

    [Theory]
    [InlineData("«{\"text\": \"ab\", \"output\": [10, 10.5]}", "a test vector of a model that reads vectors needs 'values'")]
    [InlineData("«{\"values\": [], \"output\": []}", "a test vector needs at least one whole step of input (size 2)")]
    [InlineData("«{\"values\": [1, 2, 3], \"output\": [10, 10.5]}", "a test vector needs at least one whole step of input (size 2)")]
    [InlineData("{\"values\": [1, 2], \"output\": «[10, 10.5]}", "the output of this test vector has 2 values; it needs 1")]
    public void Test_vectors_of_vectors_must_fit(string testVector, string expected) =>
        Errors.At(Documents.Vector, "{\"values\": [1, 2, 3, 4], \"output\": [10, 10.5]}", testVector, ModelErrorCode.TestVector, expected);

    [Fact]
    public void Layers_must_be_there() =>
        Errors.At(
            "{\"tinyrnn\": 1, \"name\": \"\", \"task\": \"raw\", \"input\": {\"kind\": \"vector\", \"size\": 1}, \"layers\": «[], \"output\": {\"steps\": "
                + "\"last\"}, \"tensors\": {}, \"checksum\": \"\"}",
            ModelErrorCode.InvalidValue, "a model needs at least one layer");

    [Fact]
    public void The_last_activation_must_suit_the_task() =>
        Errors.At(
            Documents.Text, "\"activation\": \"softmax\"", "\"activation\": «\"relu\"", ModelErrorCode.InvalidValue,
            "the last layer of a classify model must have the activation 'identity', 'softmax' or 'log-softmax', not 'relu'");

    [Fact]
    public void Only_raw_models_scale_their_output() =>
        Errors.At(
            Documents.Text, "{\"steps\": \"last\"}", "{\"steps\": \"last\", \"mean\": «[1, 2], \"std\": [1, 2]}", ModelErrorCode.InvalidValue,
            "the output of a classify model cannot have a scaling ('mean' and 'std')");

    [Fact]
    public void Language_models_read_characters() =>
        Errors.At(
            Errors.Edit(
                Documents.Vector, ("\"raw\"", "\"language-model\""), (", \"mean\": [10], \"std\": [0.5]", ""),
                ("\"kind\": \"vector\"", "\"kind\": «\"vector\"")),
            ModelErrorCode.InvalidValue, "a language model must read tokens: the characters or words of a vocabulary, or plain tokens");

    [Fact]
    public void Language_models_give_one_value_a_character() =>
        Errors.At(
            Errors.Edit(
                Documents.Text,
                ("\"classify\"", "\"language-model\""), ("  \"labels\": [\"no\", \"yes\"],\n", ""), ("{\"steps\": \"last\"}", "{\"steps\": \"every\"}"),
                    ("{\"name\": \"head\"", "«{\"name\": \"head\"")),
            ModelErrorCode.SizeMismatch, "the vocabulary has 4, the last layer gives 2");
}
