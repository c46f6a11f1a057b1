using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Keras;

/// <summary>What fields of Keras mean, against its documentation.</summary>
public class KerasMeaningTests
{
    private static readonly Dictionary<string, (int[] Shape, float[] Values)[]> NoArrays = [];

    [Theory]
    [InlineData("\"mean\": [1.0, -2.0, 0.5], \"variance\": [4.0, 0.25, 0.0]", false)]
    [InlineData("\"mean\": [1.0, -2.0, 0.5], \"variance\": [4.0, 0.25, 0.0]", true)]
    [InlineData("\"mean\": [[[1.0, -2.0, 0.5]]], \"variance\": [[[4.0, 0.25, 0.0]]]", true)]
    [InlineData("\"mean\": 1.5, \"variance\": 4.0", false)]
    [InlineData("\"mean\": 1.5, \"variance\": 4.0", true)]
    [InlineData("", false)]
    [InlineData("", true)]
    public void Normalization_is_keras_s(string given, bool isInverse)
    {
        float[] mean = given.Contains("1.5", StringComparison.Ordinal) ? [1.5f, 1.5f, 1.5f] : [1f, -2f, 0.5f];
        float[] variance = given.Contains("1.5", StringComparison.Ordinal) ? [4f, 4f, 4f] : [4f, 0.25f, 0f];
        Dictionary<string, (int[] Shape, float[] Values)[]> arrays = given.Length > 0
            ? NoArrays
            : new() { ["it"] = [([3], mean), ([3], variance), ([], [6f])] };
        string layer = """{"class_name": "Normalization", "config": {"name": "it", "axis": [-1], "invert": """ + (isInverse ? "true" : "false") + (
            given.Length > 0 ? ", " + given : "") + "}}";
        Network network = WrittenKeras.Import(WrittenKeras.Sequential("[null, null, 3]", layer), arrays).Network;
        float[] x = [0.5f, 2f, -1f, 3f, -0.25f, 0.75f];
        float[] expected = [.. x.Select((value, i) =>
        {
            double spread = Math.Max(Math.Sqrt(variance[i % 3]), 1e-7);
            return (float)(isInverse ? (value * spread) + mean[i % 3] : (value - mean[i % 3]) / spread);
        })];
        Assert.All(expected.Zip(new Interpreter(network).Run(x)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * MathF.Max(1f, MathF.Abs(pair.First))));
    }

    [Fact]
    public void A_mean_for_all_values_may_be_adapted()
    {
        string layer = WrittenKeras.Layer("Normalization", "it", ("axis", "null"));
        Network network = WrittenKeras.Import(
            WrittenKeras.Sequential("[null, null, 2]", layer), new Dictionary<string,
            (int[], float[])[]>
            { ["it"] = [([], [3f]), ([], [4f]), ([], [6f])] }).Network;
        Assert.Equal([-1f, 0.5f], new Interpreter(network).Run([1f, 4f]));
    }

    [Fact]
    public void A_gru_that_does_not_know_of_reset_after_resets_before()
    {
        Dictionary<string, (int[], float[])[]> arrays = new() { ["it"] = WrittenKeras.Random([3, 12], [4, 12], [12]) };
        (string, string)[] fields =
        [
            ("units", "4"), ("activation", "\"tanh\""), ("recurrent_activation", "\"sigmoid\""), ("use_bias", "true"), ("return_sequences", "true")
        ];
        Network Import(params (string, string)[] more) =>
            WrittenKeras.Import(WrittenKeras.Sequential("[null, null, 3]", WrittenKeras.Layer("GRU", "it", fields.Concat(more))), arrays).Network;
        Network network = Import();
        Assert.Equal(GruReset.Before, Assert.IsType<GruLayer>(network.Layers[0]).Reset);
        Assert.Equal(NetworkWriter.Write(Import(("reset_after", "false"))), NetworkWriter.Write(network));
        Assert.Contains("[2, 12] was expected", Assert.Throws<ImportException>(() => Import(("reset_after", "true"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LSTM", "\"units\": 4", "'class_name'")]
    [InlineData("GRU", "\"units\": 5", "'units'")]
    [InlineData("GRU", "\"units\": 4, \"activation\": \"relu\"", "'activation'")]
    [InlineData("GRU", "\"units\": 4, \"recurrent_activation\": \"tanh\"", "'recurrent_activation'")]
    [InlineData("GRU", "\"units\": 4, \"use_bias\": false", "'use_bias'")]
    [InlineData("GRU", "\"units\": 4, \"reset_after\": true", "'reset_after'")]
    [InlineData("GRU", "\"units\": 4, \"return_sequences\": true", "'return_sequences'")]
    [InlineData("GRU", "\"units\": 4, \"go_backwards\": false", "'go_backwards'")]
    [InlineData("GRU", "\"units\": 4, \"time_major\": true", "'time_major'")]
    public void A_backward_layer_of_another_form_is_an_error(string kind, string fields, string word)
    {
        string back = fields.Contains("go_backwards", StringComparison.Ordinal) ? fields : fields + ", \"go_backwards\": true";
        string layer =
            """
            {"class_name": "Bidirectional", "config": {"name": "it", "layer": {"class_name": "GRU", "config": {"units": 4}},
             "backward_layer": {"class_name": "KIND", "config": {BACK}}}}
            """
            .Replace("KIND", kind, StringComparison.Ordinal).Replace("BACK", back, StringComparison.Ordinal);
        ImportException error = Assert.Throws<ImportException>(
            () => WrittenKeras.Import(WrittenKeras.Sequential("[null, null, 3]", layer), new Dictionary<string,
                (int[], float[])[]>
            { ["it"] = WrittenKeras.Random([3, 12], [4, 12], [12], [3, 12], [4, 12], [12]) }));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dtype\": \"mixed_float16\"", "computes in mixed_float16 in Keras")]
    [InlineData("\"dtype\": {\"module\": \"keras\", \"class_name\": \"DTypePolicy\", \"config\": {\"name\": "
        + "\"mixed_bfloat16\"}}", "computes in mixed_bfloat16")]
    public void Other_precisions_are_noted(string field, string words)
    {
        ImportResult result = Dense(field);
        Assert.Contains(result.Notes, note => note.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"dtype\": {\"module\": \"keras\", \"class_name\": \"QuantizedDTypePolicy\", \"config\": {\"mode\": \"int8\", \"source_name\": "
        + "\"float32\"}}", "'dtype'")]
    [InlineData("\"units\": 3", "duplicate field 'units'")]
    public void Other_forms_are_errors(string field, string words) =>
        Assert.Contains(words, Assert.Throws<ImportException>(() => Dense(field)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"module\": \"my.layers\"", "'my.layers'")]
    [InlineData("\"registered_name\": \"Mine>Dense\"", "'Mine>Dense'")]
    public void A_class_of_another_with_the_same_name_is_an_error(string field, string words)
    {
        string config = WrittenKeras.Sequential("[null, null, 3]", "{\"class_name\": \"Dense\", " + field + ", \"config\": {\"name\": \"it\", \"units\": 2}}");
        Assert.Contains(words, Assert.Throws<ImportException>(() => WrittenKeras.Import(config, NoArrays)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[null, 3]", "SimpleRNN", "no axis of steps")]
    [InlineData("[null, 3]", "GlobalMaxPooling1D", "no axis of steps")]
    [InlineData("[null, 5, 4, 3, 2, 2]", "Activation", "6 axes")]
    public void Axes_that_do_not_fit_are_errors(string shape, string kind, string words) => Assert.Contains(
        words, Assert.Throws<ImportException>(
            () => WrittenKeras.Import(WrittenKeras.Sequential(shape, WrittenKeras.Layer(kind, "it", kind == "SimpleRNN" ? [("units", "2")] : [])),
            NoArrays)).Message, StringComparison.Ordinal);

    private static ImportResult Dense(string field) => WrittenKeras.Import(
        WrittenKeras.Sequential("[null, null, 3]", "{\"class_name\": \"Dense\", \"config\": {\"name\": \"it\", \"units\": 2, " + field + "}}"),
        new Dictionary<string, (int[], float[])[]> { ["it"] = WrittenKeras.Random([3, 2], [2]) });
}
