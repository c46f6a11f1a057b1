using System.Globalization;
using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>Every recorded model of PyTorch, RTNeural and audio effects: imported, compiled, and as it was recorded.</summary>
public class SharedDataTests
{
    [Theory]
    [InlineData("dense", "")]
    [InlineData("gru", "")]
    [InlineData("lstm_1d", "")]
    [InlineData("gru_torch", "")]
    public void Rtneural_models(string name, string options) =>
        ImportCase.AssertAll(
            Streamed($"rtneural/{name}.json", options, Recordings.Csv("rtneural", name + "_x_python.csv"), Recordings.Csv("rtneural", name + "_y_python.csv")));

    [Fact]
    public void Safetensors_of_several_stacked_grus() =>
        ImportCase.AssertAll(
            Streamed("safetensors/gru_torch.safetensors", "", Recordings.Csv("safetensors", "gru_torch_x.csv"),
                Recordings.Csv("safetensors", "gru_torch_y.csv")));

    [Fact]
    public void Audio_effect_with_skip()
    {
        JsonElement io = Recordings.Json("audio-models", "neuralseed_lstm8_ts9.io.json");
        ImportCase.AssertAll(
            Streamed("audio-models/neuralseed_lstm8_ts9.json", "", Recordings.Floats(io.GetProperty("input")), Recordings.Floats(io.GetProperty("output"))));
    }

    [Fact]
    public void Character_model()
    {
        JsonElement golden = Recordings.Json("torch-golden", "charlm-gru-timemachine", "golden.json");
        string vocabulary = string.Concat(Recordings.Strings(golden.GetProperty("chars")));
        Network network = ModelImporters.Import(
            SharedData.Path("torch-golden", "charlm-gru-timemachine", "model.safetensors"), ImportOptions.None with { Vocabulary = vocabulary }).Network;
        Assert.Equal(NetworkTask.LanguageModel, network.Task);
        int[] tokens = network.Vocabulary!.Encode(golden.GetProperty("prefix").GetString()!);
        float[] outputs = new Interpreter(network).RunTokens(tokens);
        float[] last = Recordings.Floats(golden.GetProperty("last_logits"));
        Near(Recordings.Floats(golden.GetProperty("first_logits")), outputs[..network.OutputSize]);
        Near(last, outputs[^network.OutputSize..]);
        ImportCase.AssertAll(new ImportCase("character model", network, [], tokens, last));
        string seed = golden.GetProperty("greedy_seed").GetString()!;
        string greedy = golden.GetProperty("greedy_200").GetString()!;
        Assert.StartsWith(new Interpreter(network).Generate(seed, 100, new SamplingOptions { TopK = 1 }), greedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_classifier()
    {
        JsonElement golden = Recordings.Json("torch-golden", "names-lstm", "golden.json");
        ImportOptions options = ImportOptions.None with
        {
            Vocabulary = string.Concat(Recordings.Strings(golden.GetProperty("chars"))),
            Labels = Recordings.Strings(golden.GetProperty("classes")),
            Activations = new Dictionary<string, string> { ["out"] = "log-softmax" },
        };
        Network network = ModelImporters.Import(SharedData.Path("torch-golden", "names-lstm", "model.safetensors"), options).Network;
        ImportCase[] cases = [.. golden.GetProperty("samples").EnumerateArray().Select(sample => new ImportCase(
            sample.GetProperty("name").GetString()!, network, [], network.Vocabulary!.Encode(sample.GetProperty("name").GetString()!),
                Recordings.Floats(sample.GetProperty("log_probs"))))];
        Assert.Equal(60, cases.Length);
        ImportCase.AssertAll(cases);
    }

    [Fact]
    public void Forecast()
    {
        JsonElement golden = Recordings.Json("torch-golden", "forecast-gru-sunspots", "golden.json");
        float mean = (float)golden.GetProperty("mean").GetDouble();
        float std = (float)golden.GetProperty("std_population").GetDouble();
        int window = golden.GetProperty("window").GetInt32();
        ImportOptions options = ImportOptions.None with { OutputSteps = OutputSteps.Last };
        Network network = ModelImporters.Import(SharedData.Path("torch-golden", "forecast-gru-sunspots", "model.safetensors"), options).Network;
        float[] series =
        [
            .. File.ReadLines(SharedData.Path("series", "monthly-sunspots.csv")).Skip(1)
            .Select(line => (float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture) - mean) / std)
        ];
        float[] expected = Recordings.Floats(golden.GetProperty("first_20_test_predictions_normalised"));

        // The windows are those of which the last tests are 560 of the series.
        int first = series.Length - golden.GetProperty("test_windows").GetInt32() - window;
        ImportCase[] cases = [.. expected.Select((value, i) => new ImportCase($"window {i}", network, series[(first + i)..(first + i + window)], [], [value]))];
        ImportCase.AssertAll(cases);
    }

    [Theory]
    [InlineData("gru_1layer_ce")]
    [InlineData("lstm_1layer_ce")]
    [InlineData("rnn_tanh_1layer_mse")]
    public void Weights_of_the_training_recordings(string name)
    {
        JsonElement golden = Recordings.Json("torch-golden", "bptt", name + ".json");
        byte[] weights = System.Text.Encoding.UTF8.GetBytes(golden.GetProperty("weights").GetRawText());
        Network network = ModelImporters.Import(new ImportSource(name + ".json", weights)).Network;
        int batch = golden.GetProperty("batch").GetInt32();
        JsonElement[] x = [.. golden.GetProperty("x").EnumerateArray()];
        JsonElement[] y = [.. golden.GetProperty("out").EnumerateArray()];
        ImportCase.AssertAll([.. Enumerable.Range(0, batch).Select(b => new ImportCase(
            $"{name}, sequence {b}", network, [.. x.SelectMany(row => Recordings.Floats(row[b]))], [], [.. y.SelectMany(row => Recordings.Floats(row[b]))]))]);
    }

    private static ImportCase Streamed(string file, string options, float[] input, float[] expected)
    {
        ImportResult result = ModelImporters.Import(
            SharedData.Path(file.Split('/')), options.Length == 0 ? null : Options.OptionsFile.Parse(options, "options"));
        return new ImportCase(file, result.Network, input, [], expected);
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= ImportCase.Tolerance * MathF.Max(1f, MathF.Abs(expected[i])),
                $"value {i} is {actual[i]}, expected {expected[i]}");
        }
    }
}
