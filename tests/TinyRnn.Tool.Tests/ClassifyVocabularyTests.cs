using System.Text.Json;

namespace TinyRnn.Tool.Tests;

/// <summary>The characters that a classifier of texts reads.</summary>
public sealed class ClassifyVocabularyTests : IDisposable
{
    private static readonly string[] Quick = ["--hidden", "16", "--epochs", "12", "--rate", "0.02", "-o", "model.tinyrnn"];

    private readonly TextFolder _folder = new();

    public ClassifyVocabularyTests()
    {
        string[] front = ["речка", "медведь", "песня", "ветер"], back = ["молоко", "рука", "олух", "думка"];
        Directory.CreateDirectory(_folder.File("слова"));
        Write("front.txt", front);
        Write("back.txt", back);

        void Write(string name, string[] words) => _folder.Write("слова/" + name, string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{words[i % 4]} {words[i / 4 % 4]}, {words[i / 16]}{(i is 7 or 31 ? "鬱" : "")}{(i == 12 ? "Ω" : "")}\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_classes_of_Cyrillic_are_told_apart()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "classify", "слова", .. Quick]);
        Assert.Matches(@"\nCharacters \d+ different ones; the texts have no others\n", output);
        Assert.Matches(@"\nResult +(stopped early, no longer improving; )?validation accuracy (9\d\.\d|100\.0) %", output);
        Vocabulary vocabulary = NetworkFile.Load(_folder.File("model.tinyrnn")).Vocabulary!;
        Assert.All("речкамдьпснятоолух, 鬱Ω".EnumerateRunes(), rune => Assert.True(vocabulary.IndexOf(rune.Value) >= 0, rune.ToString()));
    }

    [Fact]
    public async Task What_is_unknown_is_listed_and_read_alike_everywhere()
    {
        string output = await ToolRun.Succeed(_folder.Path, ["train", "classify", "слова", "--vocabulary-size", "18", .. Quick]);
        Assert.Matches(@"\nCharacters 18 different ones; read as '�': \d+\.\d+ % of all [\d,]+, in [\d,]+ of 120 texts: '.' \([\d,]+\), ", output);
        Assert.Contains("'鬱' (4), 'Ω' (2)\n", output, StringComparison.Ordinal);
        Network network = NetworkFile.Load(_folder.File("model.tinyrnn"));
        Assert.Equal(18, network.InputSize);
        Assert.Equal("\uFFFD", network.Vocabulary!.Replacement);

        // The interpreter, 'predict' and 'run' give what the symbol itself gives.
        float[] expected = new Interpreter(network).Classify("рек\uFFFD\uFFFD");
        Assert.Equal(expected, new Interpreter(network).Classify("рек🙂Щ"));
        using JsonDocument predicted = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "predict", "model.tinyrnn", "рек🙂Щ", "--json"));
        Assert.Equal(expected.Max(), predicted.RootElement[0].GetProperty("labels")[0].GetProperty("probability").GetSingle(), 1e-6f);
        _folder.Write("in.json", "[\"рек🙂Щ\", \"рек\uFFFD\uFFFD\"]");
        await ToolRun.Succeed(_folder.Path, "run", "model.tinyrnn", "--input", "in.json", "--output", "out.json");
        using JsonDocument run = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("out.json"), TestContext.Current.CancellationToken));
        Assert.Equal(run.RootElement[0].GetRawText(), run.RootElement[1].GetRawText());

        // So do 'evaluate' and 'quantize', which measure the same before.
        using JsonDocument evaluated = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, "evaluate", "model.tinyrnn", "слова", "--json"));
        Assert.True(evaluated.RootElement.GetProperty("unknownCharacters").GetInt64() > 6);
        string[] quantize = ["quantize", "model.tinyrnn", "--to", "bf16", "--data", "слова", "--bound", "100", "-o", "small.tinyrnn", "--json"];
        using JsonDocument quantized = JsonDocument.Parse(await ToolRun.Succeed(_folder.Path, quantize));
        double before = quantized.RootElement.GetProperty("measure").GetProperty("before").GetDouble();
        Assert.Equal(100 * evaluated.RootElement.GetProperty("accuracy").GetDouble(), before, 1e-9);
        Assert.Matches(@"\ncharacters read as '�': ", await ToolRun.Succeed(_folder.Path, "evaluate", "model.tinyrnn", "слова"));
        Assert.Contains("'鬱' (4)", await ToolRun.Succeed(_folder.Path, "evaluate", "model.tinyrnn", "слова"), StringComparison.Ordinal);

        ToolRun warned = await ToolRun.Start(_folder.Path, "predict", "model.tinyrnn", "completely other");
        Assert.Equal(0, warned.ExitCode);
        Assert.Matches("^tinyrnn: warning: 'completely other': read as '�': .*; its labels are unreliable\n$", warned.Errors);
    }

    [Fact]
    public async Task The_tutorials_letters_are_there_for_who_asks()
    {
        _folder.WriteWords("words.csv", "id,text,label");
        string[] command = ["train", "classify", "words.csv", "--hidden", "8", "--epochs", "1"];
        string output = await ToolRun.Succeed(_folder.Path, [.. command, "--letters", "-o", "letters.tinyrnn", "--name", "words"]);
        Assert.Contains("Characters 57 different ones; the texts have no others", output, StringComparison.Ordinal);
        Vocabulary vocabulary = NetworkFile.Load(_folder.File("letters.tinyrnn")).Vocabulary!;
        Assert.Equal(Networks.TutorialLetters, vocabulary.Characters);
        Assert.Equal(TextNormalization.Ascii, vocabulary.Normalization);
        Assert.Equal(UnknownCharacter.Skip, vocabulary.Unknown);

        // They are settings like those that name the characters, so that models of the tutorial keep their bytes.
        await ToolRun.Succeed(_folder.Path, [.. command, "--characters", Networks.TutorialLetters, "-o", "named.tinyrnn", "--name", "words"]);
        Assert.Equal(await Bytes("letters.tinyrnn"), await Bytes("named.tinyrnn"));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "words.csv", "--tutorial", "--examples", "100", "--hidden", "8", "-o", "tutorial.tinyrnn");
        Assert.Equal(Networks.TutorialLetters, NetworkFile.Load(_folder.File("tutorial.tinyrnn")).Vocabulary!.Characters);
        Assert.Equal(
            "--letters and --characters both choose the vocabulary; give one of them",
            await ToolRun.Fail(_folder.Path, [.. command, "--letters", "--characters", "abc"]));
        Assert.Equal(
            "--vocabulary-size is for a vocabulary that is taken from the data",
            await ToolRun.Fail(_folder.Path, [.. command, "--letters", "--vocabulary-size", "9"]));
        Assert.Equal("--vocabulary-size must be 2 to 32768, not 1", await ToolRun.Fail(_folder.Path, [.. command, "--vocabulary-size", "1"]));
    }

    [Theory]
    [InlineData("without --letters the vocabulary comes from the data", "--letters")]
    [InlineData("without --characters the vocabulary comes from the data", "--characters", ", ")]
    [InlineData("--tutorial reads the tutorial's letters only; without it the vocabulary comes from the data", "--tutorial")]
    public async Task A_training_on_blanks_is_refused(string remedy, params string[] options)
    {
        string error = await ToolRun.Fail(_folder.Path, ["train", "classify", "слова", "--hidden", "8", .. options]);
        Assert.Matches(@"^слова: the vocabulary knows only \d\.\d % of the characters other than white space of class 'back', too few to learn from \(", error);
        Assert.Matches(@" \('.' \([\d,]+\), .* and \d+ others are unknown\); ", error);
        Assert.EndsWith(remedy, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("слова.tinyrnn")));
    }

    [Fact]
    public async Task The_configuration_with_a_vocabulary_of_the_data_trains_the_same_bytes()
    {
        string[] first = ["train", "classify", "слова", "--vocabulary-size", "18", "--hidden", "8", "--epochs", "1", "-o", "first.tinyrnn", "--name", "words"];
        await ToolRun.Succeed(_folder.Path, first);
        _folder.Write("config.json", await ToolRun.Succeed(_folder.Path, "inspect", "first.tinyrnn", "--config"));
        await ToolRun.Succeed(_folder.Path, "train", "classify", "слова", "--config", "config.json", "-o", "second.tinyrnn");
        Assert.Equal(await Bytes("first.tinyrnn"), await Bytes("second.tinyrnn"));
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);
}
