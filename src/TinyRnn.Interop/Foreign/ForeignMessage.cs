using TinyRnn.Interop.Onnx;

namespace TinyRnn.Interop;

/// <summary>Recognises models of other tools in the wire format of Protocol Buffers. The format has no mark, so the numbers of the fields
/// decide.</summary>
internal static class ForeignMessage
{
    private const int MaximumFields = 100_000;
    private const int ListedInputs = 3;

    // Core ML's kinds of model have field numbers from here on.
    private const int CoreMlKind = 200;

    /// <summary>What the file is; null if it is something else.</summary>
    public static string? Find(ImportSource source)
    {
        try
        {
            // In all of these formats the first field has number 1: a node in a frozen graph, else a version.
            return source.Bytes[0] switch { 0x0a => Graph(source) ?? SavedObjects(source) ?? CheckpointGraph(source), 0x08 => Versioned(source), _ => null };
        }
        catch (ImportException)
        {
            return null;
        }
    }

    // GraphDef: nodes (name 1, operator 2, inputs 3, ...) are field 1; versions and a library follow.
    private static string? Graph(ImportSource source)
    {
        List<string> inputs = [];
        string last = "";
        WireReader reader = new(source, source.Memory);
        for (int i = 0; i < MaximumFields && reader.Next(); i++)
        {
            if (reader.Field is < 1 or > 5)
            {
                return null;
            }

            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            (string name, string op) = Node(reader.ReadMessage());
            if (name.Length == 0 || op.Length == 0 || !op.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '>'))
            {
                return null;
            }

            if (op == "Placeholder")
            {
                inputs.Add(name);
            }

            last = op is "NoOp" or "Const" ? last : name;
        }

        string from = string.Join(",", inputs.Take(ListedInputs).DefaultIfEmpty("INPUT").Select(name => Plain(name) + ":0"));
        return $"is a frozen graph of TensorFlow (.pb); convert it: pip install tf2onnx; python -m tf2onnx.convert --graphdef model.pb --inputs {from} "
            + $"--outputs {(last.Length == 0 ? "OUTPUT" : Plain(last))}:0 --output model.onnx";
    }

    // Keras's description of a SavedModel: objects (kind 4, JSON 5) are field 1.
    private static string? SavedObjects(ImportSource source)
    {
        WireReader reader = new(source, source.Memory);
        if (!reader.Next() || reader is not { Field: 1, IsBytes: true })
        {
            return null;
        }

        WireReader saved = reader.ReadMessage();
        for (int i = 0; i < MaximumFields && saved.Next(); i++)
        {
            if (saved is { Field: 4, IsBytes: true })
            {
                return saved.ReadText().StartsWith("_tf_keras_", StringComparison.Ordinal)
                    ? $"is Keras's description of a SavedModel of TensorFlow, whose folder has its graph and its weights; {ForeignFolder.SavedModel}"
                    : null;
            }

            saved.Skip();
        }

        return null;
    }

    private static string? CheckpointGraph(ImportSource source) => !IsMetaGraph(source, source.Memory) ? null
        : "is the graph of a TensorFlow checkpoint (.meta), whose weights are in the files beside it; convert it: pip install tf2onnx; "
            + "python -m tf2onnx.convert --checkpoint model.meta --inputs INPUT:0 --outputs OUTPUT:0 --output model.onnx";

    private static string Plain(string name) => ImportSource.Quote(name).Trim('\'');

    private static (string Name, string Operator) Node(WireReader reader)
    {
        string name = "";
        string op = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.ReadText();
                    break;
                case 2:
                    op = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (name, op);
    }

    private static string? Versioned(ImportSource source)
    {
        HashSet<int> fields = [];
        bool isSavedModel = false;
        WireReader reader = new(source, source.Memory);
        for (int i = 0; i < MaximumFields && reader.Next(); i++)
        {
            fields.Add(reader.Field);
            if (reader is { Field: 2, IsBytes: true })
            {
                isSavedModel |= IsMetaGraph(source, reader.ReadBytes());
            }
            else
            {
                reader.Skip();
            }
        }

        // An ONNX graph is field 7.
        return fields.Contains(7) ? null
            : fields.Max() >= CoreMlKind && fields.Contains(2)
                ? "is a model of Core ML (.mlmodel); import the file that it was converted from, or export ONNX there"
            : isSavedModel && fields.Count == 2
                ? $"is the graph of a SavedModel of TensorFlow, whose weights are in the folder 'variables' beside it; {ForeignFolder.SavedModel}"
            : null;
    }

    // MetaGraphDef: information is field 1, a graph 2, signatures 5, and all are messages; plain text has no such fields.
    private static bool IsMetaGraph(ImportSource source, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            bool hasGraph = false;
            WireReader reader = new(source, bytes);
            while (reader.Next())
            {
                if (reader.Field > 7 || !reader.IsBytes)
                {
                    return false;
                }

                hasGraph |= reader.Field == 2;
                reader.Skip();
            }

            return hasGraph;
        }
        catch (ImportException)
        {
            return false;
        }
    }
}
