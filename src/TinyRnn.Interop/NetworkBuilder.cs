using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>
/// The part that all importers share. They add layers in the order in which these run, with tensors under the layer's own names and the names of
/// their sources in the file; <see cref="Build"/> adds the user's options and checks the whole network.
/// </summary>
internal sealed class NetworkBuilder(ImportSource source, ImportOptions options, string format)
{
    private const int TestVectorSteps = 8;
    private const int MaximumName = 64;

    private List<Layer> _layers = [];
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly List<List<string>> _sources = [];
    private readonly List<string> _notes = [];
    private readonly List<TestVector> _testVectors = [];
    private Affine? _pending;

    /// <summary>The file.</summary>
    public ImportSource Source => source;

    /// <summary>The user's options.</summary>
    public ImportOptions Options => options;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The valid steps according to the file, if it says so; options take precedence.</summary>
    public OutputSteps? Steps { get; set; }

    /// <summary>The residual connection around the network according to the file, if it says so; options take precedence.</summary>
    public Residual? Residual { get; set; }

    /// <summary>The scaling of the input according to the file, if it says so; options take precedence.</summary>
    public Scaling? InputScaling { get; set; }

    /// <summary>The scaling of the output according to the file, if it says so; options take precedence.</summary>
    public Scaling? OutputScaling { get; set; }

    /// <summary>The singular noun for the layers' sources.</summary>
    public string SourceNoun { get; set; } = "source";

    /// <summary>The part of the file's own metadata that the importer keeps: a JSON object.</summary>
    public string MetadataJson { get; set; } = Network.NoMetadata;

    /// <summary>Records an assumption about something that the file does not say.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Adds a recorded run of the file; <see cref="Build"/> fails if the network gives something else.</summary>
    public void AddTestVector(TestVector testVector) => _testVectors.Add(testVector);

    /// <summary>The inputs of a graph with several, in the order of the row.</summary>
    public IReadOnlyList<NamedPart> InputParts { get; set; } = [];

    /// <summary>The outputs of a graph with several, in the order of the output.</summary>
    public IReadOnlyList<NamedPart> OutputParts { get; set; } = [];

    /// <summary>Says which values of a row belong to which input or output.</summary>
    public static string SideBySide(string what, IEnumerable<(string Name, int Size)> parts)
    {
        int at = 0;
        return $"the {what} lie side by side: "
            + $"{string.Join(", ", parts.Select(part => FormattableString.Invariant($"{ImportSource.Quote(part.Name)} at {at} to {(at += part.Size) - 1}")))}";
    }

    /// <summary>A unique name for a layer: an identifier as close to the suggestion as possible.</summary>
    public string NameLayer(string suggestion)
    {
        char[] letters = [.. suggestion.Take(MaximumName - 4).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')];
        string name = letters.Length == 0 || char.IsAsciiDigit(letters[0]) ? "layer" + new string(letters) : new string(letters);
        string unique = name;
        for (int i = 2; _layers.Any(layer => layer.Name.Equals(unique, StringComparison.OrdinalIgnoreCase)); i++)
        {
            unique = $"{name}_{i}";
        }

        return unique;
    }

    /// <summary>Adds a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="sources">The file's tensors or nodes that it was made from.</param>
    public void Add(Layer layer, IEnumerable<Tensor> tensors, IEnumerable<string> sources)
    {
        Dictionary<string, Tensor> own = tensors.ToDictionary(tensor => tensor.Name);
        List<string> from = [.. sources];
        if (_pending is Affine affine)
        {
            _pending = null;
            if (affine.FoldInto(layer, own) is Layer folded)
            {
                layer = folded.WithInputs(affine.Inputs);
                from.InsertRange(0, affine.Sources);
            }
            else
            {
                string scale = AddScale(affine);
                layer = layer.WithInputs(affine.Inputs is null ? null : [scale]);
            }
        }

        _layers.Add(layer);
        _sources.Add(from);
        foreach (Tensor tensor in own.Values)
        {
            _tensors.Add(tensor.Name, tensor);
        }
    }

    /// <summary>Adds an activation after the last layer: as part of that layer if it is dense and has none, else as a layer of its own.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="sources">The file's nodes that say so.</param>
    /// <param name="size">Number of values, if no layer comes before.</param>
    public void AddActivation(ActivationFunction activation, IEnumerable<string> sources, int size)
    {
        List<string> from = [.. sources];
        if (activation.Kind == Activation.Identity)
        {
            if (_sources.Count > 0)
            {
                _sources[^1].AddRange(from);
            }

            return;
        }

        if (_pending is not null || _layers.Count == 0 || !TryActivate(_layers[^1].Name, activation, from))
        {
            Add(new ActivationLayer(NameLayer("activation"), size, activation), [], from);
        }
    }

    /// <summary>Makes an activation part of the layer that it reads, of which it must be the only reader: a dense layer, a convolution or the
    /// tutorial's cell, without an activation so far.</summary>
    /// <param name="name">The layer.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="sources">The file's nodes that say so.</param>
    /// <returns>Whether the layer can have it.</returns>
    public bool TryActivate(string name, ActivationFunction activation, IEnumerable<string> sources)
    {
        int index = _layers.FindIndex(layer => layer.Name == name);
        Layer? changed = index < 0 ? null : _layers[index] switch
        {
            DenseLayer { Activation.Kind: Activation.Identity } dense => new DenseLayer(dense.Name, dense.InputSize, dense.OutputSize, activation, dense.Bias),
            ConvolutionLayer { Activation.Kind: Activation.Identity } windows when activation.Kind.IsElementwise() =>
                new ConvolutionLayer(windows.Name, windows.Window, windows.OutputChannels, windows.Groups, activation, windows.Bias),
            ConcatRnnLayer { Activation: Activation.Identity } cell when !activation.Kind.HasAlpha() =>
                new ConcatRnnLayer(cell.Name, cell.InputSize, cell.HiddenSize, cell.OutputSize, activation.Kind),
            _ => null,
        };
        if (changed is null)
        {
            return false;
        }

        _layers[index] = changed.WithInputs(_layers[index].Inputs);
        _sources[index].AddRange(sources);
        return true;
    }

    /// <summary>Folds y_i = scale_i * x_i + shift_i into the layer that it reads, of which it must be the only reader.</summary>
    /// <returns>Whether that layer is linear in its weights.</returns>
    public bool TryFold(string name, Affine affine)
    {
        int index = _layers.FindIndex(layer => layer.Name == name);
        if (index < 0 || affine.FoldBehind(_layers[index], _tensors) is not Layer folded)
        {
            return false;
        }

        _layers[index] = folded.WithInputs(_layers[index].Inputs);
        _sources[index].AddRange(affine.Sources);
        return true;
    }

    /// <summary>Records further tensors or nodes as sources of a layer; has no effect if the layer does not exist.</summary>
    public void Cite(string name, IEnumerable<string> sources)
    {
        int index = _layers.FindIndex(layer => layer.Name == name);
        if (index >= 0)
        {
            _sources[index].AddRange(sources);
        }
    }

    /// <summary>
    /// Adds y_i = scale_i * x_i + shift_i, such as a trained batch normalisation: into the dense layer before it, into the layer after it, or as a
    /// layer of its own.
    /// </summary>
    /// <param name="scale">Factors.</param>
    /// <param name="shift">Offsets.</param>
    /// <param name="sources">The file's tensors or nodes.</param>
    public void AddAffine(double[] scale, double[] shift, IEnumerable<string> sources)
    {
        Affine affine = new(scale, shift, [.. sources]);
        if (_pending is Affine before)
        {
            _pending = before.Then(affine);
        }
        else if (_layers.Count == 0 || !TryFold(_layers[^1].Name, affine))
        {
            _pending = affine;
        }
    }

    /// <summary>Keeps y_i = scale_i * x_i + shift_i for the next layer, which must be its only reader.</summary>
    public void Hold(Affine affine) => _pending = affine;

    /// <summary>The network of all layers, with the user's options.</summary>
    /// <exception cref="ImportException">The parts contradict each other or the options, or a required option is missing.</exception>
    public ImportResult Build()
    {
        if (_pending is Affine affine)
        {
            _pending = null;
            AddScale(affine);
        }

        if (_layers.Count == 0)
        {
            throw source.Error("the file has no layers; export the whole model");
        }

        Network network;
        try
        {
            // If each layer reads the one before it, the layers are a chain even if they name their inputs.
            if (Graph.Of(_layers).IsChain)
            {
                _layers = _layers.ConvertAll(layer => layer.WithInputs(null));
            }

            network = Assemble();
        }
        catch (ArgumentException e)
        {
            throw source.Error(e.Message);
        }

        return new ImportResult(
            network, format, [.. _layers.Select((layer, i) => new LayerReading(layer.Name, layer.ToString(), _sources[i]))],
            _notes)
        { SourceNoun = SourceNoun };
    }

    private Network Assemble()
    {
        int outputs = _layers[^1].OutputSize;
        NetworkInput input = Input();
        NetworkTask task = options.Task ?? Guess(input, outputs);
        OutputSteps steps = options.OutputSteps ?? task switch
        {
            NetworkTask.Classify or NetworkTask.Forecast => OutputSteps.Last,
            NetworkTask.LanguageModel => OutputSteps.Every,
            _ => Steps ?? OutputSteps.Every,
        };
        IReadOnlyList<string>? labels = options.Labels;
        if (task == NetworkTask.Classify && labels is null)
        {
            throw source.Error($"a classifier needs the labels of its {outputs} outputs, in their order; give them as {options.Call("labels")}");
        }

        HashSet<string> names = [];
        Network network = new(new NetworkDefinition
        {
            Name = options.Name ?? Path.GetFileNameWithoutExtension(source.Path),
            Task = task,
            Input = input,
            Layers = _layers,
            OutputSteps = steps,
            Tensors = _tensors.Values,
            Labels = labels ?? [],
            OutputScaling = options.OutputScaling ?? OutputScaling,
            TestVectors = _testVectors,
            MetadataJson = MetadataJson,
            Forecast = Forecast(task),
            Residual = Residual.Of(options.ResidualInputs) ?? Residual,
            InputParts = Distinct(InputParts, "input", names),
            OutputParts = Distinct(OutputParts, "output", names),
        });
        return _testVectors.Count > 0 ? Checked(network) : WithRun(ForecastOrigin.Apply(network));
    }

    // Other tools do not need names for outputs, so a layer may give two.
    private static NamedPart[] Distinct(IReadOnlyList<NamedPart> parts, string otherwise, HashSet<string> names) => [.. parts.Select(part =>
    {
        string name = part.Name.Length == 0 ? otherwise : part.Name;
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = $"{name}_{i}";
        }

        return part with { Name = unique };
    })];

    private NetworkInput Input()
    {
        int size = Graph.Of(_layers).FindInputSize();
        if (!options.TellsTokens)
        {
            return _layers[0] is EmbeddingLayer
                ? throw source.Error(
                    $"layer '{_layers[0].Name}' reads one of {size} tokens in each step, but the file does not say what they mean; {options.TokenAdvice}")
                : new VectorInput(size, options.InputNames, options.InputScaling ?? InputScaling);
        }

        if (new object?[] { options.Vocabulary, options.Words, options.Tokens }.Count(one => one is not null) > 1)
        {
            throw source.Error($"{options.Call("vocabulary")}, {options.Call("words")} and {options.Call("tokens")} all say what the tokens are; give one "
                + "of them");
        }

        string[] names = ["wordSplit", "length", "cut", "pad", "padding"];
        if (options.Words is null && options.Given.Intersect(names).Any())
        {
            throw source.Error($"{string.Join(", ", names.Select(options.Call))} can only be used with {options.Call("words")}");
        }

        TokenInput input = options.Words is not null ? options.Words.ToVocabulary(size, options, Note)
            : options.Tokens is int tokens ? new PlainTokens(tokens)

                : options.Vocabulary is string characters
                ? new Vocabulary(characters, options.Normalization, options.Unknown ?? UnknownCharacter.Error, options.Replacement)
            : options.InputOfFile!;
        return input.Size == size
            ? input
            : throw source.Error(input is Vocabulary
                ? $"the vocabulary has {input.Size} characters, but layer '{_layers[0].Name}' reads {size}"
                : $"there are {input.Size} {input.Noun}s, but layer '{_layers[0].Name}' reads {size}");
    }

    private NetworkTask Guess(NetworkInput input, int outputs)
    {
        if (options.Labels is not null)
        {
            return NetworkTask.Classify;
        }

        if (options.Window is not null)
        {
            return NetworkTask.Forecast;
        }

        if (input is TokenInput tokens and not WordVocabulary { Fit: not null } && input.Size == outputs && _layers.All(layer => !layer.NeedsWholeSequence))
        {
            Note($"there are as many outputs as {tokens.Noun}s, so this was taken as a language model ({options.Call("task")} changes that)");
            return NetworkTask.LanguageModel;
        }

        return NetworkTask.Raw;
    }

    // The rows of a window are read one in each step, or all at once if nothing remembers them.
    private ForecastShape? Forecast(NetworkTask task)
    {
        if (task != NetworkTask.Forecast)
        {
            return options.Window is null && options.Horizon is null && options.Target is null && options.Known is null ? null
                : throw source.Error(
                    $"{options.Call("window")}, {options.Call("horizon")}, {options.Call("target")} and {options.Call("known")} can only be used with the "
                        + $"task 'forecast', not '{Words.Of(task)}'");
        }

        int window = options.Window ?? throw source.Error(
            $"a forecast reads a window of rows, but the file does not say how many; give the number as {options.Call("window")}");
        int inputs = Graph.Of(_layers).FindInputSize();
        bool isWhole = _layers.All(layer => layer.StateSize == 0 && !layer.NeedsWholeSequence) && window > 0 && inputs % window == 0;
        int columns = isWhole ? inputs / window : inputs;
        int? target = options.Target switch
        {
            "none" => null,
            null => columns == 1 ? 0 : throw source.Error($"a row has {columns} columns; say which one is forecast as {options.Call("target")}"),
            string column => FindColumn(column, columns)
                ?? throw source.Error(
                    $"{options.Call("target")} is {ImportSource.Quote(column)}; the name of a column, a number from 1 to {columns} or 'none' was expected"),
        };
        return new ForecastShape(window, options.Horizon ?? 1, columns, target, known: [.. Known(columns, target).Order()]);
    }

    private IEnumerable<int> Known(int columns, int? target)
    {
        HashSet<int> found = [];
        foreach (string column in options.Known ?? [])
        {
            int index = FindColumn(column, columns)
                ?? throw source.Error(
                    $"{options.Call("known")} has {ImportSource.Quote(column)}; names of columns, or numbers from 1 to {columns}, were expected");
            yield return index == target ? throw source.Error($"{options.Call("known")} has {ImportSource.Quote(column)}, which is the column to forecast")
                : found.Add(index) ? index
                : throw source.Error($"{options.Call("known")} has {ImportSource.Quote(column)} twice");
        }
    }

    // By its name or its number from 1.
    private int? FindColumn(string column, int columns) =>
        options.InputNames is IReadOnlyList<string> names && names.Contains(column) ? names.ToList().IndexOf(column)
            : int.TryParse(column, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int position)
                && position >= 1 && position <= columns ? position - 1
            : null;

    private Network Checked(Network network)
    {
        Interpreter interpreter = new(network);
        for (int i = 0; i < network.TestVectors.Count; i++)
        {
            TestVector testVector = network.TestVectors[i];
            float[] actual = testVector.Text is string text ? interpreter.RunText(text) : interpreter.Run(testVector.Values);
            TestVectorTolerance.Check(source, i, testVector.Output, actual);
        }

        return network;
    }

    // With unbounded activations, a network can overflow on values that it was not trained for.
    private Network WithRun(Network network)
    {
        TestVector run = Recorded(network);
        if (Array.TrueForAll(run.Output, float.IsFinite))
        {
            return network.With([run], TestVectorSource.WithoutStatement(network.MetadataJson));
        }

        Note("no run is recorded, because on made-up input the network gives numbers that are not finite");
        return network;
    }

    // A recorded run lets a compiled model check itself, although the file holds none.
    private static TestVector Recorded(Network network)
    {
        Interpreter interpreter = new(network);
        if (network.Tokens is TokenInput input)
        {
            string text = SampleOf(input);
            return TestVector.OfText(text, interpreter.RunText(text));
        }

        float[] values = new float[network.Forecast is ForecastShape shape ? shape.Window * shape.Columns : TestVectorSteps * network.InputSize];
        Scaling? scaling = (network.Input as VectorInput)?.Scaling;
        for (int i = 0; i < values.Length; i++)
        {
            int column = i % network.InputSize;
            values[i] = MathF.Sin(i + 1) * (scaling?.Std[column] ?? 1f) + (scaling?.Mean[column] ?? 0f);
        }

        return TestVector.OfValues(values, interpreter.Run(values));
    }

    // Only words that splitting a text can give.
    private static string SampleOf(TokenInput input)
    {
        if (input is not WordVocabulary words)
        {
            return input.Decode(Enumerable.Range(0, TestVectorSteps).Select(i => i * 5 % input.Size));
        }

        string[] given = [.. words.Words.Where(word => word.Length > 0 && words.Split.CanGive(word))];
        string separator = words.Split.Separators.Contains(' ', StringComparison.Ordinal) ? " " : words.Split.Separators[..1];
        return given.Length > 0
            ? string.Join(separator, Enumerable.Range(0, TestVectorSteps).Select(i => given[i * 5 % given.Length]))
            : throw new InvalidNetworkException(
                ModelErrorCode.Vocabulary, "the rule that splits texts can never give a word of the list", "input", "words");
    }

    /// <summary>Adds y_i = scale_i * x_i + shift_i as a layer of its own.</summary>
    /// <returns>The layer's name.</returns>
    public string AddScale(Affine affine, string? layer = null)
    {
        string name = layer ?? NameLayer("scale");
        int size = affine.Scale.Length;
        bool hasShift = Array.Exists(affine.Shift, shift => shift != 0);
        Tensor scale = new(name + ".weight", [size], Array.ConvertAll(affine.Scale, value => (float)value));
        Add(
            new ScaleLayer(name, size, hasShift).WithInputs(affine.Inputs),
            hasShift ? [scale, new Tensor(name + ".bias", [size], Array.ConvertAll(affine.Shift, value => (float)value))] : [scale],
            affine.Sources);
        return name;
    }
}
