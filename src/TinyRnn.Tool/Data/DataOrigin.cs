using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyRnn.Tool.Data;

/// <summary>The origin of a model, for its metadata: the name and hash of its data, and the version of the tool.</summary>
internal static class DataOrigin
{
    /// <summary>The field of the metadata.</summary>
    public const string Name = "source";

    /// <summary>The version of the tool.</summary>
    public static string Version =>
        typeof(DataOrigin).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Describes data.</summary>
    /// <param name="path">A file, a folder of texts, or standard input.</param>
    public static JsonObject Of(string path) => new()
    {
        ["data"] = NameOf(path),
        ["sha256"] = Convert.ToHexStringLower(Hash(path)),
        ["tool"] = "tinyrnn " + Version,
    };

    /// <summary>The name of data without the folders around them, which are nobody else's business.</summary>
    public static string NameOf(string path) =>
        DataInput.IsStandardInput(path) ? DataInput.NameOf(path) : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private static byte[] Hash(string path)
    {
        if (!Directory.Exists(path))
        {
            using Stream stream = DataInput.IsStandardInput(path) ? new MemoryStream(DataInput.StandardInputBytes) : File.OpenRead(path);
            return SHA256.HashData(stream);
        }

        // A folder's hash covers the names and hashes of its files, in the order of the names.
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<string> names = Directory.GetFiles(path, "*.txt", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
        foreach (string name in names)
        {
            all.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            using FileStream file = File.OpenRead(Path.Combine(path, name));
            all.AppendData(SHA256.HashData(file));
        }

        return all.GetHashAndReset();
    }
}
