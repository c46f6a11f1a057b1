using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>An imported network and how the file was read.</summary>
/// <param name="Network">The network.</param>
/// <param name="Format">The file's format, for people.</param>
/// <param name="Layers">The sources of each layer, in the order of the layers.</param>
/// <param name="Notes">Assumptions about facts that the file does not contain, one sentence each.</param>
public sealed record ImportResult(Network Network, string Format, IReadOnlyList<LayerReading> Layers, IReadOnlyList<string> Notes)
{
    /// <summary>The singular noun for a layer's sources in this format.</summary>
    public string SourceNoun { get; init; } = "source";

    /// <summary>Number of the file's tensors, nodes or layers; all of them went into the network.</summary>
    public int SourceCount => Layers.SelectMany(layer => layer.Sources).Distinct().Count();
}

/// <summary>The sources of one layer.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="What">The layer in one line.</param>
/// <param name="Sources">Names of the file's tensors, nodes or layers.</param>
public sealed record LayerReading(string Name, string What, IReadOnlyList<string> Sources);
