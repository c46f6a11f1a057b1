using System.Text;
using System.Text.Json;
using TinyRnn.Generator.Tests.Harness;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Nam;

/// <summary>Neural Amp Modeler's files: what their player computes, their initial states, and what is refused.</summary>
public class NamTests
{
    private const int Steps = 300;

    private static readonly string Tool = Path.Combine(Repository.Root, "src", "TinyRnn.Tool", "bin", UserProject.Configuration, "net10.0", "TinyRnn.Tool.dll");

    [Fact]
    public void Lstms_of_all_depths_and_sizes_give_what_the_player_gives() => ImportCase.AssertAll([
        Case(1, 3, 1), Case(1, 16, 1), Case(1, 8, 2), Case(1, 5, 3), Case(1, 40, 1), Case(2, 7, 4), Case(3, 1, 2), Case(1, 1, 1), Case(2, 6, 2, outputs: 3),
        Case(1, 12, 2, hasState: false),
    ]);

    /// <summary>The numbers of weights that files of real players have.</summary>
    [Theory]
    [InlineData(3, 1, 70)]
    [InlineData(16, 1, 1_201)]
    [InlineData(8, 2, 905)]
    public void Counts_are_those_of_real_files(int units, int depth, int count) => Assert.Equal(count, new WrittenNam(1, units, depth).Count);

    [Fact]
    public void A_real_amplifier()
    {
        string path = SharedData.Path("deployed", "nam_lstm.nam");
        JsonElement file = Recordings.Json("deployed", "nam_lstm.nam");
        ImportResult result = ModelImporters.Import(path);
        Network network = result.Network;
        Assert.Equal("Test LSTM", network.Name);
        Assert.Equal(6, result.SourceCount);
        Assert.Contains(result.Notes, note => note.Contains("48000 Hz", StringComparison.Ordinal));
        WrittenNam player = new(1, 3, 1, Recordings.Floats(file.GetProperty("weights")));
        ImportCase.AssertAll(new ImportCase("amplifier", network, Samples(Steps), [], player.Run(Samples(Steps))));
        using JsonDocument metadata = JsonDocument.Parse(network.MetadataJson);
        JsonElement kept = metadata.RootElement.GetProperty("nam");
        Assert.Equal(file.GetProperty("metadata").GetProperty("loudness").GetDouble(), kept.GetProperty("metadata").GetProperty("loudness").GetDouble());
        Assert.Equal(48_000, kept.GetProperty("sample_rate").GetInt32());
    }

    [Fact]
    public void The_state_in_the_file_is_the_initial_one_and_zeros_are_none()
    {
        Network network = Import(new WrittenNam(1, 4, 2).Json).Network;
        Assert.All(network.Layers.OfType<LstmLayer>(), layer => Assert.True(layer.Options.HasInitialState));
        Network fromZero = Import(new WrittenNam(1, 4, 2, hasState: false).Json).Network;
        Assert.All(fromZero.Layers.OfType<LstmLayer>(), layer => Assert.False(layer.Options.HasInitialState));
    }

    [Fact]
    public void Name_metadata_and_notes()
    {
        ImportResult result = Import(new WrittenNam(1, 3, 1).Json);
        Assert.Equal("Twin, clean", result.Network.Name);
        Assert.Equal(OutputSteps.Every, result.Network.OutputSteps);
        Assert.Equal(["lstm", "head"], result.Network.Layers.Select(layer => layer.Name));
        Assert.Equal("weights 0 to 47, matrix [12, 4]", result.Layers[0].Sources[0]);
        Assert.Equal("weights 69 to 69, head's bias [1]", result.Layers[1].Sources[1]);
        Assert.Contains("a step is one sample at 44100 Hz", result.Notes);
        Assert.Contains("44100", result.Network.MetadataJson, StringComparison.Ordinal);

        // What is told comes first, and what the file does not say is said.
        Assert.Equal("mine", ModelImporters.Import(Source(new WrittenNam(1, 3, 1).Json), ImportOptions.None with { Name = "mine" }).Network.Name);
        string bare = new WrittenNam(1, 3, 1).Json
            .Replace(",\n \"sample_rate\": 44100", "", StringComparison.Ordinal).Replace("\"Twin, clean\"", "null", StringComparison.Ordinal);
        result = Import(bare);
        Assert.Equal("amp", result.Network.Name);
        Assert.Contains(result.Notes, note => note.Contains("48000 Hz", StringComparison.Ordinal) && note.Contains("no sample rate", StringComparison.Ordinal));
        Assert.Equal("amp", Import(bare.Replace("{\"name\": null, \"loudness\": -18.5, \"training\": null}", "null", StringComparison.Ordinal)).Network.Name);
    }

    [Fact]
    public void The_tool_imports_and_inspects_it()
    {
        using TemporaryFolder folder = new();
        folder.Write("amp.nam", new WrittenNam(1, 3, 2).Bytes);
        string import = Run(folder, "import", "amp.nam");
        Assert.Matches(@"lstm +lstm\(1 -> 3\), initial state +4 arrays\n", import);
        Assert.Matches(@"note +a step is one sample at 44100 Hz\n", import);
        Assert.EndsWith("amp.tinyrnn; Neural Amp Modeler, all 10 arrays used\n", import, StringComparison.Ordinal);
        Assert.Contains("lstm_2.initial_cell", Run(folder, "inspect", "amp.tinyrnn"), StringComparison.Ordinal);
        using JsonDocument inspected = JsonDocument.Parse(Run(folder, "inspect", "amp.tinyrnn", "--json"));
        Assert.Equal(-18.5, inspected.RootElement.GetProperty("metadata").GetProperty("nam").GetProperty("metadata").GetProperty("loudness").GetDouble());
    }

    [Theory]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 3", "'weights' has 261 numbers", "3 layers of 4 units over 1 input, and a head of 1 output, have 413")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 5", "'weights' has 261 numbers; 2 layers of 5 units", "have 386")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 32768", "have 12885458945")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 32769", "'hidden_size' is 32769; a whole number from 1 to 32768 was expected")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 0", "'hidden_size' is 0")]
    [InlineData("\"hidden_size\": 4", "\"hidden_size\": 4.5", "'hidden_size' must be a whole number")]
    [InlineData("\"hidden_size\": 4", "\"hidden\": 4", "'config' has the field 'hidden'", "input_size, hidden_size, num_layers")]
    [InlineData("\"hidden_size\": 4, ", "", "'hidden_size' is missing")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 0", "'num_layers' is 0")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 2, \"in_channels\": 2", "'in_channels' is 2 and 'input_size' is 1")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 2, \"bidirectional\": true", "'config' has the field 'bidirectional'")]
    [InlineData("\"num_layers\": 2", "\"num_layers\": 2, \"num_layers\": 2", "duplicate field 'num_layers'")]
    [InlineData("\"weights\"", "\"values\"", "the field 'weights' is missing")]
    [InlineData("\"weights\": [", "\"weights\": [null, ", "'weights' has 262 numbers")]
    [InlineData("\"sample_rate\": 44100", "\"sample_rate\": \"high\"", "line 4, column ", "a finite number was expected")]
    [InlineData("\"LSTM\"", "\"CatWaveNet\"", "'CatWaveNet', which is made of convolutions")]
    [InlineData("\"LSTM\"", "\"SlimmableContainer\"", "which holds several models")]
    [InlineData("\"LSTM\"", "\"Other\"", "'Other', which is not known")]
    public void What_does_not_fit_is_one_sentence(string before, string after, params string[] words)
    {
        string json = new WrittenNam(1, 4, 2).Json;
        Assert.Contains(before, json, StringComparison.Ordinal);
        ImportAssert.Fails(Source(json.Replace(before, after, StringComparison.Ordinal)), ImportOptions.None, words);
    }

    [Fact]
    public void A_weight_that_is_no_number_is_told_with_its_place()
    {
        string json = new WrittenNam(1, 1, 1).Json;
        int start = json.IndexOf("\"weights\": [", StringComparison.Ordinal) + "\"weights\": [".Length;
        ImportSource With(string first) => Source(json[..start] + first + json[json.IndexOf(',', start)..]);
        ImportAssert.Fails(With("null"), ImportOptions.None, "line 3, column 14", "a finite number was expected, not null");
        ImportAssert.Fails(With("NaN"), ImportOptions.None, "line 3, column 14");
    }

    private static string Run(TemporaryFolder folder, params string[] arguments) =>
        ChildProcess.Finish(ChildProcess.Start(folder.Path, [], [Tool, .. arguments]));

    private static ImportCase Case(int inputs, int units, int depth, int outputs = 1, bool hasState = true)
    {
        WrittenNam file = new(inputs, units, depth, outputs, hasState);
        float[] samples = Samples(Steps * inputs);
        return new ImportCase($"{depth} x {units} over {inputs}", Import(file.Json).Network, samples, [], file.Run(samples));
    }

    private static float[] Samples(int count) => [.. Enumerable.Range(1, count).Select(i => MathF.Sin(i * 0.37f) * MathF.Cos(i * 0.011f))];

    private static ImportSource Source(string json) => new("amp.nam", Encoding.UTF8.GetBytes(json));

    private static ImportResult Import(string json) => ModelImporters.Import(Source(json));
}
