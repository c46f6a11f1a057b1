using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>Keras's files, written by h5py in the layouts of Keras 2 and 3 (<c>KerasFiles/make_files.py</c>).</summary>
public class KerasTests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "KerasFiles");

    public static ImportOptions Characters { get; } = ImportOptions.None with { Vocabulary = "abcd", Labels = ["x", "y", "z"] };

    // What files of weights alone do not say.
    private static readonly Dictionary<string, ImportOptions> Told = new()
    {
        ["characters.keras"] = Characters,
        ["weights.h5"] = ImportOptions.None with
        {
            OutputSteps = OutputSteps.Every,
            Activations = new Dictionary<string,
            string>
            { ["time_distributed"] = "sigmoid" },
        },
        ["told.weights.h5"] = ImportOptions.None with { Activations = new Dictionary<string, string> { ["dense"] = "relu" } },
    };

    [Fact]
    public void Models_give_what_keras_gives()
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "outputs.json")));
        ImportCase[] cases = [.. outputs.RootElement.EnumerateObject().Select(file =>
        {
            bool isText = file.Value.TryGetProperty("tokens", out JsonElement tokens);
            Network network = ModelImporters.Import(Path.Combine(Folder, file.Name), Told.GetValueOrDefault(file.Name)).Network;
            return new ImportCase(
                file.Name,
                network,
                isText ? [] : Recordings.Floats(file.Value.GetProperty("input")),
                isText ? [.. tokens.EnumerateArray().Select(token => token.GetInt32())] : [],
                Recordings.Floats(file.Value.GetProperty("output")));
        })];
        Assert.Equal(14, cases.Length);
        Assert.Equal(
            Directory.GetFiles(Folder).Select(Path.GetFileName)
            .Where(name => name!.EndsWith(".h5", StringComparison.Ordinal) || name.EndsWith(".keras", StringComparison.Ordinal)).Order(),
            cases.Select(one => one.Name).Order());
        ImportCase.AssertAll(cases);
        string[] every = ["sequential.h5", "chunked.h5", "chunked_latest.h5", "half.h5", "weights.h5"];
        Assert.All(cases, one => Assert.Equal(every.Contains(one.Name) ? OutputSteps.Every : OutputSteps.Last, one.Network.OutputSteps));
    }

    [Theory]
    [InlineData("hard_sigmoid", "2.15.0", Activation.HardSigmoid, 0.2f)]
    [InlineData("hard_sigmoid", "3.15.0", Activation.HardSigmoid, 1f / 6f)]
    [InlineData("softsign", "2.15.0", Activation.Softsign, 0f)]
    [InlineData("linear", "2.15.0", Activation.Identity, 0f)]
    public void Recurrent_activations_of_h5_files_are_of_their_version(string word, string version, Activation kind, float alpha)
    {
        // In place of a flag that is on by default, so that nothing moves.
        const string Before = "\"recurrent_activation\": \"sigmoid\", \"use_bias\": true,";
        string after = $"\"recurrent_activation\": \"{word}\",".PadRight(Before.Length);
        byte[] bytes = File.ReadAllBytes(Path.Combine(Folder, "functional.h5"));
        Replace(bytes, Before, after);
        Replace(bytes, "2.15.0", version);
        LstmLayer layer = Assert.IsType<LstmLayer>(ModelImporters.Import(new ImportSource("patched.h5", bytes)).Network.Layers[0]);
        Assert.Equal((kind, alpha), (layer.GateActivation.Kind, layer.GateActivation.Alpha));
        Assert.Equal(kind == Activation.HardSigmoid ? 0.5f : 0f, layer.GateActivation.Beta);
        Assert.Equal((Activation.Tanh, Activation.Tanh), (layer.Activation.Kind, layer.CellActivation.Kind));
    }

    [Theory]
    [InlineData("softplus", "hard_sigmoid", "3.4.1", 1f / 6f)]
    [InlineData("selu", "hard_sigmoid", "2.13.1", 0.2f)]
    [InlineData("linear", "softsign", "", 0f)]
    public void Activations_of_keras_archives_are_read(string activation, string gate, string version, float alpha)
    {
        byte[] bytes = Edited(
            "functional.keras", version,
            ("\"activation\": \"tanh\", \"recurrent_activation\": \"sigmoid\"", $"\"activation\": \"{activation}\", \"recurrent_activation\": \"{gate}\""));
        GruLayer layer = Assert.IsType<GruLayer>(ModelImporters.Import(new ImportSource("patched.keras", bytes)).Network.Layers[0]);
        Assert.Equal(activation, layer.Activation.ToString().Replace("identity", "linear", StringComparison.Ordinal));
        Assert.Equal(gate.Replace('_', '-'), layer.GateActivation.ToString().Split(' ')[0]);
        Assert.Equal(alpha, layer.GateActivation.Alpha);
    }

    [Fact]
    public void Activations_that_no_cell_has_are_errors()
    {
        void Fails(string word, string expected) => Assert.Contains(
            expected,
            Assert.Throws<ImportException>(
                () => ModelImporters.Import(
                    new ImportSource("patched.keras",
                    Edited("functional.keras", "3.4.1", ("\"recurrent_activation\": \"sigmoid\"", $"\"recurrent_activation\": \"{word}\""))))).Message,
            StringComparison.Ordinal);
        Fails("mish", "layer 'my_gru': its 'recurrent_activation' 'mish' is not supported; one of linear, tanh, ");
        Fails("softmax", "layer 'my_gru': its 'recurrent_activation' is computed over all units");
    }

    private static byte[] Edited(string name, string version, params ReadOnlySpan<(string Find, string Replacement)> edits)
    {
        using MemoryStream stream = new();
        stream.Write(File.ReadAllBytes(Path.Combine(Folder, name)));
        using (ZipArchive zip = new(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string config = Text(zip, "config.json");
            foreach ((string find, string replacement) in edits)
            {
                Assert.Contains(find, config, StringComparison.Ordinal);
                config = config.Replace(find, replacement, StringComparison.Ordinal);
            }

            Write(zip, "config.json", config);
            zip.GetEntry("metadata.json")!.Delete();
            if (version.Length > 0)
            {
                Write(zip, "metadata.json", $"{{\"keras_version\": \"{version}\"}}");
            }
        }

        return stream.ToArray();

        static string Text(ZipArchive zip, string entry)
        {
            using StreamReader reader = new(zip.GetEntry(entry)!.Open());
            string text = reader.ReadToEnd();
            return text;
        }

        static void Write(ZipArchive zip, string entry, string text)
        {
            zip.GetEntry(entry)?.Delete();
            using Stream stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static void Replace(byte[] bytes, string find, string replacement)
    {
        Assert.Equal(find.Length, replacement.Length);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(find));
        Assert.True(at >= 0, $"'{find}' is not in the file");
        Encoding.ASCII.GetBytes(replacement).CopyTo(bytes, at);
    }

    [Fact]
    public void Every_array_is_in_the_explanation()
    {
        ImportResult result = ModelImporters.Import(Path.Combine(Folder, "functional.h5"));
        Assert.Contains("model_weights/bidirectional/bidirectional/backward_lstm/lstm_cell/bias:0", result.Layers[0].Sources);
        Assert.Contains(result.Layers.SelectMany(layer => layer.Sources), one => one.EndsWith("moving_variance:0", StringComparison.Ordinal));
        Assert.Equal(11 + 1, result.SourceCount);
    }
}
