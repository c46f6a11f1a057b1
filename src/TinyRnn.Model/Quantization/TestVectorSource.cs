namespace TinyRnn.Model;

/// <summary>
/// Whether the inputs of a network's test vectors are data. Importers and exporters make up inputs where they have none, which are in no
/// relation to what the network will read; so a file's metadata say <c>"probes": "data"</c> where they are, and without that they count as made up.
/// </summary>
internal static class TestVectorSource
{
    /// <summary>The field of the metadata.</summary>
    public const string Field = "probes";

    /// <summary>Its value.</summary>
    public const string Data = "data";

    /// <summary>Whether the metadata say that the test vectors are data.</summary>
    public static bool IsData(Network network) => Metadata.Holds(network.MetadataJson, Field, Data);

    /// <summary>The metadata of a network whose test vectors are made up, whatever they said of those before.</summary>
    public static string WithoutStatement(string metadataJson) => Metadata.Without(metadataJson, Field);
}
