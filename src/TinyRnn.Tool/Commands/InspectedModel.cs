using System.CommandLine;
using TinyRnn.Interop;
using TinyRnn.Model;
using TinyRnn.Tool.Files;

namespace TinyRnn.Tool.Commands;

/// <summary>A model to inspect: a model file, or weights of another tool, read as <c>import</c> does.</summary>
/// <param name="Network">The model.</param>
/// <param name="Import">The importer's report; null for a model file.</param>
internal sealed record InspectedModel(Network Network, ImportResult? Import)
{
    /// <param name="path">The file.</param>
    /// <param name="arguments">The options of imports.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files of the run. The files next to the weights are added.</param>
    /// <exception cref="ToolException">There is no such file, or import options are given for a model file.</exception>
    /// <exception cref="ImportException">The weights are malformed, or need an option.</exception>
    public static InspectedModel Load(string path, ImportArguments arguments, ParseResult parsed, RunFiles files)
    {
        InputFile.Check(path, "a .tinyrnn model file or another tool's weights were expected");
        ImportSource? source = IsModelFile(path) ? null : ImportSource.Load(path);
        if (source is null || !ModelImporters.All.Any(importer => importer.Recognizes(source)))
        {
            // A file that is not a model either gets that message first.
            Network network = Models.Load(path);
            return arguments.FirstGiven(parsed) is string option
                ? throw new ToolException($"{path}: {option} is for another tool's weights, but this is a model file; leave it out")
                : new InspectedModel(network, null);
        }

        ImportResult result = ModelImporters.Import(source, arguments.Read(parsed, path));
        files.Reads(source.Beside).CheckInputs();
        return new InspectedModel(result.Network, result);
    }

    // By the extension, or by the content where the extension is another.
    private static bool IsModelFile(string path)
    {
        if (Path.GetExtension(path).Equals(".tinyrnn", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        byte[] start = new byte[256];
        using FileStream file = File.OpenRead(path);
        string text = System.Text.Encoding.UTF8.GetString(start, 0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{', ..] && text.Contains("\"tinyrnn\"", StringComparison.Ordinal);
    }
}
