namespace TinyRnn.Training.Tests;

public sealed class LabelledFolderTests : IDisposable
{
    private const string TutorialLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_names_split_into_16186_and_1808()
    {
        string names = SharedData.Path("names");
        Vocabulary vocabulary = new(TutorialLetters, TextNormalization.Ascii, UnknownCharacter.Skip);
        LabelledDataSet data = LabelledFolder.Read(names).Split(vocabulary);
        Assert.Equal(18, data.Labels.Count);
        Assert.Equal(16_186, data.Train.Count);
        Assert.Equal(1_808, data.Test.Count);
        Assert.Equal(20_074, data.Train.Count + data.Test.Count + data.Empty + data.Repeated);
    }

    [Fact]
    public void Texts_are_folded_deduplicated_sorted_and_every_tenth_tests()
    {
        // Twelve different texts, 'ab' three times in disguise, one of nothing that the vocabulary knows.
        _folder.Write("B.txt", "k\nj\ni\nh\ng\nf\ne\nd\n\n  c\nb\na\nab\n\u00E1b\r\n?ab\n123\n");
        _folder.Write("A.txt", "\uFEFFb\na\n");
        Vocabulary vocabulary = new("abcdefghijk", TextNormalization.Ascii, UnknownCharacter.Skip);
        LabelledDataSet data = LabelledFolder.Read(_folder.Path).Split(vocabulary);
        Assert.Equal(["A", "B"], data.Labels);
        Assert.Equal(["a", "a", "j"], data.Test.Select(text => text.Text));
        Assert.Equal(["b", "ab", "b", "c", "d", "e", "f", "g", "h", "i", "k"], data.Train.Select(text => text.Text));
        Assert.Equal([0, 1], data.Train[1].Tokens);
        Assert.Equal(1, data.Empty);
        Assert.Equal(2, data.Repeated);
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        AssertError(Path.Combine(_folder.Path, "none"), 0, "no such folder");

    [Fact]
    public void A_folder_without_files_is_an_error() => AssertError(_folder.Path, 0, "no .txt file");

    [Fact]
    public void A_folder_for_each_class_has_an_example_a_file()
    {
        foreach ((string label, string[] texts) in new[] { ("B", new[] { "two\nlines\n", "one", "\n" }), ("A", ["x", "y"]) })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, label));
            for (int i = 0; i < texts.Length; i++)
            {
                _folder.Write(Path.Combine(label, $"{i}.txt"), texts[i]);
            }
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "pictures"));
        LabelledTexts read = LabelledFolder.Read(_folder.Path);
        Assert.Equal(["A", "B"], read.Labels);
        Assert.Equal(["two\nlines", "one"], read.Lines[1].Select(line => line.Text));
        _folder.Write("C.txt", "a");
        _folder.Write("D.txt", "a");
        AssertError(_folder.Path, 0, "2 .txt files and 2 folders");
    }

    [Fact]
    public void One_class_is_an_error()
    {
        _folder.Write("A.txt", "a\n");
        AssertError(_folder.Path, 0, "'A.txt' is the only class");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error()
    {
        _folder.Write("A.txt", "a\n");
        string file = _folder.Write("B.txt", [.. "\uFEFFa\nb"u8, 0xE9, (byte)'\n']);
        AssertError(file, 2, "byte 0xE9 at offset 6 is not UTF-8");
    }

    [Fact]
    public void A_class_without_a_line_is_an_error()
    {
        _folder.Write("A.txt", "a\n");
        AssertError(_folder.Write("B.txt", " \n\n"), 0, "the class has no example");
    }

    [Fact]
    public void A_line_above_10000_characters_is_an_error()
    {
        _folder.Write("A.txt", new string('a', 10_000) + "\n");
        AssertError(_folder.Write("B.txt", "b\n" + new string('a', 10_001)), 2, "10001 characters, at most 10000");
    }

    [Fact]
    public void An_unknown_character_that_may_not_be_skipped_has_its_line()
    {
        _folder.Write("A.txt", "a\nb\n");
        string file = _folder.Write("B.txt", "a\nx\n");
        LabelledTexts folder = LabelledFolder.Read(_folder.Path);
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => folder.Split(new Vocabulary("ab")));
        Assert.StartsWith($"{file}(2): 'x' (U+0078)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_with_one_text_cannot_be_split()
    {
        _folder.Write("A.txt", "a\nb\n");
        string file = _folder.Write("B.txt", "a\na\n");
        LabelledTexts folder = LabelledFolder.Read(_folder.Path);
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => folder.Split(new Vocabulary("ab")));
        Assert.StartsWith($"{file}: 1 different texts", error.Message, StringComparison.Ordinal);
    }

    private void AssertError(string path, int line, string reason)
    {
        string folder = path.EndsWith(".txt", StringComparison.Ordinal) ? _folder.Path : path;
        TrainingDataException error = Assert.Throws<TrainingDataException>(() => LabelledFolder.Read(folder));
        Assert.Equal(path, error.Path);
        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected", error.Message, StringComparison.Ordinal);
    }
}
