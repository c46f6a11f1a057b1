using TinyRnn.Interop;
using TinyRnn.Model;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>The weights of DTLN's first part, which are no part of the repository: where the sample's script puts them, or among the shared data.</summary>
internal static class DtlnWeights
{
    /// <summary>The name under which the sample looks for the first part.</summary>
    public const string First = "model_1.onnx";

    /// <summary>The name under which it looks for the second, without which it is built, too.</summary>
    public const string Second = "model_2.onnx";

    /// <summary>The first part; null where it is not there.</summary>
    public static string? Find()
    {
        string fetched = Path.Combine(Repository.Root, "samples", "NoiseSuppression", First);
        return File.Exists(fetched) ? fetched : SharedData.Find("deployed", "dtln-part1", "model.onnx");
    }

    /// <summary>The first part; the test is skipped where it is not there.</summary>
    public static string Required()
    {
        string? path = Find();
        Assert.SkipWhen(path is null, "needs the weights of DTLN: samples/NoiseSuppression/fetch-model fetches them");
        return path!;
    }

    /// <summary>Copies the first part, under its name, into a folder of its own.</summary>
    /// <returns>The folder.</returns>
    public static string CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, First), File.ReadAllBytes(Required()));
        return folder;
    }

    /// <summary>The first part, as the sample's project imports it.</summary>
    public static Network Import() => ModelImporters.Import(ImportSource.Load(Required())).Network;
}
