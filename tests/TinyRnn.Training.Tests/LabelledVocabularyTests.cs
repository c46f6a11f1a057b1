namespace TinyRnn.Training.Tests;

public sealed class LabelledVocabularyTests
{
    [Fact]
    public void Characters_of_any_alphabet_are_taken_as_they_are()
    {
        Vocabulary vocabulary = Texts(["привет é🙂", "é привет"], ["пока 🙂", "пока"]).MakeVocabulary();
        Assert.Equal(" авекиопртé🙂".EnumerateRunes().Select(rune => rune.Value).Order(), vocabulary.CodePoints);
        Assert.Equal(TextNormalization.None, vocabulary.Normalization);
    }

    [Fact]
    public void What_is_in_one_text_alone_is_read_as_one_symbol()
    {
        // x and y are in one text each, but that is two texts with a rare character.
        Vocabulary vocabulary = Texts(["abx", "ab"], ["bay", "b"]).MakeVocabulary();
        Assert.Equal("ab\uFFFD", vocabulary.Characters);
        Assert.Equal(UnknownCharacter.Replace, vocabulary.Unknown);
        Assert.Equal("\uFFFD", vocabulary.Replacement);
        Assert.Equal([0, 2, 2, 2, 1], vocabulary.Encode("aй🙂\uFFFDb"));
    }

    [Fact]
    public void A_symbol_that_nothing_can_be_learned_of_is_not_made()
    {
        Vocabulary vocabulary = Texts(["abx", "ab"], ["ba", "b"]).MakeVocabulary();
        Assert.Equal("ab", vocabulary.Characters);
        Assert.Equal(UnknownCharacter.Skip, vocabulary.Unknown);
    }

    [Fact]
    public void A_small_vocabulary_holds_what_is_in_most_texts()
    {
        LabelledTexts texts = Texts(["abc", "abc", "ab"], ["ad", "bd", "aaad"]);
        Assert.Equal("ab\uFFFD", texts.MakeVocabulary(3).Characters);
        Assert.Equal("abcd", texts.MakeVocabulary(4).Characters);
        Assert.Equal("abcd", texts.MakeVocabulary().Characters);
        Assert.Throws<ArgumentOutOfRangeException>(() => texts.MakeVocabulary(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => texts.MakeVocabulary(32_769));
    }

    [Fact]
    public void Texts_without_a_common_character_are_refused()
    {
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => Texts(["ab", "cd"], ["ef", "gh"]).MakeVocabulary());
        Assert.StartsWith("class 0: no character is in two texts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_lost_is_counted_before_it_is_folded()
    {
        Vocabulary letters = new("ab ", TextNormalization.Ascii, UnknownCharacter.Skip);
        VocabularyCoverage coverage = Texts(["áb\u0301 ж", "жж ы"], ["ab", "a"]).Cover(letters)[0];
        Assert.Equal(2, coverage.Texts);
        Assert.Equal(2, coverage.TextsWithUnknown);
        Assert.Equal(9, coverage.Characters);
        Assert.Equal(4, coverage.UnknownCharacters);
        Assert.Equal([('ж', 3L), ('ы', 1L)], coverage.Unknown.Select(one => ((char)one.CodePoint, one.Count)));
        Assert.Equal(3 / 7.0, coverage.KnownShare, 1e-12);
        coverage.Add(Texts(["áb\u0301 ж", "жж ы"], ["ab", "a?"]).Cover(letters)[1]);
        Assert.Equal(4, coverage.Texts);
        Assert.Equal(5, coverage.UnknownCharacters);
        Assert.Equal(3, coverage.TextsWithUnknown);
    }

    [Fact]
    public void The_symbol_itself_is_unknown()
    {
        VocabularyCoverage coverage = new(new Vocabulary("ab\uFFFD", TextNormalization.None, UnknownCharacter.Replace, "\uFFFD"));
        coverage.Add("ab\uFFFDж");
        Assert.Equal(2, coverage.UnknownCharacters);
        coverage = new(new Vocabulary("ab ", TextNormalization.None, UnknownCharacter.Replace, " "));
        coverage.Add("ab ж");
        Assert.Equal(1, coverage.UnknownCharacters);
    }

    private static LabelledTexts Texts(params string[][] classes) => new(
        [.. classes.Select((_, i) => $"{i}")],
        [.. classes.Select((texts, i) => texts.Select((text, line) => new LabelledLine(text, $"class {i}", line + 1)).ToArray())],
        [.. classes.Select((_, i) => $"class {i}")]);
}
