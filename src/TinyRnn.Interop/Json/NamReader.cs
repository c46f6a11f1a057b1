using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// Neural Amp Modeler's files (.nam, https://github.com/sdatkinson/neural-amp-modeler) of the architecture LSTM. <c>weights</c> is one list of
/// numbers: of each layer the matrix over its input and its hidden state [4 * units, inputs + units] with the gates i, f, g, o, the bias, the initial
/// hidden state and the initial cell state; behind them the head's matrix [outputs, units] and bias.
/// </summary>
internal sealed class NamReader
{
    private const string Lstm = "LSTM";
    private const int Gates = 4;

    // What players take where the file does not say it.
    private const float DefaultRate = 48_000f;

    private static readonly string[] Fields = ["input_size", "hidden_size", "num_layers", "in_channels", "out_channels"];

    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;
    private readonly float[] _weights;
    private int _position;

    private NamReader(JsonDocumentFile file, NetworkBuilder builder, float[] weights)
    {
        _file = file;
        _builder = builder;
        _weights = weights;
    }

    /// <summary>Whether the fields of a document are those of such a file.</summary>
    public static bool Recognizes(JsonDocumentFile file) =>
        file.Find(file.Root, "architecture") is { Kind: JsonKind.String } && file.Find(file.Root, "config") is { Kind: JsonKind.Object };

    /// <exception cref="ImportException">It is of another architecture, or its sizes and weights do not fit.</exception>
    public static ImportResult Read(ImportSource source, JsonDocumentFile file, ImportOptions options)
    {
        JsonValue place = file.Require(file.Root, "architecture", JsonKind.String, "the name of an architecture");
        string architecture = place.GetString(file.Text);
        if (architecture != Lstm)
        {
            throw file.Error(place, Refusal(architecture));
        }

        JsonValue config = file.Require(file.Root, "config", JsonKind.Object, "the sizes of the network");
        CheckFields(file, config);
        int inputs = Size(file, config, "input_size");
        int units = Size(file, config, "hidden_size");
        int depth = Size(file, config, "num_layers");
        int outputs = file.Find(config, "out_channels") is { Kind: not JsonKind.Null } ? Size(file, config, "out_channels") : 1;
        if (file.FindInteger(config, "in_channels") is int channels && channels != inputs)
        {
            throw file.Error(config, $"'in_channels' is {channels} and 'input_size' is {inputs}; the same number was expected");
        }

        JsonValue weights = file.Require(file.Root, "weights", JsonKind.Array, "an array of numbers");
        long expected = LayerCount(inputs, units) + ((depth - 1) * LayerCount(units, units)) + ((long)outputs * units) + outputs;
        if (weights.Items.Count != expected)
        {
            string said = $"{Plural(depth, "layer")} of {Plural(units, "unit")} over {Plural(inputs, "input")}, and a head of {Plural(outputs, "output")}";
            throw file.Error(weights, $"'weights' has {weights.Items.Count} numbers; {said}, have {expected}");
        }

        NetworkBuilder builder = new(source, Named(file, options), "Neural Amp Modeler") { Steps = OutputSteps.Every, SourceNoun = "array" };
        NamReader reader = new(file, builder, file.Numbers(weights, [weights.Items.Count]));
        for (int i = 0; i < depth; i++)
        {
            reader.AddLayer(i == 0 ? inputs : units, units);
        }

        reader.AddHead(units, outputs);
        reader.KeepMetadata();
        return builder.Build();
    }

    private static string Refusal(string architecture)
    {
        string what = architecture switch
        {
            "WaveNet" or "ConvNet" or "CatWaveNet" => "which is made of convolutions over time",
            "Linear" => "which is a filter over the last samples",
            "SlimmableContainer" => "which holds several models",
            _ => "which is not known",
        };
        return $"the model is of Neural Amp Modeler's architecture {ImportSource.Quote(architecture)}, {what}; "
            + $"of .nam files those of the architecture '{Lstm}' are read: train one there";
    }

    // What is passed over by mistake makes a network that computes something else.
    private static void CheckFields(JsonDocumentFile file, JsonValue config)
    {
        foreach (JsonMember field in config.Members)
        {
            if (!Fields.Contains(field.Name) && field.Value.Kind is not (JsonKind.Null or JsonKind.False))
            {
                string found = $"'config' has the field {ImportSource.Quote(field.Name)}, which is none of an {Lstm}'s, so what it changes is not known";
                throw file.Error(field.Value, $"{found}; {string.Join(", ", Fields)} were expected");
            }
        }
    }

    private static int Size(JsonDocumentFile file, JsonValue config, string field)
    {
        int? size = file.FindInteger(config, field);
        return size is > 0 and <= FieldReader.MaximumSize ? size.Value
            : throw file.Error(
                config, $"'{field}' is {(size is int given ? $"{given}" : "missing")}; a whole number from 1 to {FieldReader.MaximumSize} was expected");
    }

    private static long LayerCount(int inputs, int units) => (Gates * (long)units * (inputs + units)) + (Gates * units) + (2 * units);

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    // The name of the amplifier says more than that of the file.
    private static ImportOptions Named(JsonDocumentFile file, ImportOptions options) =>
        options.Name is null && Metadata(file) is JsonValue metadata && file.Find(metadata, "name") is { Kind: JsonKind.String } name
        && name.GetString(file.Text) is string text && !string.IsNullOrWhiteSpace(text)
            ? options with { Name = ModelText.Shorten(text) }
            : options;

    private static JsonValue? Metadata(JsonDocumentFile file) => file.Find(file.Root, "metadata") is { Kind: JsonKind.Object } metadata ? metadata : null;

    private void AddLayer(int inputs, int units)
    {
        List<string> sources = [];
        int rows = Gates * units;
        float[] matrix = Take(rows * (inputs + units), $"matrix [{rows}, {inputs + units}]", sources);
        float[] bias = Take(rows, $"bias [{rows}]", sources);
        float[] hidden = Take(units, $"initial hidden state [{units}]", sources);
        float[] cell = Take(units, $"initial cell state [{units}]", sources);

        // A state of zeros is that of a layer without one, whose caller needs no 'InitialState'.
        bool hasState = Array.Exists(hidden, value => value != 0f) || Array.Exists(cell, value => value != 0f);
        LstmLayer layer = new(_builder.NameLayer("lstm"), inputs, units, options: new RecurrentOptions(BiasForm.Combined, HasInitialState: hasState));
        RecurrentPass pass = layer.Passes[0];
        List<Tensor> tensors =
        [
            new Tensor(pass.WeightInput, [rows, inputs], Columns(matrix, rows, inputs + units, 0, inputs)),
            new Tensor(pass.WeightHidden, [rows, units], Columns(matrix, rows, inputs + units, inputs, units)),
            new Tensor(pass.BiasNames[0], [rows], bias),
        ];
        if (hasState)
        {
            tensors.Add(new Tensor(pass.InitialHidden, [units], hidden));
            tensors.Add(new Tensor(pass.InitialCell, [units], cell));
        }

        _builder.Add(layer, tensors, sources);
    }

    private void AddHead(int units, int outputs)
    {
        List<string> sources = [];
        DenseLayer head = new(_builder.NameLayer("head"), units, outputs);
        float[] matrix = Take(outputs * units, $"head [{outputs}, {units}]", sources);
        float[] bias = Take(outputs, $"head's bias [{outputs}]", sources);
        _builder.Add(head, [new Tensor(head.Weight, [outputs, units], matrix), new Tensor(head.BiasName, [outputs], bias)], sources);
    }

    // All that the file says of the amplifier and of its levels, under the names that it has there.
    private void KeepMetadata()
    {
        JsonWriter writer = new();
        writer.StartObject();
        writer.StartObject("nam");
        foreach (string field in new[] { "version", "sample_rate", "metadata" })
        {
            if (_file.Find(_file.Root, field) is { Kind: not JsonKind.Null } value)
            {
                writer.WriteRaw(field, value.GetRaw(_file.Text));
            }
        }

        writer.EndObject();
        writer.EndObject();
        _builder.MetadataJson = writer.Finish().TrimEnd();
        float? rate = _file.FindNumber(_file.Root, "sample_rate");
        _builder.Note(rate is null
            ? $"a step is one sample; the file names no sample rate, for which players take {DefaultRate} Hz"
            : $"a step is one sample at {rate} Hz");
        _builder.Note("players run half a second of silence before the first sample; here the first step starts from the state in the file");
    }

    private float[] Take(int count, string what, List<string> sources)
    {
        int start = _position;
        _position += count;
        sources.Add($"weights {start} to {_position - 1}, {what}");
        return _weights[start.._position];
    }

    private static float[] Columns(float[] matrix, int rows, int columns, int first, int count)
    {
        float[] result = new float[rows * count];
        for (int row = 0; row < rows; row++)
        {
            matrix.AsSpan((row * columns) + first, count).CopyTo(result.AsSpan(row * count, count));
        }

        return result;
    }
}
