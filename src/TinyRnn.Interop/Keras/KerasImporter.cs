using System.IO.Compression;
using TinyRnn.Interop.Json;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Keras's .h5 (Keras 2, and Keras 3's legacy form), .keras (a zip with the configuration and an HDF5 file of weights), and weights alone.
/// </summary>
internal sealed class KerasImporter : IModelImporter
{
    private const string ConfigEntry = "config.json";
    private const string WeightsEntry = "model.weights.h5";
    private const string MetadataEntry = "metadata.json";
    private const string LegacyRoot = "model_weights";

    public string Format => "Keras .h5 or .keras";

    public bool Recognizes(ImportSource source) => HdfFile.Recognizes(source.Bytes) || source.Bytes.StartsWith("PK\u0003\u0004"u8);

    public ImportResult Import(ImportSource source, ImportOptions options) =>
        HdfFile.Recognizes(source.Bytes) ? ImportHdf(source, options) : ImportZip(source, options);

    private static ImportResult ImportHdf(ImportSource source, ImportOptions options)
    {
        using HdfFile file = HdfFile.Open(source, source.Memory);
        if (file.FindString("", "model_config") is not string config)
        {
            return KerasWeightsFile.Import(source, file, options);
        }

        RefuseArchitecture(source, options);
        JsonDocumentFile document = JsonDocumentFile.Parse(source, System.Text.Encoding.UTF8.GetBytes(config), "'model_config'");
        return KerasModel.Read(source, document, new LegacyKerasWeights(source, file, LegacyRoot), options, MajorVersion(file.FindString("", "keras_version"), otherwise: 2));
    }

    private static void RefuseArchitecture(ImportSource source, ImportOptions options)
    {
        if (options.Architecture is not null)
        {
            throw source.Error($"the file says itself which layers it has; take {options.Call("architecture")} away");
        }
    }

    private static ImportResult ImportZip(ImportSource source, ImportOptions options)
    {
        RefuseArchitecture(source, options);
        byte[] config;
        byte[] weights;
        byte[]? metadata;
        try
        {
            using ZipArchive zip = new(new MemoryStream(source.Memory.ToArray(), writable: false), ZipArchiveMode.Read);
            config = Entry(source, zip, ConfigEntry);
            weights = Entry(source, zip, WeightsEntry);
            metadata = zip.GetEntry(MetadataEntry) is null ? null : Entry(source, zip, MetadataEntry);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw source.Error("the zip archive cannot be read: it is damaged");
        }

        using HdfFile file = HdfFile.Open(source, weights);
        return KerasModel.Read(source, JsonDocumentFile.Parse(source, config, ConfigEntry), new KerasThreeWeights(source, file, ""), options, MajorVersion(VersionOf(source, metadata), otherwise: 3));
    }

    private static string? VersionOf(ImportSource source, byte[]? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        JsonDocumentFile document = JsonDocumentFile.Parse(source, metadata, MetadataEntry);
        return document.FindString(document.Root, "keras_version");
    }

    /// <summary>The first number of a version.</summary>
    internal static int MajorVersion(string? version, int otherwise) =>
        version is not null && int.TryParse(version.AsSpan(0, Math.Max(version.IndexOf('.'), 0)), System.Globalization.NumberStyles.None, null, out int major) ? major : otherwise;

    // Keras stores its entries uncompressed or hardly compressed; an entry that would grow far beyond the file is a bomb.
    private static byte[] Entry(ImportSource source, ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw source.Error($"the archive has no '{name}'; a model that Keras 3 saved was expected");
        long most = ((long)source.Bytes.Length * 8) + (1 << 16);
        if (entry.Length > most)
        {
            throw source.Error($"'{name}'", $"it unpacks to {entry.Length} bytes; at most {most} were expected of a file of {source.Bytes.Length}");
        }

        using Stream stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
