using TinyRnn.Interop.Json;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Reads Keras's .h5 (of Keras 2, and the legacy form of Keras 3), .keras (a zip archive with the configuration and an HDF5 file of weights), and
/// files that hold only weights.
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
        return KerasModel.Read(
            source, document, new LegacyKerasWeights(source, file, LegacyRoot), options, MajorVersion(file.FindString("", "keras_version"), otherwise: 2));
    }

    private static void RefuseArchitecture(ImportSource source, ImportOptions options)
    {
        if (options.Architecture is not null)
        {
            throw source.Error($"the file contains its architecture; remove {options.Call("architecture")}");
        }
    }

    private static ImportResult ImportZip(ImportSource source, ImportOptions options)
    {
        RefuseArchitecture(source, options);
        ModelArchive archive = ModelArchive.Open(source);
        byte[] config = Entry(source, archive, ConfigEntry);
        byte[] weights = Entry(source, archive, WeightsEntry);
        byte[]? metadata = archive.Has(MetadataEntry) ? archive.Read(MetadataEntry) : null;
        using HdfFile file = HdfFile.Open(source, weights);
        return KerasModel.Read(
            source, JsonDocumentFile.Parse(source, config, ConfigEntry), new KerasThreeWeights(source, file, ""), options,
            MajorVersion(VersionOf(source, metadata), otherwise: 3));
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
        version is not null && int.TryParse(version.AsSpan(0, Math.Max(version.IndexOf('.'), 0)), System.Globalization.NumberStyles.None, null, out int major)
            ? major
            : otherwise;

    private static byte[] Entry(ImportSource source, ModelArchive archive, string name) =>
        archive.Has(name) ? archive.Read(name) : throw source.Error($"the archive has no '{name}'; a model that Keras 3 saved was expected");
}
