namespace TinyRnn.Model;

/// <summary>
/// Whether the inputs of a network's test vectors are real data. Importers and exporters make up inputs if they have none; these are unlike anything
/// that the network will read. A file with real data says <c>"probes": "data"</c> in its metadata; without that they count as made up.
/// </summary>
internal static class TestVectorSource
{
    /// <summary>The field of the metadata.</summary>
    public const string Field = "probes";

    /// <summary>Its value.</summary>
    public const string Data = "data";

    /// <summary>Whether the metadata says that the test vectors are real data.</summary>
    public static bool IsData(Network network) => Metadata.Holds(network.MetadataJson, Field, Data);

    /// <summary>The metadata for a network whose test vectors are made up, whatever it said before.</summary>
    public static string WithoutStatement(string metadataJson) => Metadata.Without(metadataJson, Field);
}
