using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>An imported network and how the file was read.</summary>
/// <param name="Network">The network.</param>
/// <param name="Format">The file's format, for people.</param>
/// <param name="Layers">What each layer was made of, in the order of the layers.</param>
/// <param name="Notes">What the file does not say and what was therefore taken, one sentence each.</param>
public sealed record ImportResult(Network Network, string Format, IReadOnlyList<LayerReading> Layers, IReadOnlyList<string> Notes)
{
    /// <summary>What the sources of the layers are called in this format, in the singular.</summary>
    public string SourceNoun { get; init; } = "source";

    /// <summary>Number of tensors, nodes or layers of the file that went into the network: all that it has.</summary>
    public int SourceCount => Layers.SelectMany(layer => layer.Sources).Distinct().Count();
}

/// <summary>What one layer was made of.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="What">The layer in one line.</param>
/// <param name="Sources">Names of the file's tensors, nodes or layers.</param>
public sealed record LayerReading(string Name, string What, IReadOnlyList<string> Sources);
