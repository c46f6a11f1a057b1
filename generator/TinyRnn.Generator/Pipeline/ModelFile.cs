using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TinyRnn.Model;

namespace TinyRnn.Generator.Pipeline;

/// <summary>
/// A model file of the project, read and checked. Two are equal if path and content are equal; the network itself, with its megabytes of weights, is
/// never compared.
/// </summary>
internal sealed class ModelFile : IEquatable<ModelFile>
{
    public const string Extension = ".tinyrnn";

    // Files of other tools are imported by the build before the compiler runs.
    private static readonly string[] ImportedExtensions = [".onnx", ".safetensors", ".json", ".h5", ".hdf5", ".keras", ".pt", ".pth", ".nam"];

    private ModelFile(string path, string checksum, Network? network, DiagnosticInfo? error)
    {
        Path = path;
        Checksum = checksum;
        Network = network;
        Error = error;
    }

    /// <summary>The path with '/' between folders.</summary>
    public string Path { get; }

    /// <summary>The name without folders.</summary>
    public string Name => Path.Substring(Path.LastIndexOf('/') + 1);

    /// <summary>Identifies the content: the file's checksum, which was verified; for a file with an error, a hash of its whole text.</summary>
    public string Checksum { get; }

    /// <summary>The network; null if the file has an error.</summary>
    public Network? Network { get; }

    public DiagnosticInfo? Error { get; }

    /// <summary>The model file that a name refers to: for a file of another tool, the file that the build makes from it.</summary>
    public static string OfImported(string name) =>
        ImportedExtensions.FirstOrDefault(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) is string found
        ? name.Substring(0, name.Length - found.Length) + Extension
        : name;

    public static ModelFile Read(AdditionalText file, CancellationToken cancellation)
    {
        string path = file.Path.Replace('\\', '/');
        if (file.GetText(cancellation) is not SourceText source)
        {
            LocationInfo place = new(file.Path, default, default);
            return new ModelFile(path, "", null, new DiagnosticInfo(Diagnostics.UnreadableFile, place, file.Path));
        }

        AdditionalTextSource text = new(source, cancellation);
        try
        {
            Network network = NetworkReader.Read(text, file.Path, out string checksum);
            return new ModelFile(path, checksum, network, null);
        }
        catch (ModelFormatException e)
        {
            TextSpan span = new(e.Start, Math.Min(e.Length, source.Length - e.Start));
            LocationInfo place = new(file.Path, span, source.Lines.GetLinePositionSpan(span));
            return new ModelFile(path, Model.Checksum.Of(text, text.Length), null, new DiagnosticInfo(Diagnostics.Of(e.Code), place, e.Reason));
        }
    }

    public bool Equals(ModelFile? other) => other is not null && Path == other.Path && Checksum == other.Checksum;

    public override bool Equals(object? obj) => Equals(obj as ModelFile);

    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Checksum.GetHashCode());
}
