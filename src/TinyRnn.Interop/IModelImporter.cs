namespace TinyRnn.Interop;

/// <summary>Reads one file format.</summary>
public interface IModelImporter
{
    /// <summary>The format in a word or two, for people.</summary>
    string Format { get; }

    /// <summary>Whether the content is in this format; the file may still be damaged.</summary>
    bool Recognizes(ImportSource source);

    /// <summary>Reads a file in this format.</summary>
    /// <exception cref="ImportException">The file is malformed, holds something that TinyRnn cannot run, or needs an option.</exception>
    ImportResult Import(ImportSource source, ImportOptions options);
}
