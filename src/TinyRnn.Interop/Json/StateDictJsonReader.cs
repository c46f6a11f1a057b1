using TinyRnn.Interop.StateDicts;
using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// Reads a PyTorch state dict as JSON: the whole document, or its <c>state_dict</c> beside the <c>model_data</c> of audio effects. The output of such
/// an effect is that of the linear layer plus the first <c>skip</c> inputs.
/// </summary>
internal static class StateDictJsonReader
{
    private static readonly string[] Kinds = ["RNN", "GRU", "LSTM"];

    public static ImportResult Read(ImportSource source, JsonDocumentFile file, ImportOptions options)
    {
        JsonValue root = file.Root;
        JsonValue? nested = file.Find(root, "state_dict");
        NetworkBuilder builder = new(source, options, nested is null ? "state-dict JSON" : "audio-effect JSON");
        StateDict dict = Tensors(source, file, nested ?? root);
        if (nested is null)
        {
            StateDictReader.Read(dict, builder);
            return builder.Build();
        }

        builder.Steps = OutputSteps.Every;
        StateDictReader.Read(dict, builder);
        if (file.Find(root, "model_data") is JsonValue data)
        {
            Check(file, data, builder);
        }

        return builder.Build();
    }

    private static StateDict Tensors(ImportSource source, JsonDocumentFile file, JsonValue value)
    {
        if (value.Kind != JsonKind.Object)
        {
            throw file.Error(value, $"a state dict must be an object of arrays, not {value.Describe()}");
        }

        List<StateTensor> tensors = [];
        HashSet<string> names = [];
        foreach (JsonMember member in value.Members)
        {
            if (!names.Add(member.Name))
            {
                throw file.Error(member.Value, $"duplicate tensor {ImportSource.Quote(member.Name)}");
            }

            if (member.Value.Kind is not (JsonKind.Array or JsonKind.Number))
            {
                throw file.Error(
                    member.Value,
                    $"{ImportSource.Quote(member.Name)} is {member.Value.Describe()}; an array of numbers was expected (or RTNeural's 'layers', or "
                        + "'state_dict')");
            }

            int[] shape = file.Shape(member.Value);
            tensors.Add(new StateTensor(member.Name, shape, isNumeric: true, () => file.Numbers(member.Value, shape)));
        }

        return new StateDict(source, tensors, new Dictionary<string, string>());
    }

    // What the file says about itself must agree with its tensors.
    private static void Check(JsonDocumentFile file, JsonValue data, NetworkBuilder builder)
    {
        if (data.Kind != JsonKind.Object)
        {
            throw file.Error(data, $"'model_data' is {data.Describe()}; an object was expected");
        }

        RecurrentLayer[] recurrent = [.. builder.Layers.OfType<RecurrentLayer>()];
        int outputs = builder.Layers[^1].OutputSize;
        string? kind = file.FindString(data, "unit_type");
        string found = recurrent.Length == 0 ? "none" : Kinds.First(word => word.Equals(recurrent[0].Kind, StringComparison.OrdinalIgnoreCase));
        if (kind is not null && kind != found)
        {
            throw file.Error(data, $"'unit_type' is {ImportSource.Quote(kind)}, but the tensors belong to {found}");
        }

        RequireSame("input_size", builder.Layers[0].InputSize);
        RequireSame("output_size", outputs);
        RequireSame("num_layers", recurrent.Length);
        RequireSame("hidden_size", recurrent.Length == 0 ? 0 : recurrent[0].HiddenSize);
        if (file.FindInteger(data, "bias_fl") is int hasBias && builder.Layers[^1] is DenseLayer dense && dense.Bias != (hasBias != 0))
        {
            throw file.Error(data, $"'bias_fl' is {hasBias}, but layer '{dense.Name}' has {(dense.Bias ? "a" : "no")} bias");
        }

        int skip = file.FindInteger(data, "skip") ?? 0;
        if (skip > 0)
        {
            builder.Residual = skip == outputs && skip <= builder.Layers[0].InputSize
                ? new Residual([.. Enumerable.Range(0, skip)])
                : throw file.Error(data, $"'skip' is {skip}; 0 or {outputs}, the number of outputs, was expected, and no more than the number of inputs");
            builder.Note($"the first {(skip == 1 ? "input is" : $"{skip} inputs are")} added to the output ('skip')");
        }

        void RequireSame(string field, int value)
        {
            if (file.FindInteger(data, field) is int said && said != value)
            {
                throw file.Error(data, $"'{field}' is {said}, but the tensors say {value}");
            }
        }
    }
}
