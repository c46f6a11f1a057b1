namespace TinyRnn.Interop;

/// <summary>Reads one kind of file.</summary>
public interface IModelImporter
{
    /// <summary>The kind in a word or two, for people.</summary>
    string Format { get; }

    /// <summary>Whether the content is of this kind; the file may still be broken.</summary>
    bool Recognizes(ImportSource source);

    /// <summary>Reads a file of this kind.</summary>
    /// <exception cref="ImportException">The file is malformed, holds what TinyRnn cannot run, or needs an option.</exception>
    ImportResult Import(ImportSource source, ImportOptions options);
}
