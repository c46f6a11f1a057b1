using System.Text;
using System.Text.RegularExpressions;
using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>Recognises text in place of weights: web pages, server errors, pointers, descriptions of networks whose weights are elsewhere.</summary>
internal static partial class ForeignText
{
    private const int Head = 4096;
    private const int LongestError = 1 << 16;
    private const string Download = "; fetch the file itself, such as by its 'download' or 'raw' link";

    private static readonly string[] ErrorFields = ["error", "errors", "message", "Message", "detail", "error_description"];

    [GeneratedRegex("<(?:Code|Message)>([^<]{1,200})</", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorElement { get; }

    // What servers send as plain text in place of a file that they do not have or do not give.
    [GeneratedRegex("^(?:[45][0-9]{2}:? [a-z ]+|(?:[a-z]+ )?not found|forbidden|access denied|unauthorized|too many requests)\\.?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLine { get; }

    [GeneratedRegex("^(?:<!--.*?-->\\s*)?<(?:html|head|body|title|meta|div|script)\\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PageElement { get; }

    /// <summary>What the text is; null for JSON that may be weights, and for a file that is not text.</summary>
    public static string? Find(ImportSource source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes;
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return "is text in UTF-16; save it in UTF-8";
        }

        if (JsonDocumentFile.IsObject(bytes))
        {
            return bytes.Length <= LongestError ? Json(source) : null;
        }

        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, Head)];
        if (!IsText(head))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimStart();
        string line = text.Split('\n', '\r')[0];
        return text.Length == 0 ? "holds only white space; weights were expected"
            : text.StartsWith("version https://git-lfs.github.com/spec/", StringComparison.Ordinal)
                ? "is a pointer of Git LFS, not the file itself; run in its repository: git lfs install; git lfs pull"
            : text[0] == '<' ? Markup(text)
            : text[0] == '[' ? "is a JSON array; a JSON object was expected, such as a state dict or RTNeural's model"
            : line.Trim() == "7767517"
                ? "is a network of ncnn (.param), whose weights are in a .bin; import the file that it was converted from, or export ONNX there"
            : line.StartsWith("model_checkpoint_path:", StringComparison.Ordinal)
                ? "is TensorFlow's list of checkpoints, not a checkpoint; save the model itself: model.load_weights(path); model.save(\"model.keras\")"
            : text.TrimEnd() == line.TrimEnd() && ErrorLine.IsMatch(line.TrimEnd())
                ? $"is an error of a server, {ImportSource.Quote(line.TrimEnd())}, in place of the file{Download}"
            : $"is text that begins with {ImportSource.Quote(line)}; weights were expected";
    }

    private static string Markup(string text)
    {
        if (text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || PageElement.IsMatch(text))
        {
            return "is an HTML page: a server gave it in place of the file" + Download;
        }

        if (text.Contains("<net ", StringComparison.Ordinal) && text.Contains("<layers>", StringComparison.Ordinal))
        {
            return "is a network of OpenVINO, whose weights are in the .bin beside it; import the file that it was converted from, or export ONNX there";
        }

        if (text.Contains("<PMML", StringComparison.Ordinal))
        {
            return "is a model in PMML, and TinyRnn does not read its kinds of model; export ONNX from the tool that made it";
        }

        string said = string.Join(": ", ErrorElement.Matches(text).Take(2).Select(match => match.Groups[1].Value));
        return said.Length > 0 ? $"is an error of a server, {ImportSource.Quote(said)}, in place of the file{Download}"
            : "is XML: perhaps a server's error in place of the file" + Download;
    }

    private static string? Json(ImportSource source)
    {
        JsonDocumentFile file;
        try
        {
            file = JsonDocumentFile.Parse(source, source.Bytes, "");
        }
        catch (ImportException)
        {
            // The JSON reader says where it is malformed.
            return null;
        }

        if (file.Root.Members.Any(member => member.Name == "nbformat"))
        {
            return "is a notebook of Jupyter; run it, and save the weights there: torch.save(model.state_dict(), \"model.pt\") or model.save(\"model.keras\")";
        }

        if (file.Find(file.Root, "model_type") is { Kind: JsonKind.String } || file.Find(file.Root, "architectures") is { Kind: JsonKind.Array })
        {
            return "is the configuration of a model without its weights, which are in another file of its folder, such as model.safetensors";
        }

        if (file.Find(file.Root, "learner") is { Kind: JsonKind.Object })
        {
            return "is a model of XGBoost; TinyRnn does not read trees";
        }

        JsonMember[] errors = [.. file.Root.Members.Where(member => ErrorFields.Contains(member.Name)
            && member.Value.Kind is JsonKind.String or JsonKind.Object)];
        if (errors.Length == 0 || file.Root.Members.Any(member => member.Value.Kind == JsonKind.Array && member.Name != "errors"))
        {
            return null;
        }

        JsonValue said = errors.Select(error => error.Value).FirstOrDefault(value => value.Kind == JsonKind.String)
            ?? errors[0].Value.Members.Select(member => member.Value).FirstOrDefault(value => value.Kind == JsonKind.String) ?? errors[0].Value;
        string words = said.Kind == JsonKind.String ? ImportSource.Quote(said.GetString(file.Text)) : $"with '{errors[0].Name}'";
        return $"is an error of a server, {words}, in place of the file{Download}";
    }

    // UTF-8 or an older character set, without control characters except those of text.
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            if (one is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7f)
            {
                return false;
            }
        }

        return true;
    }
}
