using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests.Onnx;

/// <summary>Every ONNX file of other people that is at hand: imported, compiled, and compared with what its own framework gives.</summary>
public class OnnxFileTests
{
    [Fact]
    public void Node_tests_of_ONNX_and_recordings_of_its_runtime_agree() => ImportCase.AssertAll([
        .. OnnxRecordings.NodeTests(1e-6f), .. OnnxRecordings.Baked("onnx-node-baked", 1e-6f), .. OnnxRecordings.Baked("onnx-real", 1e-5f)]);

    [Fact]
    public void Trained_models_of_PyTorch_agree()
    {
        JsonElement charlm = Golden("charlm-gru-timemachine");
        string characters = string.Concat(charlm.GetProperty("chars").EnumerateArray().Select(one => one.GetString()));
        ImportOptions options = new() { Vocabulary = characters };
        List<ImportCase> cases = [];
        foreach (string file in new[] { "step.onnx", "sequence.onnx" })
        {
            ImportResult result = ModelImporters.Import(SharedData.Path("torch-golden", "charlm-gru-timemachine", file), options);
            Assert.Equal(NetworkTask.LanguageModel, result.Network.Task);
            string prefix = charlm.GetProperty("prefix").GetString()!;
            cases.Add(Case(file, result.Network, prefix, charlm.GetProperty("last_logits")));
            cases.Add(Case(file + ", first", result.Network, prefix[..1], charlm.GetProperty("first_logits")));
        }

        JsonElement names = Golden("names-lstm");
        ImportOptions labelled = new()
        {
            Vocabulary = string.Concat(names.GetProperty("chars").EnumerateArray().Select(one => one.GetString())),
            Labels = [.. names.GetProperty("classes").EnumerateArray().Select(one => one.GetString()!)],
        };
        Network classifier = ModelImporters.Import(SharedData.Path("torch-golden", "names-lstm", "model.onnx"), labelled).Network;
        Assert.Equal(NetworkTask.Classify, classifier.Task);
        cases.AddRange(names.GetProperty("samples").EnumerateArray().Select(sample =>
            Case(sample.GetProperty("name").GetString()!, classifier, sample.GetProperty("name").GetString()!, sample.GetProperty("log_probs"))));
        ImportCase.AssertAll(cases);
    }

    [Fact]
    public void A_forecast_of_PyTorch_agrees()
    {
        JsonElement golden = Golden("forecast-gru-sunspots");
        Network network = ModelImporters.Import(SharedData.Path("torch-golden", "forecast-gru-sunspots", "model.onnx")).Network;
        Assert.Equal(OutputSteps.Last, network.OutputSteps);
        double mean = golden.GetProperty("mean").GetDouble();
        double std = golden.GetProperty("std_population").GetDouble();
        float[] series = [.. File.ReadLines(SharedData.Path("series", "monthly-sunspots.csv")).Skip(1).Where(line => line.Length > 0)
            .Select(line => (float)((double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture) - mean) / std))];
        float[] expected = [.. golden.GetProperty("first_20_test_predictions_normalised").EnumerateArray().Select(value => value.GetSingle())];
        int windows = golden.GetProperty("train_windows").GetInt32();
        ImportCase.AssertAll(
            [.. expected.Select((value, i) => new ImportCase($"window {i}", network, series[(windows + i)..(windows + i + 24)], [], [value]))]);
    }

    [Fact]
    public void A_graph_of_other_operators_fails_with_a_sentence() => ImportAssert.Fails(
        ImportSource.Load(SharedData.Path("onnx-real", "unsupported-gtcrn", "model.onnx")), ImportOptions.None, "'ScatterND'",
            "is of an operator that TinyRnn does not know");

    private static JsonElement Golden(string folder) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.Path("torch-golden", folder, "golden.json"))).RootElement;

    private static ImportCase Case(string name, Network network, string text, JsonElement expected) =>
        new(name, network, [], network.Vocabulary!.Encode(text), [.. expected.EnumerateArray().Select(value => value.GetSingle())]);
}
