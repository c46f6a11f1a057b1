using System.Globalization;
using System.Text;
using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>
/// Makes the configuration of a Sequential model for a file that holds only weights, from the names and shapes of its arrays and from options. What
/// neither of them says is asked for.
/// </summary>
internal sealed class KerasGuess
{
    // Words of the model file that mean the same in Keras, without parameters.
    private static readonly Dictionary<string, string> ActivationWords = new()
    {
        ["identity"] = "linear",
        ["tanh"] = "tanh",
        ["relu"] = "relu",
        ["sigmoid"] = "sigmoid",
        ["softmax"] = "softmax",
        ["log-softmax"] = "log_softmax",
        ["elu"] = "elu",
        ["selu"] = "selu",
        ["softplus"] = "softplus",
        ["softsign"] = "softsign",
    };

    // Layers without arrays, recognised by their name.
    private static readonly Dictionary<string, string> Plain = new()
    {
        ["dropout"] = "Dropout",
        ["spatial_dropout1d"] = "SpatialDropout1D",
        ["gaussian_noise"] = "GaussianNoise",
        ["gaussian_dropout"] = "GaussianDropout",
        ["masking"] = "Masking",
        ["flatten"] = "Flatten",
        ["re_lu"] = "ReLU",
        ["softmax"] = "Softmax",
        ["global_average_pooling1d"] = "GlobalAveragePooling1D",
        ["global_max_pooling1d"] = "GlobalMaxPooling1D",
    };

    // Where Keras 3 puts the arrays of a layer.
    private static readonly (string Form, string[] Parts)[] Forms =
    [
        ("both", ["forward_layer/cell", "backward_layer/cell"]), ("cell", ["cell"]), ("self", [""]), ("layer", ["layer"])
    ];

    private static readonly string[] Inputs = ["input", "input_layer"];

    private readonly ImportSource _source;
    private readonly ImportOptions _options;
    private readonly List<Part> _parts = [];
    private readonly List<string> _notes = [];

    private KerasGuess(ImportSource source, ImportOptions options)
    {
        _source = source;
        _options = options;
    }

    // A layer with the shapes of its arrays; for two directions, those of the second follow those of the first.
    private sealed record Part(string Name, string Stem, IReadOnlyList<int[]> Shapes, string Form);

    /// <summary>Imports weights that Keras 2 saved: the layers are in order.</summary>
    public static ImportResult Import(ImportSource source, HdfFile file, LegacyKerasWeights weights, ImportOptions options)
    {
        KerasGuess guess = new(source, options);
        foreach ((string name, IReadOnlyList<string> arrays) in weights.Layers())
        {
            string form = arrays.Count == 0 ? ""
                : !arrays.Any(array => array.Contains("recurrent_kernel", StringComparison.Ordinal)) ? "self"
                : arrays.Any(array => array.Contains("backward", StringComparison.Ordinal)) ? "both"
                : "cell";
            guess._parts.Add(new Part(name, StemOf(name), [.. arrays.Select(array => file.ShapeOf($"{name}/{array}"))], form));
        }

        return guess.Read(weights, version: KerasImporter.MajorVersion(file.FindString("", "keras_version"), 2));
    }

    /// <summary>Imports weights that Keras 3 saved: the order of the layers is not known.</summary>
    public static ImportResult Import(ImportSource source, HdfFile file, KerasThreeWeights weights, ImportOptions options)
    {
        KerasGuess guess = new(source, options);
        foreach (string name in weights.Groups)
        {
            foreach ((string form, string[] parts) in Forms)
            {
                int[][] shapes = [.. parts.SelectMany(part => weights.Shapes(name, part))];
                if (shapes.Length > 0)
                {
                    guess._parts.Add(new Part(name, StemOf(name), shapes, form));
                    break;
                }
            }
        }

        weights.IsNamedByGroup = true;
        guess.Sort();
        return guess.Read(weights, version: 3);
    }

    private ImportResult Read(KerasLayerWeights weights, int version)
    {
        if (_options.Order is IReadOnlyList<string> order)
        {
            Reorder(order);
        }

        foreach (string name in _options.Activations.Keys.Where(name => _parts.All(part => part.Name != name)))
        {
            throw _source.Error(
                $"{_options.Call("activations")} names {ImportSource.Quote(name)}, which is not a layer of the file; one of {Names(", ")} was expected");
        }

        List<string> layers = [];
        for (int i = 0; i < _parts.Count; i++)
        {
            if (!Inputs.Contains(_parts[i].Stem))
            {
                layers.Add(Layer(i, layers.Count == 0, version));
            }
        }

        string config = """{"class_name": "Sequential", "config": {"name": "weights", "layers": [""" + string.Join(", ", layers) + "]}}";
        _notes.Insert(0, $"the file has no configuration: its arrays were taken as a chain of layers; {_options.Call("architecture")} can give another "
            + "architecture");
        return KerasModel.Read(
            _source, JsonDocumentFile.Parse(_source, Encoding.UTF8.GetBytes(config), "the configuration made from the arrays"), weights, _options, version,
                _notes);
    }

    // Embeddings, then recurrent layers, then dense ones, each kind in the order of its numbers, if there are no other layers.
    private void Sort()
    {
        if (_options.Order is not null)
        {
            return;
        }

        int[] kinds =
        [
            .. _parts.Select(part => part.Stem == "embedding" ? 0 : part.Form is "cell" or "both" ? 1 : part.Stem is "dense" or "time_distributed" ? 2 : -1)
        ];
        string[] recurrent = [.. _parts.Where(part => part.Form is "cell" or "both").Select(part => part.Stem).Distinct()];
        if (kinds.Contains(-1) || recurrent.Length > 1)
        {
            throw _source.Error(
                $"the file of weights does not say in which order its layers are called; give the order as {_options.Call("order")}, such as {Names(",")}, "
                    + "or the "
                    + $"configuration as {_options.Call("architecture")}");
        }

        Part[] sorted = [.. _parts.Select((part, i) => (part, i)).OrderBy(one => kinds[one.i]).ThenBy(one => NumberOf(one.part)).Select(one => one.part)];
        _parts.Clear();
        _parts.AddRange(sorted);
    }

    private void Reorder(IReadOnlyList<string> order)
    {
        Part[] ordered = [.. order.Select(name => _parts.FirstOrDefault(part => part.Name == name)
            ?? throw _source.Error(
                $"{_options.Call("order")} names {ImportSource.Quote(name)}, which is not a layer of the file; {Names(", ")} were expected"))];
        if (_parts.FirstOrDefault(part => part.Shapes.Count > 0 && !ordered.Contains(part)) is Part left)
        {
            throw _source.Error($"{_options.Call("order")} does not name the layer {ImportSource.Quote(left.Name)}");
        }

        _parts.Clear();
        _parts.AddRange(ordered);
    }

    private string Layer(int index, bool isFirst, int version)
    {
        Part part = _parts[index];
        List<(string Field, string Value)> fields = [("name", Text(part.Name))];
        string kind;
        switch (part)
        {
            case { Form: "cell" or "both" } when Cell(part) is (string, int, bool, _) told:
                (string cell, int units, bool hasBias, bool? resetsAfter) = told;
                List<(string, string)> own =
                [
                    ("units", Number(units)), ("use_bias", Flag(hasBias)), ("return_sequences", Flag(GivesSteps(index))),
                    ("activation", Text(Activation(part, "tanh"))),
                ];
                if (cell == "GRU")
                {
                    own.Add(
                        ("reset_after", Flag(resetsAfter ?? (version >= 3 ? true : throw Unknown(part, "a GRU without biases may have its reset gate "
                            + "before or after the product")))));
                }

                if (cell != "SimpleRNN" && version < 3)
                {
                    _notes.Add(
                        $"the gates of {ImportSource.Quote(part.Name)} were taken as sigmoid; the default of Keras before 2.3 was hard_sigmoid, which "
                            + $"{_options.Call("architecture")} can give");
                }

                if (part.Form == "cell")
                {
                    kind = cell;
                    fields.AddRange(own);
                    break;
                }

                kind = "Bidirectional";
                fields.Add(("layer", $"{{\"class_name\": \"{cell}\", \"config\": {Object([("name", Text("inner")), .. own])}}}"));
                break;
            case { Form: "self", Stem: "embedding", Shapes: [[int tokens, int size]] }:
                kind = "Embedding";
                fields.AddRange([("input_dim", Number(tokens)), ("output_dim", Number(size))]);
                break;
            case { Form: "self", Stem: "batch_normalization", Shapes: [[_], [_], [_], [_]] }:
                kind = "BatchNormalization";
                _notes.Add($"epsilon of {ImportSource.Quote(part.Name)} is not in the file: Keras's default of 1e-3 was taken");
                break;
            case { Form: "self", Stem: "layer_normalization", Shapes: [[_], [_]] }:
                kind = "LayerNormalization";
                _notes.Add($"epsilon of {ImportSource.Quote(part.Name)} is not in the file: Keras's default of 1e-3 was taken");
                break;
            case { Form: "self" or "layer", Shapes: [[_, int outputs], ..] shapes } when shapes.Count <= 2
                && part.Stem is not ("embedding" or "simple_rnn" or "gru" or "lstm"):
                kind = "Dense";
                fields.AddRange([("units", Number(outputs)), ("use_bias", Flag(shapes.Count == 2)), ("activation", Text(DenseActivation(index)))]);
                if (part.Form == "layer" || part.Stem == "time_distributed")
                {
                    kind = "TimeDistributed";
                    fields = [fields[0], ("layer", $"{{\"class_name\": \"Dense\", \"config\": {Object([("name", Text("inner")), .. fields.Skip(1)])}}}")];
                }

                break;
            case { Form: "", Stem: "activation" }:
                kind = "Activation";
                fields.Add(("activation", Text(Activation(part, null))));
                break;
            case { Form: "" } when Plain.TryGetValue(part.Stem, out string? plain):
                kind = plain;
                break;
            default:
                throw Unknown(part, $"its {part.Shapes.Count} arrays do not determine its class");
        }

        if (isFirst && part.Shapes.Count > 0)
        {
            string size = kind == "Embedding"
                ? "null"
                : part.Shapes[0] is [int inputs, ..]
                ? Number(inputs)
                : throw Unknown(part, "its first array has no sizes");
            bool isWithoutSteps = kind is "Dense" or "BatchNormalization" or "LayerNormalization" && _parts.All(one => one.Form is not ("cell" or "both"));
            fields.Add(("batch_input_shape", isWithoutSteps || kind == "Embedding" ? $"[null, {size}]" : $"[null, null, {size}]"));
        }

        return $"{{\"class_name\": \"{kind}\", \"config\": {Object(fields)}}}";
    }

    // [inputs][gates * units], [units][gates * units], and biases in one row or two.
    private static (string Kind, int Units, bool HasBias, bool? ResetsAfter)? Cell(Part part)
    {
        int each = part.Form == "both" ? part.Shapes.Count / 2 : part.Shapes.Count;
        if (each is not (2 or 3) || part.Shapes[1] is not [int units, int columns] || units < 1 || columns % units != 0)
        {
            return null;
        }

        string? kind = (columns / units) switch { 1 => "SimpleRNN", 3 => "GRU", 4 => "LSTM", _ => null };
        return kind is null ? null : (kind, units, each == 3, each == 3 ? part.Shapes[2].Length == 2 : null);
    }

    // If the next layer is recurrent or works on steps, this one gives steps. The steps of the last one depend on the options.
    private bool GivesSteps(int index)
    {
        bool isRead = _parts.Skip(index + 1).Any(
            part => part.Form is "cell" or "both" or "layer" || part.Stem is "time_distributed" or "global_average_pooling1d" or "global_max_pooling1d");
        if (isRead || _options.OutputSteps == OutputSteps.Every || _options.Task == NetworkTask.LanguageModel)
        {
            return true;
        }

        if (_options.OutputSteps is null && _options.Task is null or NetworkTask.Raw)
        {
            _notes.Add($"{ImportSource.Quote(_parts[index].Name)} was taken to give only its last step; {_options.Call("outputs")} 'every' gives all steps");
        }

        return false;
    }

    private string DenseActivation(int index)
    {
        Part part = _parts[index];
        bool isLast = _parts.Skip(index + 1).All(other => other.Shapes.Count == 0 && other.Stem != "activation");
        if (!_options.Activations.ContainsKey(part.Name) && !isLast
            && _parts[index + 1].Stem is not ("activation" or "batch_normalization" or "re_lu" or "softmax"))
        {
            throw _source.Error(
                $"a file of weights does not say which activation follows {ImportSource.Quote(part.Name)}; give it as "
                    + $"{_options.Call("activations")}, such as {ModelText.Shorten(part.Name)}=relu (identity for none), or the configuration as "
                    + $"{_options.Call("architecture")}");
        }

        if (isLast && !_options.Activations.ContainsKey(part.Name))
        {
            _notes.Add(
                $"the file does not say which activation follows {ImportSource.Quote(part.Name)}: none was taken; {_options.Call("activations")} "
                    + $"gives one, such as {ModelText.Shorten(part.Name)}=softmax");
        }

        return Activation(part, "linear");
    }

    private string Activation(Part part, string? otherwise)
    {
        if (!_options.Activations.TryGetValue(part.Name, out string? word))
        {
            return otherwise ?? throw _source.Error(
                $"a file of weights does not say which activation {ImportSource.Quote(part.Name)} is; give it as {_options.Call("activations")}, such as "
                    + $"{ModelText.Shorten(part.Name)}=relu");
        }

        return ActivationWords.TryGetValue(word, out string? keras)
            ? keras
            : throw _source.Error(
                $"the activation {ImportSource.Quote(word)} of {ImportSource.Quote(part.Name)} is not one of {string.Join(", ", ActivationWords.Keys)}; "
                    + $"give the configuration as {_options.Call("architecture")}");
    }

    // Only the first names, if there are many.
    private string Names(string border)
    {
        const int Most = 12;
        return string.Join(border, _parts.Take(Most).Select(part => ModelText.Shorten(part.Name))) + (_parts.Count > Most ? border + "..." : "");
    }

    private ImportException Unknown(Part part, string reason) =>
        _source.Error(
            $"layer {ImportSource.Quote(part.Name)}",
            $"{reason}, and the file has no configuration; give it as {_options.Call("architecture")} (model.to_json()), or save the whole model with "
                + "'model.save(...)'");

    private static string StemOf(string name)
    {
        int last = name.LastIndexOf('_');
        return last > 0 && name[(last + 1)..].All(char.IsAsciiDigit) && last + 1 < name.Length ? name[..last] : name;
    }

    private static int NumberOf(Part part) => part.Name.Length > part.Stem.Length
        && int.TryParse(part.Name[(part.Stem.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static string Object(IEnumerable<(string Field, string Value)> fields) =>
        "{" + string.Join(", ", fields.Select(field => $"\"{field.Field}\": {field.Value}")) + "}";

    private static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}
