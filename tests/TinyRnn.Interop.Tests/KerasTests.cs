using System.Text.Json;
using TinyRnn.Interop.Tests.Harness;

namespace TinyRnn.Interop.Tests;

/// <summary>Keras's files, written by h5py in the layouts of Keras 2 and 3 (<c>KerasFiles/make_files.py</c>).</summary>
public class KerasTests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "TinyRnn.Interop.Tests", "KerasFiles");

    public static ImportOptions Characters { get; } = ImportOptions.None with { Vocabulary = "abcd", Labels = ["x", "y", "z"] };

    [Fact]
    public void Models_give_what_keras_gives()
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "outputs.json")));
        ImportCase[] cases = [.. outputs.RootElement.EnumerateObject().Select(file =>
        {
            bool isText = file.Value.TryGetProperty("tokens", out JsonElement tokens);
            Network network = ModelImporters.Import(Path.Combine(Folder, file.Name), isText ? Characters : null).Network;
            return new ImportCase(
                file.Name,
                network,
                isText ? [] : Recordings.Floats(file.Value.GetProperty("input")),
                isText ? [.. tokens.EnumerateArray().Select(token => token.GetInt32())] : [],
                Recordings.Floats(file.Value.GetProperty("output")));
        })];
        Assert.Equal(5, cases.Length);
        ImportCase.AssertAll(cases);
        Assert.Equal([OutputSteps.Every, OutputSteps.Last, OutputSteps.Last, OutputSteps.Last, OutputSteps.Last], cases.Select(one => one.Network.OutputSteps));
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
