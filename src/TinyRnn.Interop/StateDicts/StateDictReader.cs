using TinyRnn.Model;

namespace TinyRnn.Interop.StateDicts;

/// <summary>Makes a network from a state dict.</summary>
internal sealed class StateDictReader
{
    private const double BatchNormEpsilon = 1e-5;

    private readonly StateDict _dict;
    private readonly NetworkBuilder _builder;
    private readonly IReadOnlyList<StateModule> _order;
    private readonly HashSet<string> _usedActivations = [];

    private StateDictReader(StateDict dict, NetworkBuilder builder, IReadOnlyList<StateModule> order)
    {
        _dict = dict;
        _builder = builder;
        _order = order;
    }

    /// <summary>Adds all layers to the builder.</summary>
    public static void Read(StateDict dict, NetworkBuilder builder)
    {
        (IReadOnlyList<StateModule> modules, IReadOnlyList<string> notes) = StateModules.Find(dict, builder.Options);
        (IReadOnlyList<StateModule> order, string? note) = ModuleOrder.Find(dict, modules, builder.Options);
        foreach (string one in note is null ? notes : [.. notes, note])
        {
            builder.Note(one);
        }

        builder.SourceNoun = "tensor";
        StateDictReader reader = new(dict, builder, order);
        reader.AddAll();
    }

    private void AddAll()
    {
        int lastRecurrent = -1;
        for (int i = 0; i < _order.Count; i++)
        {
            lastRecurrent = _order[i] is RecurrentModule ? i : lastRecurrent;
        }

        for (int i = 0; i < _order.Count; i++)
        {
            Add(_order[i], i + 1 < _order.Count ? _order[i + 1] : null);
            if (i == lastRecurrent)
            {
                AddPooling((RecurrentModule)_order[i]);
            }
        }

        string? unknown = _builder.Options.Activations.Keys.FirstOrDefault(name => !_usedActivations.Contains(name));
        if (unknown is not null)
        {
            throw _dict.Source.Error(
                $"{_builder.Options.Call("activations")} names {ImportSource.Quote(unknown)}, which takes no activation; the modules are "
                    + $"{string.Join(", ", _order.Select(module => module.Quoted))}");
        }
    }

    private void Add(StateModule module, StateModule? next)
    {
        switch (module)
        {
            case LinearModule linear:
                AddLinear(linear);
                AddActivation(linear, next);
                break;
            case EmbeddingModule embedding:
                string table = Name(module, "embedding");
                _builder.Add(
                    new EmbeddingLayer(table, embedding.InputSize, embedding.OutputSize), [Tensor(table + ".weight", embedding.Weight)],
                    embedding.Weight.Sources);
                AddActivation(embedding, null);
                break;
            case BatchNormModule norm:
                AddBatchNorm(norm);
                AddActivation(norm, next);
                break;
            case ConcatModule cell:
                AddCell(cell);
                break;
            case RecurrentModule recurrent:
                AddRecurrent(recurrent);
                break;
        }
    }

    private void AddLinear(LinearModule linear)
    {
        string name = Name(linear, "linear");
        DenseLayer layer = new(name, linear.InputSize, linear.OutputSize, bias: linear.Bias is not null);
        StateTensor[] sources = [.. new[] { linear.Weight, linear.Bias }.OfType<StateTensor>()];
        _builder.Add(layer, layer.Tensors.Zip(sources, (spec, tensor) => Tensor(spec.Name, tensor)), sources.SelectMany(tensor => tensor.Sources));
    }

    // A state dict contains no activations. After the last module none is usual (logits, a number); between modules both are, so the user must say.
    private void AddActivation(StateModule module, StateModule? next)
    {
        if (Activation(module) is string word)
        {
            _builder.AddActivation(ActivationWords.Parse(_dict.Source, module.Name, word), [], module.OutputSize);
            return;
        }

        if (next is not null && !(module is LinearModule && next is BatchNormModule))
        {
            throw _dict.Source.Error(
                $"a state dict does not say which activation comes between {module.Quoted} and {next.Quoted}; give it as "
                    + $"{_builder.Options.Call("activations")}, such as {module.Name}=relu (identity for none)");
        }
    }

    private void AddBatchNorm(BatchNormModule norm)
    {
        float[] mean = norm.Mean.Read();
        float[] variance = norm.Variance.Read();
        float[]? weight = norm.Weight?.Read();
        float[]? bias = norm.Bias?.Read();
        double? epsilon = _dict.FactsOf(norm.Name)?.Epsilon;
        double[] scale = new double[norm.Size];
        double[] shift = new double[norm.Size];
        for (int i = 0; i < norm.Size; i++)
        {
            if (variance[i] < 0)
            {
                throw _dict.Source.Error($"tensor {ImportSource.Quote(norm.Variance.Name)}", $"element {i} is below 0; a variance was expected");
            }

            scale[i] = (weight?[i] ?? 1.0) / Math.Sqrt(variance[i] + (epsilon ?? BatchNormEpsilon));
            shift[i] = (bias?[i] ?? 0.0) - mean[i] * scale[i];
        }

        if (epsilon is null)
        {
            _builder.Note($"eps of {norm.Quoted} is not in the file: PyTorch's default of 1e-5 was taken");
        }

        StateTensor?[] tensors = [norm.Mean, norm.Variance, norm.Weight, norm.Bias, norm.Batches];
        _builder.AddAffine(scale, shift, tensors.OfType<StateTensor>().SelectMany(tensor => tensor.Sources));
    }

    private void AddCell(ConcatModule cell)
    {
        string name = Name(cell, "cell");
        string? word = Activation(cell);
        Activation activation = ActivationWords.Parse(_dict.Source, cell.Name, word ?? "log-softmax").Kind;
        if (word is null)
        {
            _builder.Note($"the output of {cell.Quoted} goes through log-softmax, as in the tutorial ({_builder.Options.Call("activations")} changes that)");
        }

        ConcatRnnLayer layer = new(name, cell.InputSize, cell.HiddenSize, cell.OutputSize, activation);
        _builder.Add(layer, layer.Tensors.Zip(cell.Tensors, (spec, tensor) => Tensor(spec.Name, tensor)), cell.Tensors.SelectMany(tensor => tensor.Sources));
    }

    private void AddRecurrent(RecurrentModule module)
    {
        ActivationFunction activation = Model.Activation.Tanh;
        if (module.Gates == 1)
        {
            string? word = Activation(module);
            activation = ActivationWords.Parse(_dict.Source, module.Name, word ?? "tanh");
            if (!activation.Kind.IsElementwise())
            {
                throw _dict.Source.Error(
                    $"the activation of the recurrence of {module.Quoted} must be one of {string.Join(", ", Words.ElementwiseActivations.Keys)}, not "
                        + $"{ImportSource.Quote(word!)}");
            }

            if (word is null)
            {
                _builder.Note(
                    $"the recurrence of {module.Quoted} goes through tanh, PyTorch's default ({_builder.Options.Call("activations")} changes that, for "
                        + "example to relu)");
            }
        }

        int input = module.InputSize;
        string name = module.Levels.Count == 1 ? "" : "_l";
        for (int level = 0; level < module.Levels.Count; level++)
        {
            RecurrentLayer layer = Layer(module, module.Levels[level], activation, input, level, name);
            Tensor[] tensors = [.. layer.Directions.SelectMany((direction, i) => Tensors(direction, module.Levels[level].Directions[i]))];
            _builder.Add(layer, tensors, module.Levels[level].Directions.SelectMany(direction => direction.All).SelectMany(tensor => tensor.Sources));
            input = layer.OutputSize;
        }

        if (module.Gates != 1 && Activation(module) is string behind)
        {
            _builder.AddActivation(ActivationWords.Parse(_dict.Source, module.Name, behind), [], module.OutputSize);
        }
    }

    private RecurrentLayer Layer(RecurrentModule module, RecurrentLevel level, ActivationFunction activation, int input, int index, string suffix)
    {
        RecurrentTensors first = level.Directions[0];
        RecurrentOptions options = new(
            first.BiasInput is null ? BiasForm.None : BiasForm.Separate, module.IsBidirectional ? Direction.Bidirectional : Direction.Forward);
        string name = suffix.Length == 0 ? Name(module, module.Kind) : Name(module, module.Kind, $"{suffix}{index}");
        return module.Gates switch
        {
            1 => new RnnLayer(name, input, module.HiddenSize, activation, options),
            3 => new GruLayer(name, input, module.HiddenSize, options: options),
            _ => new LstmLayer(name, input, module.HiddenSize, first.Projection?.Shape[0] ?? 0, options: options),
        };
    }

    private static IEnumerable<Tensor> Tensors(RecurrentDirection direction, RecurrentTensors tensors)
    {
        yield return Tensor(direction.WeightInput, tensors.WeightInput);
        yield return Tensor(direction.WeightHidden, tensors.WeightHidden);
        if (tensors is { BiasInput: not null, BiasHidden: not null })
        {
            yield return Tensor(direction.BiasNames[0], tensors.BiasInput);
            yield return Tensor(direction.BiasNames[1], tensors.BiasHidden);
        }

        if (tensors.Projection is not null)
        {
            yield return Tensor(direction.Projection, tensors.Projection);
        }
    }

    private void AddPooling(RecurrentModule module)
    {
        ImportOptions options = _builder.Options;
        bool isLast = (options.OutputSteps ?? _builder.Steps) == OutputSteps.Last || options.Task is NetworkTask.Classify or NetworkTask.Forecast
            || (options.Task is null && (options.Labels is not null || options.Window is not null));
        if (options.Reading is null && module.IsBidirectional && isLast)
        {
            throw _dict.Source.Error(
                $"the file does not say what is read from the two directions of {module.Quoted}; give it as {_builder.Options.Call("reading")}: final (the "
                    + "last "
                    + "state of each direction, h_n), steps (the last step, output[:, -1]), mean or max");
        }

        if (options.Reading is SequenceReading.Final && !module.IsBidirectional)
        {
            return;
        }

        if (options.Reading is SequenceReading reading and not SequenceReading.Steps)
        {
            PoolingMode mode = reading switch { SequenceReading.Final => PoolingMode.Final, SequenceReading.Mean => PoolingMode.Mean, _ => PoolingMode.Max };
            _builder.Add(new PoolingLayer(_builder.NameLayer("pooling"), module.OutputSize, mode), [], []);
        }
    }

    private string? Activation(StateModule module)
    {
        foreach ((string name, string word) in _builder.Options.Activations)
        {
            if (name == module.Name || StateDict.Unwrap(name) == module.Name)
            {
                _usedActivations.Add(name);
                return word;
            }
        }

        ModuleFacts? facts = _dict.FactsOf(module.Name);
        return facts?.UnknownActivation is not string unknown ? facts?.Activation
            : throw _dict.Source.Error(
                $"module {module.Quoted}",
                $"after it comes {ImportSource.Quote(unknown)}, which cannot be read from a pickled module; export ONNX (torch.onnx.export), or give an "
                    + $"activation as {_builder.Options.Call("activations")}");
    }

    // Without the parents that all modules share: 'encoder.gru' next to 'encoder.fc' becomes 'gru'.
    private string Name(StateModule module, string otherwise, string suffix = "")
    {
        string name = module.Name;
        string parent = name[..(name.LastIndexOf('.') + 1)];
        while (parent.Length > 0 && !(_order.All(other => other.Name.StartsWith(parent, StringComparison.Ordinal)) && !char.IsAsciiDigit(name[parent.Length])))
        {
            parent = parent[..(parent[..^1].LastIndexOf('.') + 1)];
        }

        return _builder.NameLayer((name.Length == 0 ? otherwise.ToLowerInvariant() : name[parent.Length..]) + suffix);
    }

    private static Tensor Tensor(string name, StateTensor tensor) => new(name, [.. tensor.Shape], tensor.Read());
}
