using System.Text;
using TinyRnn.Interop.PyTorch;

namespace TinyRnn.Interop;

/// <summary>Recognises zip archives that are not models that TinyRnn reads.</summary>
internal static class ForeignArchive
{
    private const int NameLength = 26;
    private const int Name = 30;

    /// <summary>What the archive is; null for one that an importer reads.</summary>
    public static string? Find(ImportSource source)
    {
        if (ModelArchive.Find(source) is not ModelArchive archive)
        {
            // The list of entries is at the end of an archive, so if it is cut off, only the first entry is known.
            return FirstName(source.Bytes) is string first && (first == "data.pkl" || first.EndsWith("/data.pkl", StringComparison.Ordinal))
                ? "is a PyTorch checkpoint (.pt, .pth) that is cut off; fetch or save it again"
                : "is a zip archive that cannot be read: it is damaged or cut off";
        }

        string[] names = [.. archive.Names.Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return "is an empty zip archive; weights were expected";
        }

        if (TorchArchive.Folder(archive) is not null || (names.Contains("config.json") && names.Contains("model.weights.h5")))
        {
            return null;
        }

        if (names.Any(name => Ends(name, "serialized_exported_program.json") || Ends(name, "archive_format")
            || name.Contains("/models/model.json", StringComparison.Ordinal)))
        {
            return "is an exported program of PyTorch (.pt2), which TinyRnn does not read; save its state dict: import torch; "
                + "torch.save(torch.export.load(\"model.pt2\").state_dict, \"model.pt\")";
        }

        if (names.Any(name => Ends(name, "/model.json")) && names.Any(name => name.Contains("/tensors/", StringComparison.Ordinal)))
        {
            return "is a TorchScript model of PyTorch before 1.3; save its state dict: import torch; "
                + "torch.save(torch.jit.load(\"old.pt\").state_dict(), \"model.pt\")";
        }

        if (names.All(name => Ends(name, ".npy")))
        {
            return "is a NumPy archive (.npz), which TinyRnn does not read; save the arrays by name: import numpy; from safetensors.numpy import save_file; "
                + "save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")";
        }

        return names.FirstOrDefault(name => name == "saved_model.pb" || Ends(name, "/saved_model.pb")) is string saved
                ? $"is a zip archive with {ImportSource.Quote(saved)} inside; unpack it, then {ForeignFolder.SavedModel}"
            : names.FirstOrDefault(name => Ends(name, ".mlmodel")) is not null
                ? "is a package of Core ML; import the file that it was converted from, or export ONNX there"
            : names.FirstOrDefault(IsModel) is string inside ? $"is a zip archive with {ImportSource.Quote(inside)} inside; unpack it first"
            : $"is a zip archive with {ImportSource.Quote(names[0])} inside; a Keras model (.keras) has 'config.json' and 'model.weights.h5', "
                + "a PyTorch checkpoint 'data.pkl'";
    }

    private static bool IsModel(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".onnx" or ".safetensors" or ".h5" or ".hdf5" or ".keras" or ".pt" or ".pth" or ".nam" or ".json";

    private static bool Ends(string name, string end) => name.EndsWith(end, StringComparison.Ordinal);

    private static string? FirstName(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length < Name ? 0 : bytes[NameLength] | (bytes[NameLength + 1] << 8);
        return length > 0 && length <= bytes.Length - Name ? Encoding.UTF8.GetString(bytes.Slice(Name, length)) : null;
    }
}
