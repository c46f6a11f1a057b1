namespace TinyRnn.Model.Tests.Networks;

public class VocabularyTests
{
    [Fact]
    public void Tokens_are_indices_of_scalar_values()
    {
        Vocabulary vocabulary = new("a😀b");
        Assert.Equal(3, vocabulary.Size);
        Assert.Equal(['a', 0x1F600, 'b'], vocabulary.CodePoints);
        Assert.Equal([2, 1, 0], vocabulary.Encode("b😀a"));
        Assert.Equal((1, -1, -1), (vocabulary.IndexOf(0x1F600), vocabulary.IndexOf('c'), vocabulary.IndexOf(-1)));
    }

    [Fact]
    public void Unknown_characters_follow_the_rule()
    {
        Assert.Equal([0, 1], new Vocabulary("ab", unknown: UnknownCharacter.Skip).Encode("xa😀b\ud83d"));
        Assert.Equal([1, 0, 1, 1, 1], new Vocabulary("ab", unknown: UnknownCharacter.Replace, replacement: "b").Encode("xa😀b\ud83d"));
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => new Vocabulary("ab").Encode("a😀"));
        Assert.Equal("'😀' (U+1F600) at position 1 is not in the vocabulary", e.Message);
        e = Assert.ThrowsAny<ArgumentException>(() => new Vocabulary("ab").Encode("ab\ude00"));
        Assert.Equal("U+DE00 at position 2 is not in the vocabulary", e.Message);
    }

    [Fact]
    public void Text_is_normalized_before_it_is_looked_up()
    {
        Vocabulary vocabulary = new("SlusarkiONe'", TextNormalization.Ascii);
        Assert.Equal("Slusarski", Decode(vocabulary, "Ślusàrski"));
        Assert.Equal("O'Nel", Decode(vocabulary, "O'Nél"));
        // Decomposed, the marks are dropped, whatever the rule.
        Assert.Equal("Slusarski", Decode(vocabulary, "S\u0301lusa\u0300rski"));
        Assert.ThrowsAny<ArgumentException>(() => vocabulary.Encode("ø"));
    }

    [Fact]
    public void Characters_without_ascii_base_stay() =>
        Assert.Equal([1, 0], new Vocabulary("øß", TextNormalization.Ascii).Encode("ßø"));

    [Theory]
    [InlineData("")]
    [InlineData("aa")]
    public void Bad_vocabularies_are_argument_errors(string characters)
    {
        InvalidNetworkException e = Assert.Throws<InvalidNetworkException>(() => new Vocabulary(characters));
        Assert.Equal(ModelErrorCode.Vocabulary, e.Code);
    }

    // Attributes are stored in UTF-8, which cannot hold half pairs; so these are arrays.
    [Theory]
    [InlineData(0, 0xD83D)]
    [InlineData(1, 0x61, 0xDE00, 0x62)]
    [InlineData(0, 0xD800, 0x61)]
    [InlineData(0, 0xDFFF)]
    [InlineData(0, 0xDE00, 0xD83D)]
    [InlineData(0, 0xD83D, 0xD83D, 0xDE00)]
    public void Half_pairs_are_refused(int position, params int[] units)
    {
        string characters = string.Concat(units.Select(unit => (char)unit));
        InvalidNetworkException e = Assert.Throws<InvalidNetworkException>(() => new Vocabulary(characters));
        Assert.Equal((ModelErrorCode.Vocabulary, $"half a surrogate pair at position {position}"), (e.Code, e.Message));
    }

    [Fact]
    public void Half_pairs_are_told_with_their_position() =>
        Assert.Equal("half a surrogate pair at position 3", Assert.Throws<InvalidNetworkException>(() => new Vocabulary("a😀\ud83db")).Message);

    private static string Decode(Vocabulary vocabulary, string text) =>
        string.Concat(vocabulary.Encode(text).Select(token => char.ConvertFromUtf32(vocabulary.CodePoints[token])));
}
