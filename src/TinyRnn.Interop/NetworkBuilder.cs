using TinyRnn.Model;

namespace TinyRnn.Interop;

/// <summary>
/// What all importers share: layers are added in the order in which they run, with their tensors under the layer's own names and
/// the file's tensors or nodes that they came from; <see cref="Build"/> adds what the options tell and checks the whole.
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

    /// <summary>What the user told.</summary>
    public ImportOptions Options => options;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>What the file says about the steps that count, where it says it; the options come first.</summary>
    public OutputSteps? Steps { get; set; }

    /// <summary>What the file says about the residual connection around the network; the options come first.</summary>
    public Residual? Residual { get; set; }

    /// <summary>What the file says about the input's scaling; the options come first.</summary>
    public Scaling? InputScaling { get; set; }

    /// <summary>What the file says about the output's scaling; the options come first.</summary>
    public Scaling? OutputScaling { get; set; }

    /// <summary>What the sources of the layers are called, in the singular.</summary>
    public string SourceNoun { get; set; } = "source";

    /// <summary>What the importer keeps of the file's own metadata: a JSON object.</summary>
    public string MetadataJson { get; set; } = Network.NoMetadata;

    /// <summary>Says what was taken where the file says nothing.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>A recorded run of the file; <see cref="Build"/> fails where the network gives something else.</summary>
    public void AddTestVector(TestVector testVector) => _testVectors.Add(testVector);

    /// <summary>The inputs of a graph with several, in the order of the row.</summary>
    public IReadOnlyList<NamedPart> InputParts { get; set; } = [];

    /// <summary>The outputs of a graph with several, in the order of the output.</summary>
    public IReadOnlyList<NamedPart> OutputParts { get; set; } = [];

    /// <summary>Which values of a row are those of which input or output.</summary>
    public static string SideBySide(string what, IEnumerable<(string Name, int Size)> parts)
    {
        int at = 0;
        return $"the {what} lie side by side: "
            + $"{string.Join(", ", parts.Select(part => FormattableString.Invariant($"{ImportSource.Quote(part.Name)} at {at} to {(at += part.Size) - 1}")))}";
    }

    /// <summary>A name for a layer that no other has: an identifier as near to the suggestion as can be.</summary>
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
    /// <param name="sources">The file's tensors or nodes that it was made of.</param>
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

    /// <summary>Adds an activation behind the last layer: into it where that layer is dense and has none, else as a layer of its own.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="sources">The file's nodes that say so.</param>
    /// <param name="size">Number of values, where no layer comes before.</param>
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

    /// <summary>Puts an activation into the layer that alone it reads: a dense one, a convolution, or the tutorial's cell, that has none.</summary>
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

    /// <summary>Puts y_i = scale_i * x_i + shift_i into the layer that alone it reads.</summary>
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

    /// <summary>Says that a layer was made of further tensors or nodes too; without effect where there is no such layer.</summary>
    public void Cite(string name, IEnumerable<string> sources)
    {
        int index = _layers.FindIndex(layer => layer.Name == name);
        if (index >= 0)
        {
            _sources[index].AddRange(sources);
        }
    }

    /// <summary>
    /// Adds y_i = scale_i * x_i + shift_i, such as a trained batch normalisation: into the dense layer before it or the layer behind it,
    /// else as a layer of its own.
    /// </summary>
    /// <param name="scale">Factors.</param>
    /// <param name="shift">Terms.</param>
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

    /// <summary>Keeps y_i = scale_i * x_i + shift_i for the next layer, which alone reads it.</summary>
    public void Hold(Affine affine) => _pending = affine;

    /// <summary>The network of all that was added, with what the options tell.</summary>
    /// <exception cref="ImportException">The parts contradict each other or the options, or an option is missing.</exception>
    public ImportResult Build()
    {
        if (_pending is Affine affine)
        {
            _pending = null;
            AddScale(affine);
        }

        if (_layers.Count == 0)
        {
            throw source.Error("there is no layer in the file; at least one was expected");
        }

        Network network;
        try
        {
            // Layers that name what they read are a chain all the same where each reads the one before it.
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

    // A layer may give two outputs, and other tools do without names.
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
                ? throw source.Error($"layer '{_layers[0].Name}' reads one of {size} tokens a step, whose meaning the file does not say; {options.TokenAdvice}")
                : new VectorInput(size, options.InputNames, options.InputScaling ?? InputScaling);
        }

        if (new object?[] { options.Vocabulary, options.Words, options.Tokens }.Count(one => one is not null) > 1)
        {
            throw source.Error($"{options.Call("vocabulary")}, {options.Call("words")} and {options.Call("tokens")} exclude each other");
        }

        string[] names = ["split", "length", "cut", "pad", "padding"];
        if (options.Words is null && options.Given.Intersect(names).Any())
        {
            throw source.Error($"{string.Join(", ", names.Select(options.Call))} are for {options.Call("words")}");
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
            Note($"as many outputs as {tokens.Noun}s: read as a language model ({options.Call("task")} says otherwise)");
            return NetworkTask.LanguageModel;
        }

        return NetworkTask.Raw;
    }

    // The rows of a window are read one a step, or where nothing remembers them all at once.
    private ForecastShape? Forecast(NetworkTask task)
    {
        if (task != NetworkTask.Forecast)
        {
            return options.Window is null && options.Horizon is null && options.Target is null ? null
                : throw source.Error(
                    $"{options.Call("window")}, {options.Call("horizon")} and {options.Call("target")} are for the task 'forecast', not '{Words.Of(task)}'");
        }

        int window = options.Window ?? throw source.Error(
            $"a forecast reads a window of rows, whose number the file does not say; give it as {options.Call("window")}");
        int inputs = Graph.Of(_layers).FindInputSize();
        bool isWhole = _layers.All(layer => layer.StateSize == 0 && !layer.NeedsWholeSequence) && window > 0 && inputs % window == 0;
        int columns = isWhole ? inputs / window : inputs;
        int? target = options.Target switch
        {
            "none" => null,
            null => columns == 1 ? 0 : throw source.Error($"a row has {columns} columns; say which one is forecast as {options.Call("target")}"),
            string name when options.InputNames is IReadOnlyList<string> names && names.Contains(name) => names.ToList().IndexOf(name),
            string number when int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int index)
                && index < columns => index,
            string other =>
                throw source.Error(
                    $"{options.Call("target")} is {ImportSource.Quote(other)}; the name of a column, a number below {columns} or 'none' was expected"),
        };
        return new ForecastShape(window, options.Horizon ?? 1, columns, target);
    }

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

    // Of functions without an end a network can grow beyond all numbers on values that are not its own.
    private Network WithRun(Network network)
    {
        TestVector run = Recorded(network);
        if (Array.TrueForAll(run.Output, float.IsFinite))
        {
            return network.With([run], TestVectorSource.WithoutStatement(network.MetadataJson));
        }

        Note("no run is recorded: on made-up input the network gives numbers that are not finite");
        return network;
    }

    // So that a compiled model can prove itself, although the file holds no recorded run.
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

    // Of words those that a text can give.
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
                ModelErrorCode.Vocabulary, "no word of the list can come out of a text by the rule that splits it", "input", "words");
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
