using TinyRnn.Interop;
using TinyRnn.Model;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>The weights of Silero VAD v6, which are no part of the repository: where the sample's script puts them, or among the shared data.</summary>
internal static class SileroWeights
{
    /// <summary>The name under which the sample looks for them.</summary>
    public const string FileName = "silero_vad_16k_op15.onnx";

    /// <summary>The file; null where it is not there.</summary>
    public static string? Find()
    {
        // The shared folder's name says v5, but these are the weights that other packages ship as v6.
        string fetched = Path.Combine(Repository.Root, "samples", "VoiceActivity", FileName);
        return File.Exists(fetched) ? fetched : SharedData.Find("deployed", "silero-v5-16k", "model.onnx");
    }

    /// <summary>The file; the test is skipped where it is not there.</summary>
    public static string Required()
    {
        string? path = Find();
        Assert.SkipWhen(path is null, "needs the weights of Silero VAD: samples/VoiceActivity/fetch-model fetches them");
        return path!;
    }

    /// <summary>Copies the file, under its name, into a folder of its own.</summary>
    /// <returns>The folder.</returns>
    public static string CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Required(), Path.Combine(folder, FileName), overwrite: true);
        return folder;
    }

    /// <summary>The model, as the sample's project imports it or with another number of samples a step.</summary>
    public static Network Import(int samples = 576) => ModelImporters.Import(
        ImportSource.Load(Required()), ImportOptions.None with { Set = new Dictionary<string, long> { ["sr"] = 16_000, ["sequence"] = samples } }).Network;
}
