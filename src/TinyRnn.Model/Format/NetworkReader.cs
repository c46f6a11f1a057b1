using System.Globalization;

namespace TinyRnn.Model;

/// <summary>Reads a network from the text of a <c>.tinyrnn</c> file. The format is described in the README beside the project.</summary>
public static class NetworkReader
{
    /// <summary>The version of the format that this reader and the writer know.</summary>
    public const int FormatVersion = 5;

    /// <summary>The version that added element types other than F32. The writer gives a file the lowest version that can express its
    /// content.</summary>
    internal const int QuantizedVersion = 2;

    /// <summary>The version that added other activations of recurrent cells, with parameters and limits.</summary>
    internal const int CellVersion = 3;

    /// <summary>The version that added the factor of the residual connection.</summary>
    internal const int SkipFactorVersion = 3;

    /// <summary>The version that added the origin of forecasts.</summary>
    internal const int OriginVersion = 4;

    /// <summary>The version that added columns of a forecast that are known ahead.</summary>
    internal const int KnownVersion = 5;

    /// <summary>The version that added words and plain tokens as input.</summary>
    internal const int TokensVersion = 5;

    /// <summary>The version that added layers with named inputs, and the kinds of layers that only a graph needs.</summary>
    internal const int GraphVersion = 4;

    /// <summary>The version that added matrices stored without their zero blocks.</summary>
    internal const int SparseVersion = 5;

    /// <summary>The longest text that is read, in UTF-16 code units: about 48 million weights.</summary>
    public const int MaximumLength = 1 << 28;

    /// <summary>Reads a network and makes every check of the format.</summary>
    /// <param name="text">The whole document.</param>
    /// <param name="path">Name of the file, for errors.</param>
    /// <exception cref="ModelFormatException">The first error in the file, with its place.</exception>
    public static Network Read(string text, string path) => Read(text, path, out _);

    /// <summary>Reads a network from a text that comes in parts.</summary>
    /// <param name="text">The whole document.</param>
    /// <param name="path">Name of the file, for errors.</param>
    /// <param name="checksum">The checksum in the file, which was found to match the content.</param>
    /// <exception cref="ModelFormatException">The first error in the file, with its place.</exception>
    internal static Network Read(TextSource text, string path, out string checksum)
    {
        if (text.Length > MaximumLength)
        {
            throw new ModelFormatException(ModelErrorCode.TooLarge, $"the file is longer than {MaximumLength} characters", path, text, 0, 0);
        }

        return ReadText(text, path, null, out checksum);
    }

    /// <summary>Reads the output of <see cref="NetworkWriter.WriteDescription"/>, with tensors from elsewhere.</summary>
    /// <exception cref="ModelFormatException">The first error in the text, with its place.</exception>
    internal static Network ReadDescription(string text, string path, Func<IReadOnlyList<Layer>, Tensor[]> tensors) => ReadText(text, path, tensors, out _);

    private static Network ReadText(TextSource text, string path, Func<IReadOnlyList<Layer>, Tensor[]>? tensors, out string checksum)
    {
        ModelText modelText = new(text, path);
        JsonValue document = JsonParser.Parse(text, path);
        try
        {
            return ReadDocument(modelText, document, tensors, out checksum);
        }
        catch (InvalidNetworkException e)
        {
            throw Locate(modelText, document, e);
        }
    }

    private static Network ReadDocument(ModelText text, JsonValue document, Func<IReadOnlyList<Layer>, Tensor[]>? otherTensors, out string foundChecksum)
    {
        FieldReader fields = new(text, document, "the model");
        int version = ReadVersion(text, fields.Require("tinyrnn"));
        string name = fields.ReadString("name");
        NetworkTask task = fields.ReadWord("task", Words.Tasks);
        NetworkInput input = InputFields.Read(new FieldReader(text, fields.Require("input"), "the input"), version);
        ForecastShape? forecast = fields.Find(ForecastShape.Field) is JsonValue shape
            ? ForecastShape.Read(new FieldReader(text, shape, "the forecast"), version)
            : null;
        Layer[] layers = [.. fields.RequireArray("layers").Select((layer, index) => ReadLayer(text, layer, index, version))];
        FieldReader output = new(text, fields.Require("output"), "the output");
        OutputSteps steps = output.ReadWord("steps", Words.OutputSteps);
        Scaling? scaling = InputFields.ReadScaling(output);
        int[]? skip = output.FindIndices("skip");
        float skipFactor = ReadSkipFactor(output, skip, version);
        output.End();
        IReadOnlyList<string>? labels = fields.FindStrings("labels");
        JsonValue? parts = fields.Find(Network.InputPartsField) ?? fields.Find(Network.OutputPartsField);
        if (parts is not null && version < GraphVersion)
        {
            throw text.Error(
                ModelErrorCode.Version, $"a file of format version {version} has one input and one output; parts of them need version {GraphVersion}", parts);
        }

        IReadOnlyList<NamedPart> inputParts = NamedPart.Read(fields, Network.InputPartsField);
        IReadOnlyList<NamedPart> outputParts = NamedPart.Read(fields, Network.OutputPartsField);
        Tensor[] tensors = otherTensors is null ? ReadTensors(text, fields.Require("tensors"), version) : otherTensors(layers);
        TestVector[] testVectors = fields.Find("probes") is null
            ? []
            : [.. fields.RequireArray("probes").Select(testVector => ReadTestVector(new FieldReader(text, testVector, "a test vector")))];
        JsonValue? metadata = fields.Find("metadata");
        if (metadata is not null && metadata.Kind != JsonKind.Object)
        {
            throw text.Error(ModelErrorCode.InvalidValue, $"'metadata' must be an object, not {text.Describe(metadata)}", metadata);
        }

        JsonValue? checksum = otherTensors is null ? fields.Require(Checksum.Field) : null;
        fields.End();
        Network network = new(new NetworkDefinition
        {
            Name = name,
            Task = task,
            Input = input,
            Layers = layers,
            OutputSteps = steps,
            Tensors = tensors,
            Labels = labels ?? [],
            OutputScaling = scaling,
            TestVectors = testVectors,
            Forecast = forecast,
            Residual = Residual.Of(skip, skipFactor),
            MetadataJson = metadata?.GetRaw(text.Text) ?? Network.NoMetadata,
            InputParts = inputParts,
            OutputParts = outputParts,
        }, isMetadataChecked: true);

        // The checksum is compared last: a specific error tells the user more than "the content has changed".
        foundChecksum = checksum is null ? "" : CheckChecksum(text, document, checksum);
        return network;
    }

    private static float ReadSkipFactor(FieldReader output, int[]? skip, int version)
    {
        if (output.Find("skipFactor") is not JsonValue factor)
        {
            return 1f;
        }

        return version < SkipFactorVersion
            ? throw output.ErrorAt(factor, ModelErrorCode.Version, $"has 'skipFactor', which needs format version {SkipFactorVersion}, not {version}")
            : skip is null ? throw output.ErrorAt(factor, ModelErrorCode.InvalidValue, "has 'skipFactor', so it needs the field 'skip' too")
            : output.ReadNumber("skipFactor");
    }

    private static int ReadVersion(ModelText text, JsonValue value)
    {
        if (value.Kind != JsonKind.Number || !value.TryGetInt32(text.Text, out int version) || version < 1)
        {
            throw text.Error(
                ModelErrorCode.Version, $"'tinyrnn' must be the format version, a whole number from 1 to {FormatVersion}, not {text.Describe(value)}", value);
        }

        if (version > FormatVersion)
        {
            throw text.Error(
                ModelErrorCode.Version, $"the file is of format version {version}; this TinyRnn reads up to {FormatVersion}: update the TinyRnn package",
                value);
        }

        return version;
    }

    private static Layer ReadLayer(ModelText text, JsonValue value, int index, int version)
    {
        FieldReader fields = new(text, value, $"layer {index}");
        string name = fields.ReadString("name");
        fields.Rename($"layer '{ModelText.Shorten(name)}'");
        Layer layer = fields.ReadWord("kind", LayerKinds.Readers)(fields, name);
        if (fields.Find("inputs") is JsonValue place)
        {
            layer = version >= GraphVersion
                ? layer.WithInputs(fields.FindStrings("inputs"))
                : throw text.Error(ModelErrorCode.Version, $"'inputs' of a layer needs format version {GraphVersion}, not {version}", place);
        }

        fields.End();
        return layer.FormatVersion <= version ? layer : throw fields.ErrorAtStart(
            ModelErrorCode.Version, $"needs a newer format version than {version}: {layer} needs version {layer.FormatVersion}");
    }

    private static Tensor[] ReadTensors(ModelText text, JsonValue value, int version)
    {
        FieldReader fields = new(text, value, "'tensors'");
        TensorReader reader = new(text, version);
        return [.. fields.Value.Members.Select(reader.Read)];
    }

    private static TestVector ReadTestVector(FieldReader fields)
    {
        JsonValue? text = fields.Find("text");
        float[]? values = fields.FindNumbers("values");
        if ((text is null) == (values is null))
        {
            throw fields.ErrorAtStart(ModelErrorCode.TestVector, text is null ? "needs 'text' or 'values'" : "has either 'text' or 'values', not both");
        }

        fields.Require("output");
        float[] output = fields.FindNumbers("output")!;
        TestVector testVector = text is null ? TestVector.OfValues(values!, output) : TestVector.OfText(fields.ReadString("text"), output);
        fields.End();
        return testVector;
    }

    private static string CheckChecksum(ModelText text, JsonValue document, JsonValue value)
    {
        JsonMember last = document.Members[document.Members.Count - 1];
        if (last.Name != Checksum.Field)
        {
            throw text.Error(ModelErrorCode.Checksum, "'checksum' must be the last field: it covers everything before it", value);
        }

        string expected = Checksum.Of(text.Text, last.NameStart);
        if (value.Kind != JsonKind.String || !string.Equals(value.GetString(text.Text), expected, StringComparison.Ordinal))
        {
            throw text.Error(
                ModelErrorCode.Checksum,
                    $"the content does not match the checksum: the file is damaged or was edited; the checksum of this content is '{expected}'",
                value);
        }

        return expected;
    }

    // Follows the path of a contradiction as far as the document contains it.
    private static ModelFormatException Locate(ModelText text, JsonValue document, InvalidNetworkException e)
    {
        JsonValue value = document;
        JsonMember? member = null;
        foreach (object step in e.Place)
        {
            if (step is int index && index < value.Items.Count)
            {
                value = value.Items[index];
                member = null;
            }
            else if (step is string name && value.Members.FirstOrDefault(candidate => candidate.Name == name) is JsonMember next)
            {
                value = next.Value;
                member = next;
            }
            else
            {
                break;
            }
        }

        if (member is not null && e.Code == ModelErrorCode.UnusedTensor)
        {
            return text.Error(e.Code, e.Message, member);
        }

        // Marking a whole object or array would mark half the file, so only its first character is the place.
        bool isLarge = value.Kind is JsonKind.Object or JsonKind.Array && value.End - value.Start > 200;
        return isLarge ? text.ErrorAtStart(e.Code, e.Message, value) : text.Error(e.Code, e.Message, value);
    }
}
