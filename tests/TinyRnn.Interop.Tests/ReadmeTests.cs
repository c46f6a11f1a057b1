using System.Text.RegularExpressions;
using TinyRnn.Interop.Options;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>The README says what is so: every word of its tables is tried.</summary>
public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn.Interop", "README.md"));

    private static readonly Dictionary<string, string> Layers = new()
    {
        ["dense"] = """{"type": "dense", "shape": [2], "activation": "tanh", "weights": [[[1, 2], [3, 4]], [5, 6]]}""",
        ["time-distributed-dense"] = """{"type": "time-distributed-dense", "shape": [2], "activation": "", "weights": [[[1, 2], [3, 4]]]}""",
        ["gru"] = """{"type": "gru", "shape": [1], "activation": "", "weights": [[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]], [[1, 2, 3], [4, 5, 6]]]}""",
        ["lstm"] = """{"type": "lstm", "shape": [1], "activation": "", "weights": [[[1, 2, 3, 4], [4, 5, 6, 7]], [[1, 2, 3, 4]], [1, 2, 3, 4]]}""",
        ["conv1d"] = """{"type": "conv1d", "shape": [1], "activation": "", "kernel_size": [2], "dilation": [1], "weights": [[[[1], [2]], [[3], [4]]], [5]]}""",
        ["conv2d"] =
            """
            {"type": "conv2d", "shape": [2], "activation": "", "num_filters_in": 1, "num_features_in": 2, "num_filters_out": 1, "kernel_size_time": 1,
             "kernel_size_feature": 1, "dilation": 1, "strides": 1, "padding": "valid", "weights": [[[[[3]]]], [4]]}
            """,
        ["activation"] = """{"type": "activation", "shape": [2], "activation": "relu", "weights": []}""",
        ["batchnorm"] = """{"type": "batchnorm", "shape": [2], "activation": "", "weights": [[1, 2], [3, 4], [5, 6], [7, 8]]}""",
        ["batchnorm2d"] = """{"type": "batchnorm2d", "shape": [2], "activation": "", "num_filters_in": 1, "weights": [[1], [3], [5], [7]]}""",
        ["prelu"] = """{"type": "prelu", "shape": [2], "activation": "", "weights": [[0.5, 0.5]]}""",
    };

    [Fact]
    public void Every_importer_has_its_rows_and_every_row_an_importer()
    {
        string[] kinds = [.. Rows("## What is read").Select(row => row[0])];
        string formats = string.Join(", ", ModelImporters.All.Select(importer => importer.Format));
        Assert.All(
            kinds.Select(kind => kind.Split(' ')),
            words => Assert.Contains(words[^1].StartsWith('.') ? words[^1] : words[0], formats, StringComparison.Ordinal));
        Assert.All(
            formats.Split([", ", " or "], StringSplitOptions.None),
            format => Assert.Contains(kinds, kind => kind.Contains(format.Split(' ')[^1], StringComparison.Ordinal)));
        Assert.All(ModelExporters.All, exporter => Assert.Contains($"--to {exporter.Kind}", Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Rtneural_layers_are_those_of_the_table()
    {
        string row = Rows("## What is read").Single(row => row[0] == "RTNeural JSON")[2];
        Assert.Equal(Layers.Keys.Order(), Words(row).Order());
        Assert.All(
            Layers,
            layer => Assert.NotEmpty(
                ModelImporters.Import(
                new ImportSource("layer.json", System.Text.Encoding.UTF8.GetBytes($$"""{"in_shape": [2], "layers": [{{layer.Value}}]}"""))).Layers));
    }

    [Fact]
    public void Keras_layers_of_the_table_are_those_of_the_reader()
    {
        string row = Rows("## What is read").Single(row => row[0] == "Keras .h5")[2];
        string reader = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src", "TinyRnn.Interop", "Keras"), "*.cs").Select(File.ReadAllText));
        Assert.All(Words(row), word => Assert.Contains($"\"{word}\"", reader, StringComparison.Ordinal));
    }

    [Fact]
    public void Pytorch_modules_of_the_table_are_read()
    {
        string row = Rows("## What is read").Single(row => row[0] == "safetensors")[2];
        Dictionary<string, Weights> modules = new()
        {
            ["nn.RNN"] = new Weights().AddRecurrent("m.", 1, 2, 3),
            ["nn.GRU"] = new Weights().AddRecurrent("m.", 3, 2, 3),
            ["nn.LSTM"] = new Weights().AddRecurrent("m.", 4, 2, 3, 2, true, 2),
            ["nn.RNNCell"] = new Weights().AddRecurrent("m.", 1, 2, 3, isCell: true),
            ["nn.GRUCell"] = new Weights().AddRecurrent("m.", 3, 2, 3, isCell: true),
            ["nn.LSTMCell"] = new Weights().AddRecurrent("m.", 4, 2, 3, isCell: true),
            ["nn.Linear"] = new Weights().AddLinear("m", 2, 3),
            ["nn.Embedding"] = new Weights().Add("emb.weight", 4, 3),
            ["nn.BatchNorm1d"] = new Weights().AddLinear("m", 2, 3).Add("n.running_mean", 3).AddPositive("n.running_var", 3),
            ["i2h"] = new Weights().AddLinear("i2h", 5, 3).AddLinear("i2o", 5, 2),
            ["h2h"] = new Weights().AddLinear("i2h", 2, 3).AddLinear("h2h", 3, 3),
        };
        Assert.Equal(modules.Keys.Append("i2o").Order(), Words(row).Distinct().Order());
        foreach ((string name, Weights weights) in modules)
        {
            Assert.NotEmpty(
                ModelImporters.Import(
                    weights.ToSafetensors(), name == "nn.Embedding" ? KerasTests.Characters with { Labels = null } : ImportOptions.None).Layers);
        }
    }

    [Fact]
    public void Options_are_those_of_the_file_the_tool_and_the_build()
    {
        string[][] rows = Rows("## What a file does not say");
        string tool = File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn.Tool", "Commands", "ImportArguments.cs"));
        string build = File.ReadAllText(Path.Combine(Repository.Root, "src", "TinyRnn", "buildTransitive", "TinyRnn.Import.targets"));
        ImportException error = Assert.Throws<ImportException>(() => OptionsFile.Parse("""{"nothing": 1}""", "options.json"));
        string[] known = [.. Regex.Matches(error.Message, "'([a-zA-Z]+)'").Select(match => match.Groups[1].Value).Where(word => word != "nothing")];
        Assert.Equal(known.Order(), rows.Select(row => Words(row[0])[0]).Order());
        foreach (string[] row in rows)
        {
            Assert.All(Words(row[1]), word => Assert.Contains($"\"{word.Split(' ')[0]}\"", tool, StringComparison.Ordinal));
            Assert.All(Words(row[2]), word => Assert.Contains($"%(_TinyRnnImport.{word})", build, StringComparison.Ordinal));
        }
    }

    private static string[] Words(string cell) => [.. Regex.Matches(cell, "`([^`]+)`").Select(match => match.Groups[1].Value)];

    // The cells of the first table behind a heading, its head left out.
    private static string[][] Rows(string heading) =>
    [
        .. Readme[Readme.IndexOf(heading, StringComparison.Ordinal)..].ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray()),
    ];
}
