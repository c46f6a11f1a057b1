using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Writes one file format.</summary>
public interface IModelExporter
{
    /// <summary>The format, as the tool's <c>--to</c> names it.</summary>
    string Kind { get; }

    /// <summary>The file extension with its dot.</summary>
    string Extension { get; }

    /// <summary>The file's bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="notes">Receives one sentence for each property of the network that the format cannot express.</param>
    /// <exception cref="ExportException">The format cannot hold this network.</exception>
    byte[] Write(Network network, IList<string> notes);
}

/// <summary>Thrown for a network that a format cannot hold; the message says in one sentence which part.</summary>
public sealed class ExportException(string message) : Exception(message);
