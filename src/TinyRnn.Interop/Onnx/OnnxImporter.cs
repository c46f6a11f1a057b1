using TinyRnn.Model;

namespace TinyRnn.Interop.Onnx;

/// <summary>
/// Reads ONNX: recurrent nodes, products with stored matrices, elementwise operators, and the shape arithmetic that exporters put around them. The
/// README beside this file lists the operators.
/// </summary>
public sealed class OnnxImporter : IModelImporter
{
    /// <summary>The oldest opset that can be read.</summary>
    internal const int OldestOpset = 7;

    private const string Name = "ONNX";
    private readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _tensors;

    /// <summary>Makes an importer of files that hold their weights.</summary>
    public OnnxImporter()
        : this(new Dictionary<string, ReadOnlyMemory<byte>>())
    {
    }

    /// <summary>Makes an importer of graphs whose weights are inputs.</summary>
    /// <param name="tensors">These inputs by name, each as the bytes of a TensorProto: the <c>.pb</c> files of ONNX's own tests.</param>
    public OnnxImporter(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> tensors) => _tensors = tensors;

    /// <inheritdoc/>
    public string Format => Name;

    /// <inheritdoc/>
    public bool Recognizes(ImportSource source) => source.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || LooksLikeModel(source);

    /// <inheritdoc/>
    public ImportResult Import(ImportSource source, ImportOptions options)
    {
        OnnxFile whole = new OnnxParser(source).ParseModel();
        OnnxNode? stop = null;
        try
        {
            return Import(source, whole, options, node => stop = node);
        }
        catch (ImportException e) when (
            options.From is null && options.To is null && stop is not null && PartThatImports(source, whole, options, stop) is string part)
        {
            throw new ImportException(e.Path, e.Place, $"{e.Reason}; {part}");
        }
    }

    private ImportResult Import(ImportSource source, OnnxFile whole, ImportOptions options, Action<OnnxNode?> stopsAt)
    {
        OnnxFile file = whole with { Graph = GraphSettings.Apply(source, GraphCut.Take(source, whole.Graph, options), options) };
        stopsAt(file.Graph.Nodes.FirstOrDefault(node => !OperatorTable.IsKnown(node)));
        OperatorTable.Check(source, file.Graph);
        OnnxMetadata metadata = new(source, file, options);
        Dictionary<string, OnnxTensor> given = _tensors.ToDictionary(
            pair => pair.Key, pair => new OnnxParser(new ImportSource(source.Path, pair.Value)).ParseTensor() with { Name = pair.Key });
        ConstantCache constants = new(source, file.Graph.Initializers, given);
        ImportException? failure = null;
        int furthest = -1;
        LayoutInference inference = new(source, file, given.Keys, options);
        foreach (InputLayout layout in inference.Candidates())
        {
            GraphReading reading = new(source, file, constants, layout);
            try
            {
                reading.Run();
                return Build(reading, metadata);
            }
            catch (ImportException e)
            {
                int progress = (2 * reading.Progress) + (reading.IsMisread ? 0 : 1);
                if (progress > furthest)
                {
                    (failure, furthest) = (e, progress);
                    stopsAt(reading.Stop);
                }
            }
            catch (Exception e) when (e is ArgumentException or OverflowException)
            {
                throw source.Error(e.Message);
            }
        }

        if (failure is not null && OpenSize(file.Graph) is string open)
        {
            throw new ImportException(
                failure.Path, failure.Place,
                $"{failure.Reason}; if the open size {ImportSource.Quote(open)} is the number of values of a step, give it as {options.Call("set")}, such "
                    + $"as {open}=512");
        }

        throw failure ?? inference.Failure ?? source.Error("the graph's inputs are not a sequence of values or tokens");
    }

    // Windows move over the values of a step, and files often leave their number open.
    private static string? OpenSize(OnnxGraph graph) => OperatorTable.All(graph).Any(node => node.Operator is "Conv" or "Pad" or "MaxPool" or "AveragePool")
        ? graph.Inputs.Where(input => input.Dims is [.., null] && !input.IsInteger).Select(input => input.SizeNames[^1])
            .FirstOrDefault(name => name is not null)
        : null;

    /// <summary>The options that take the part before the node that cannot be read, or the part after it; null if neither can be imported.</summary>
    private string? PartThatImports(ImportSource source, OnnxFile file, ImportOptions options, OnnxNode stop)
    {
        HashSet<string> made = [.. file.Graph.Nodes.SelectMany(node => node.Outputs)];
        string? before = stop.Inputs.FirstOrDefault(name => made.Contains(name) && TryImport(options with { To = [name] }));
        string? behind = stop.Outputs.FirstOrDefault(name => name.Length > 0 && TryImport(options with { From = [name] }));
        string[] parts =
        [
            .. new[]
            {
                before is null ? null : $"{options.Call("to")} {ImportSource.Quote(before)} takes the part before",
                behind is null ? null : $"{options.Call("from")} {ImportSource.Quote(behind)} takes the part after",
            }.OfType<string>()
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);

        bool TryImport(ImportOptions part)
        {
            try
            {
                return Import(source, file, part, _ => { }).Network.Layers.Count > 0;
            }
            catch (ImportException)
            {
                return false;
            }
        }
    }

    private static ImportResult Build(GraphReading reading, OnnxMetadata metadata)
    {
        NetworkBuilder builder = new(reading.Source, metadata.Options, Name) { MetadataJson = metadata.MetadataJson, SourceNoun = "node" };
        PackedStates.Check(reading);
        OutputChoice choice = OutputChoice.Of(reading, StateCells.Find(reading));
        builder.OutputParts = choice.Parts;
        builder.Steps = choice.HasTime || !reading.Layout.HasTime ? OutputSteps.Every : OutputSteps.Last;
        Element[] output = OutputEnding.TakeOff(choice.Elements, builder, metadata);
        new LayerReader(reading, builder, metadata, output).Read(choice.Name);
        foreach (string note in choice.Notes)
        {
            builder.Note(note);
        }

        if (reading.Layout.Mains.Count > 1)
        {
            builder.Note(NetworkBuilder.SideBySide("inputs", reading.Layout.Mains));
            builder.InputParts = [.. reading.Layout.Mains.Select(input => new NamedPart(input.Name, input.Size))];
        }

        foreach (StateRow state in reading.Layout.States)
        {
            builder.Note(builder.Layers.All(layer => !layer.NeedsWholeSequence)
                ? $"the input {ImportSource.Quote(state.Node)} is the state that the caller owns, zero at first"
                : $"the input {ImportSource.Quote(state.Node)} was taken as zero, because the network reads whole sequences");
        }

        return builder.Build();
    }

    private static bool LooksLikeModel(ImportSource source)
    {
        // ONNX has no mark: the file is ONNX if it is a message whose fields are all those of a model, including a graph and an opset.
        try
        {
            bool hasGraph = false;
            WireReader reader = new(source, source.Memory);
            for (int i = 0; i < 100_000 && reader.Next(); i++)
            {
                if (reader.Field is < 1 or > 26)
                {
                    return false;
                }

                hasGraph |= reader.Field == 7 && reader.IsBytes;
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
