using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Tests;

namespace TinyRnn.Generator.Tests;

/// <summary>TRNN010 to TRNN025: every mistake in a model file, with the place that the message points at; and thousands of broken files.</summary>
public class ModelFileDiagnosticsTests
{
    private const string FileName = "/app/models/names.tinyrnn";

    private static readonly string Valid = Write();

    // The place is the first one of the marked text behind the anchor; '*' stands for anything within a string.
    [Theory]
    [InlineData("TRNN010", "\"task\": \"classify\"", "\"task\": classify", "\"task\": ", "c", "unexpected 'c' where a value is expected")]
    [InlineData("TRNN011", "\"tinyrnn\": 1", "\"tinyrnn\": 6", "\"tinyrnn\"", "6", "the file is of format version 6; this TinyRnn reads up to 5: update "
        + "the TinyRnn package")]
    [InlineData("TRNN012", "\"task\": \"classify\",", "", "", "{", "the model needs the field 'task'")]
    [InlineData("TRNN013", "\"task\": \"classify\"", "\"task\": \"classify\", \"tsak\": 1", "", "\"tsak\"", "the model has no field 'tsak'; its fields are "
        + "'tinyrnn', 'name', 'task', 'input', 'forecast', 'layers', 'output', 'labels', 'inputParts', 'outputParts', 'tensors', 'probes', 'metadata', "
        + "'checksum'")]
    [InlineData("TRNN014", "\"task\": \"classify\"", "\"task\": \"guess\"", "", "\"guess\"", "'task' of the model must be one of 'raw', 'classify', "
        + "'language-model', 'forecast', not the string 'guess'")]
    [InlineData("TRNN015", "\"hiddenSize\": 3", "\"hiddenSize\": 5", "\"name\": \"fc\"", "3", "layer 'fc' reads 3 values, but layer 'rnn' gives 5")]
    [InlineData("TRNN016", "\"rnn.weight_hh\"", "\"rnn.weight_xx\"", "\"layers\"", "\"rnn\"", "layer 'rnn' needs the tensor 'rnn.weight_hh' of shape [3, 3]")]
    [InlineData("TRNN017", "\"tensors\": {", "\"tensors\": {\"extra\": {\"dtype\": \"F32\", \"shape\": [1], \"data\": "
        + "\"AAAAAA==\"},", "", "\"extra\"", "no layer uses the tensor 'extra'")]
    [InlineData("TRNN018", "\"shape\": [2, 3]", "\"shape\": [3, 2]", "\"fc.weight\"", "[3, 2]", "tensor 'fc.weight' has shape [3, 2]; layer 'fc' needs [2, 3]")]
    [InlineData("TRNN019", "\"6JSLvsfl6T4=\"", "\"AAAA\"", "\"fc.bias\"", "\"AAAA\"", "the data of tensor 'fc.bias' has 4 base64 characters; shape [2] of "
        + "F32 needs 12")]
    [InlineData("TRNN020", "\"6JSLvsfl6T4=\"", "\"AAAAAAAAwH8=\"", "\"fc.bias\"", "\"AAAAAAAAwH8=\"", "element [1] of tensor 'fc.bias' is NaN")]
    [InlineData("TRNN021", "\"yes\"", "\"no\"", "\"no\",", "\"no\"", "duplicate label 'no'")]
    [InlineData("TRNN022", "\"vocabulary\": \"ab\"", "\"vocabulary\": \"aa\"", "", "\"aa\"", "the vocabulary holds 'a' (U+0061) twice")]
    [InlineData("TRNN023", "\"text\": \"ab\"", "\"text\": \"abc\"", "", "\"abc\"", "the text of this test vector cannot be read: 'c' (U+0063) at position 2 is "
        + "not in the vocabulary")]
    [InlineData("TRNN024", "\"name\": \"names\"", "\"name\": \"other\"", "\"checksum\": ", "\"sha256:*\"", "the content does not match the checksum: the "
        + "file is damaged or was edited; the checksum of this content is 'sha256:*'")]
    [InlineData("TRNN025", "\"shape\": [2],", "\"shape\": [32768, 32768],", "\"fc.bias\"", "[32768, 32768]", "the shape of tensor 'fc.bias' holds more "
        + "than 536870911 values")]
    public void Mistake_in_a_file(string id, string original, string replacement, string anchor, string marked, string message)
    {
        int index = Valid.IndexOf(original, StringComparison.Ordinal);
        Assert.True(index >= 0, Valid);
        string text = Valid[..index] + replacement + Valid[(index + original.Length)..];
        GeneratorRun run = GeneratorRun.Of(Program, new ModelText(FileName, text));
        Assert.Null(run.Result.Exception);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Matches("^" + Pattern(message) + "$", diagnostic.GetMessage());
        Match place = Pattern(marked).Match(text, text.IndexOf(anchor, StringComparison.Ordinal) + anchor.Length);
        DiagnosticAssert.Points(diagnostic, id, FileName, text, place.Value, diagnostic.GetMessage(), place.Index);
        Assert.Empty(run.Result.GeneratedSources);
    }

    [Fact]
    public void A_file_that_no_type_names_is_checked_too()
    {
        GeneratorRun run = GeneratorRun.Of("class Nothing;", new ModelText(FileName, "{"));
        Assert.Equal("TRNN010", Assert.Single(run.Diagnostics).Id);
    }

    [Fact]
    public void Each_file_has_its_own_errors()
    {
        GeneratorRun run = GeneratorRun.Of(
            Program,
            new ModelText("/app/a.tinyrnn", ""), new ModelText("/app/b.tinyrnn", "{}"), new ModelText(FileName, Valid));
        Assert.Equal(
            ["/app/a.tinyrnn TRNN010", "/app/b.tinyrnn TRNN012"],
            run.Diagnostics.Select(diagnostic => $"{diagnostic.Location.GetLineSpan().Path} {diagnostic.Id}").Order());
        Assert.Equal(2, run.Result.GeneratedSources.Length);
    }

    [Fact]
    public void Truncated_files_are_errors_and_never_crash_the_generator()
    {
        // Only what is left of the last brace can be cut off without harm.
        int last = Valid.LastIndexOf('}');
        AssertAllFail(Enumerable.Range(0, last + 1).Select(length => Valid[..length]));
    }

    [Fact]
    public void Changed_files_never_crash_the_generator()
    {
        const string Characters = "{}[]\",:\\0123456789-+.eEabtfnu \t\n\r\u0000\u001F\u007F\u0085\u2028\uFFFD\uD800\uDC00=/AZ";
        Random random = new(7);
        List<string> texts = [];
        for (int i = 0; i < 2500; i++)
        {
            char[] text = Valid.ToCharArray();
            int changes = random.Next(1, 4);
            for (int j = 0; j < changes; j++)
            {
                text[random.Next(text.Length)] = Characters[random.Next(Characters.Length)];
            }

            string changed = new(text);
            int from = random.Next(changed.Length);
            int length = random.Next(Math.Min(40, changed.Length - from));
            texts.Add((i % 3) switch
            {
                0 => changed,
                1 => changed.Remove(from, length),
                _ => changed.Insert(random.Next(changed.Length), changed.Substring(from, length)),
            });
        }

        AssertNoCrash(texts);
    }

    private static string Program => "using TinyRnn; [TinyRnnModel(\"names.tinyrnn\")] partial class Names;";

    private static void AssertAllFail(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        GeneratorRun run = AssertNoCrash(all);
        Assert.Equal(all.Length, run.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().Path).Distinct().Count());
    }

    // All in one project: thousands of runs would take minutes.
    private static GeneratorRun AssertNoCrash(IEnumerable<string> texts)
    {
        ModelText[] files = [.. texts.Select((text, index) => new ModelText($"/app/{index}.tinyrnn", text))];
        string source = "using TinyRnn;\n" + string.Concat(
            files.Select((_, index) => $"[TinyRnnModel(\"/app/{index}.tinyrnn\")] partial class Model{index};\n"));
        GeneratorRun run = GeneratorRun.Of(source, files);
        Assert.Null(run.Result.Exception);
        foreach (Diagnostic diagnostic in run.Diagnostics)
        {
            Assert.StartsWith("TRNN0", diagnostic.Id, StringComparison.Ordinal);
            Assert.NotEqual("", diagnostic.GetMessage());
            string path = diagnostic.Location.GetLineSpan().Path;
            Assert.StartsWith("/app/", path, StringComparison.Ordinal);
            string text = files[int.Parse(Path.GetFileNameWithoutExtension(path))].GetText(default).ToString();
            Assert.InRange(diagnostic.Location.SourceSpan.End, 0, text.Length);
        }

        return run;
    }

    // The text itself, with '*' for anything within a line.
    private static Regex Pattern(string text) =>
        new(Regex.Escape(text).Replace("\\*", "[^\"\n]*", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal));

    private static string Write()
    {
        Layer[] layers = [new RnnLayer("rnn", 2, 3), new DenseLayer("fc", 3, 2)];
        Network network = new(new NetworkDefinition
        {
            Name = "names",
            Task = NetworkTask.Classify,
            Input = new Vocabulary("ab"),
            Layers = layers,
            OutputSteps = OutputSteps.Last,
            Tensors = Networks.RandomTensors(layers, 1),
            Labels = ["no", "yes"],
        });
        return NetworkWriter.Write(Networks.WithTestVectors(network, "ab"));
    }
}
