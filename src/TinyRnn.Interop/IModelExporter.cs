using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Writes one kind of file.</summary>
public interface IModelExporter
{
    /// <summary>The kind, as the tool's <c>--to</c> names it.</summary>
    string Kind { get; }

    /// <summary>The file's extension with its dot.</summary>
    string Extension { get; }

    /// <summary>The file's bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="notes">Receives what the format cannot hold as the network means it, one sentence each.</param>
    /// <exception cref="ExportException">The format cannot hold this network.</exception>
    byte[] Write(Network network, IList<string> notes);
}

/// <summary>A network that a format cannot hold; the message says in one sentence what of it.</summary>
public sealed class ExportException(string message) : Exception(message);
