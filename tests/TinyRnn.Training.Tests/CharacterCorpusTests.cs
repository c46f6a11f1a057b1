namespace TinyRnn.Training.Tests;

public sealed class CharacterCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_vocabulary_is_the_sorted_scalar_values()
    {
        CharacterCorpus corpus = CharacterCorpus.Read(_folder.Write("a.txt", "ba\U0001F600a\n"));
        Assert.Equal("\nab\U0001F600", corpus.Vocabulary.Characters);
        Assert.Equal([2, 1, 3, 1, 0], corpus.Tokens);
        Assert.Equal("a\U0001F600", corpus.Decode(1, 2));
    }

    [Fact]
    public void Letters_in_lower_case_with_single_spaces_are_those_of_d2l()
    {
        CharacterCorpus corpus = CharacterCorpus.FromText("The Time\n\nMachine, by H.", CorpusNormalization.LowerCaseLetters);
        Assert.Equal("the time machine by h ", corpus.Decode(0, corpus.Tokens.Count));
    }

    [Fact]
    public void A_text_to_measure_with_follows_and_shares_the_vocabulary()
    {
        CharacterCorpus corpus = CharacterCorpus.Read(_folder.Write("a.txt", "bab"), CorpusNormalization.None, _folder.Write("v.txt", "cac"));
        Assert.Equal("abc", corpus.Vocabulary.Characters);
        Assert.Equal([1, 0, 1, 2, 0, 2], corpus.Tokens);
        Assert.Equal(3, corpus.ValidationStart);
        Assert.Null(CharacterCorpus.FromText("bab").ValidationStart);
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => CharacterCorpus.FromText("ab", validation: "aa"));
        Assert.Contains("validation text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_the_characters_of_their_numbers()
    {
        CharacterCorpus corpus = CharacterCorpus.ReadBytes(_folder.Write("b.bin", [0xFF, 0x00, 0x80, 0xFF]), _folder.Write("v.bin", [0x0A, 0x00]));
        Assert.Equal([0x00, 0x0A, 0x80, 0xFF], corpus.Vocabulary.CodePoints);
        Assert.Equal([3, 0, 2, 3, 1, 0], corpus.Tokens);
        Assert.Equal("Ã©", ByteText.FromText("é"));
        Assert.Equal("é"u8, ByteText.ToBytes("Ã©"));
        Assert.Throws<ArgumentException>(() => ByteText.ToBytes("aĀ"));
        Assert.Throws<TrainingDataException>(() => CharacterCorpus.ReadBytes(Path.Combine(_folder.Path, "none.bin")));
    }

    [Fact]
    public void The_time_machine_has_27_symbols()
    {
        CharacterCorpus corpus = CharacterCorpus.Read(SharedData.Path("text", "timemachine.txt"), CorpusNormalization.LowerCaseLetters);
        Assert.Equal(" abcdefghijklmnopqrstuvwxyz", corpus.Vocabulary.Characters);

        // The number that d2l.ai's own preprocessing gives.
        Assert.Equal(173_428, corpus.Tokens.Count);
    }

    [Fact]
    public void Missing_invalid_and_trivial_texts_are_errors()
    {
        Assert.Throws<TrainingDataException>(() => CharacterCorpus.Read(Path.Combine(_folder.Path, "none.txt")));
        Assert.Throws<TrainingDataException>(() => CharacterCorpus.Read(_folder.Write("b.txt", [0xFF])));
        Assert.Throws<TrainingDataException>(() => CharacterCorpus.FromText("aaaa"));
        Assert.Throws<TrainingDataException>(() => CharacterCorpus.FromText(""));
    }
}
