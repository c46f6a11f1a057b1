namespace TinyRnn.Model.Tests.Format;

public class MetadataTests
{
    [Theory]
    [InlineData("""{"probes": "data"}""", true)]
    [InlineData("""{"a": 1, "pro\u0062es": "dat\u0061"}""", true)]
    [InlineData("""{"probes": "made up"}""", false)]
    [InlineData("""{"probes": ["data"]}""", false)]
    [InlineData("""{"a": {"probes": "data"}}""", false)]
    [InlineData("{}", false)]
    public void A_field_holds_a_string(string json, bool expected) => Assert.Equal(expected, Metadata.Holds(json, "probes", "data"));

    [Theory]
    [InlineData("""{"a": 1, "probes": "data", "b": {"c":  [1, 2]}}""", """{"a": 1, "b": {"c":  [1, 2]}}""")]
    [InlineData("""{"probes": {"x": "é + ü"}}""", "{}")]
    [InlineData("""{ "a" :1,"b":  "probes" }""", """{ "a" :1,"b":  "probes" }""")]
    [InlineData("{}", "{}")]
    public void A_field_is_left_out_and_the_others_stay_as_they_are(string json, string expected) => Assert.Equal(expected, Metadata.Without(json, "probes"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}, {}")]
    [InlineData("{\"a\": }")]
    [InlineData("")]
    public void Anything_but_one_object_is_an_error(string json)
    {
        InvalidNetworkException error = Assert.Throws<InvalidNetworkException>(() => Metadata.Check(json));
        Assert.Contains("the metadata must be one JSON object", error.Message, StringComparison.Ordinal);
        Assert.Equal(["metadata"], error.Place);
    }
}
