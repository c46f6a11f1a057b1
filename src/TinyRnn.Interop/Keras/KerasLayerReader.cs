using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Adds the layers of a Keras model one after another.</summary>
/// <param name="source">The file.</param>
/// <param name="file">The model's configuration.</param>
/// <param name="weights">Its weights.</param>
/// <param name="builder">What the layers are added to.</param>
/// <param name="version">The major version of the Keras that wrote it.</param>
internal sealed class KerasLayerReader(ImportSource source, JsonDocumentFile file, KerasLayerWeights weights, NetworkBuilder builder, int version)
{
    private const float KerasLeakySlope = 0.3f;

    private static readonly string[] OnePart = ["", "cell"];
    private static readonly string[] BothParts = ["forward_layer/cell", "backward_layer/cell"];
    private static readonly string[] InnerPart = ["layer"];
    private static readonly string[] LayerItself = [""];

    private readonly Dictionary<string, ActivationFunction> _activationNames = Activations.All.Where(facts => facts.Keras is not null).ToDictionary(
        facts => facts.Keras!.Name, facts => new ActivationFunction(facts.Kind, version >= 3 ? facts.Keras!.Alpha : facts.Keras!.AlphaBefore3));

    private readonly HashSet<string> _precisions = [];
    private int _size;

    // With that of the batch; 0 while it is not known.
    private int _rank;

    /// <summary>Whether the output of the layers so far has steps, and is not that of a whole sequence.</summary>
    public bool HasSteps { get; private set; } = true;

    /// <exception cref="ImportException">The layer is of a kind that is not supported, or its fields or arrays do not fit it.</exception>
    public void Add(JsonValue value)
    {
        KerasSettings layer = new(source, file, value);
        string name = layer.Name;
        string kind = layer.Class;
        ReadInputShape(layer);
        if (kind != "InputLayer" && layer.Precision() is string precision && _precisions.Add(precision))
        {
            builder.Note($"{ImportSource.Quote(name)} computes in {precision} in Keras; here in single precision");
        }

        switch (kind)
        {
            case "InputLayer":
                weights.Pass(kind);
                break;
            case "Dense":
                AddDense(layer, layer, weights.Paths(name, kind, LayerItself));
                break;
            case "TimeDistributed":
                AddTimeDistributed(layer);
                break;
            case "SimpleRNN" or "GRU" or "LSTM":
                AddRecurrent(kind, layer, layer, weights.Paths(name, kind, OnePart), isBidirectional: false);
                break;
            case "RNN":
                AddCell(layer);
                break;
            case "Bidirectional":
                AddBidirectional(layer);
                break;
            case "Embedding":
                AddEmbedding(layer);
                break;
            case "BatchNormalization":
                RequireInputs(layer);
                layer.RequireLastAxis(_rank);
                IReadOnlyList<string> paths = weights.Paths(name, kind, LayerItself);
                RequireCount(layer, paths, 2 + (layer.Flag("scale", true) ? 1 : 0) + (layer.Flag("center", true) ? 1 : 0));
                (double[] scale, double[] shift) = KerasNormalizations.BatchNorm(layer, _size, i => Read(layer, paths, i, _size));
                builder.AddAffine(scale, shift, paths);
                break;
            case "Activation":
                weights.Pass(kind);
                AddActivation(layer, layer, [name]);
                break;
            case "ReLU" or "LeakyReLU" or "ELU" or "Softmax":
                weights.Pass(kind);
                AddActivationLayer(layer);
                break;
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                weights.Pass(kind);
                RequireSteps(layer);
                builder.Add(new PoolingLayer(builder.NameLayer(name), _size, kind == "GlobalMaxPooling1D" ? PoolingMode.Max : PoolingMode.Mean), [], [name]);
                HasSteps = false;
                _rank = layer.Flag("keepdims", false) ? 3 : 2;
                break;
            case "Normalization":
                AddNormalization(layer);
                break;
            case "Rescaling":
                weights.Pass(kind);
                RequireInputs(layer);
                builder.AddAffine(Repeated(layer.Number("scale") ?? 1f), Repeated(layer.Number("offset") ?? 0f), [name]);
                break;
            case "Masking":
                weights.Pass(kind);
                builder.Note(FormattableString.Invariant($"{ImportSource.Quote(name)} leaves out padding, steps of {layer.Number("mask_value") ?? 0f} alone; here a sequence is run as long as it is, without padding"));
                builder.AddActivation(Activation.Identity, [name], _size);
                break;
            case "Flatten" when !HasSteps || _rank == 2:
                weights.Pass(kind);
                builder.AddActivation(Activation.Identity, [name], _size);
                _rank = 2;
                break;
            case "Dropout" or "SpatialDropout1D" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization":
                // Of use while learning alone.
                weights.Pass(kind);
                builder.AddActivation(Activation.Identity, [name], _size);
                break;
            default:
                throw layer.Error($"its class {ImportSource.Quote(kind)} is not supported; Dense, SimpleRNN, GRU, LSTM, Bidirectional, RNN of a cell, Embedding, TimeDistributed, Activation, BatchNormalization, Normalization, Dropout or global pooling was expected");
        }
    }

    private void ReadInputShape(KerasSettings layer)
    {
        JsonValue? shape = file.Find(layer.Config, "batch_input_shape") ?? file.Find(layer.Config, "batch_shape");
        if (_rank > 0 || shape is not { Kind: JsonKind.Array } || shape.Items.Count == 0)
        {
            return;
        }

        _rank = shape.Items.Count;
        if (_rank > 3)
        {
            throw layer.Error($"it reads {_rank} axes; the batch, the steps and the values of a step were expected");
        }

        if (shape.Items[^1].Kind == JsonKind.Number && shape.Items[^1].TryGetInt32(file.Text, out int size))
        {
            _size = size;
        }
    }

    private float[] Read(KerasSettings layer, IReadOnlyList<string> paths, int index, params int[] shape)
    {
        if (index >= paths.Count)
        {
            throw layer.Error($"it has {paths.Count} arrays of weights; one more of shape [{string.Join(", ", shape.Select(number => $"{number}"))}] was expected");
        }

        (int[] found, float[] values) = weights.Read(paths[index]);
        return found.SequenceEqual(shape) ? values : throw layer.Error($"the array {ImportSource.Quote(paths[index])} has the shape [{string.Join(", ", found.Select(number => $"{number}"))}]; [{string.Join(", ", shape.Select(number => $"{number}"))}] was expected");
    }

    private static void RequireCount(KerasSettings layer, IReadOnlyList<string> paths, int count)
    {
        if (paths.Count != count)
        {
            throw layer.Error($"it has {paths.Count} arrays of weights; {count} were expected");
        }
    }

    // The wrapper has the name, the layer inside the rest.
    private void AddDense(KerasSettings outer, KerasSettings layer, IReadOnlyList<string> paths)
    {
        int outputs = layer.Size("units");
        bool hasBias = layer.Flag("use_bias", true);
        RequireCount(outer, paths, hasBias ? 2 : 1);
        RequireInputs(outer);
        string name = builder.NameLayer(outer.Name);
        DenseLayer dense = new(name, _size, outputs, bias: hasBias);
        List<Tensor> tensors = [new Tensor(dense.Weight, [outputs, _size], KerasWeights.Kernel(Read(outer, paths, 0, _size, outputs), _size, outputs, 1))];
        if (hasBias)
        {
            tensors.Add(new Tensor(dense.BiasName, [outputs], Read(outer, paths, 1, outputs)));
        }

        builder.Add(dense, tensors, paths);
        _size = outputs;
        AddActivation(outer, layer, []);
    }

    private void AddTimeDistributed(KerasSettings layer)
    {
        KerasSettings inner = layer.Inner("layer");
        RequireSteps(layer);
        if (inner.Class != "Dense")
        {
            throw layer.Error($"inside it is {ImportSource.Quote(inner.Class)}; Dense was expected");
        }

        inner.Precision();
        AddDense(layer, inner, weights.Paths(layer.Name, layer.Class, InnerPart));
    }

    private void AddBidirectional(KerasSettings layer)
    {
        string merge = layer.Has("merge_mode") || file.Find(layer.Config, "merge_mode") is null ? layer.Text("merge_mode") ?? "concat" : "none";
        KerasSettings forward = layer.Inner("layer");
        if (merge is not ("concat" or "sum" or "ave") || forward.Class is not ("SimpleRNN" or "GRU" or "LSTM"))
        {
            throw layer.Error($"it merges {ImportSource.Quote(forward.Class)} by {ImportSource.Quote(merge)}; SimpleRNN, GRU or LSTM and 'concat', 'sum' or 'ave' were expected");
        }

        forward.Precision();
        if (forward.Flag("stateful", false))
        {
            throw layer.Error("it is 'stateful': both directions would go on from one call to the next; here a network that reads backwards starts each sequence anew");
        }

        if (layer.Has("backward_layer"))
        {
            RequireSame(layer, forward, layer.Inner("backward_layer"));
        }

        AddRecurrent(forward.Class, layer, forward, weights.Paths(layer.Name, layer.Class, BothParts), isBidirectional: true);
        if (merge != "concat")
        {
            AddMerge(merge == "sum" ? 1f : 0.5f);
        }
    }

    // A layer of TinyRnn has one form for both directions.
    private void RequireSame(KerasSettings layer, KerasSettings forward, KerasSettings backward)
    {
        backward.Precision();
        if (!backward.Flag("go_backwards", false))
        {
            throw layer.Error("its 'backward_layer' has no 'go_backwards', so it reads in the order of the steps");
        }

        Compare("class_name", one => one.Class);
        Compare("units", one => one.Size("units"));
        Compare("activation", one => ActivationOf(one, "activation", "tanh"));
        Compare("recurrent_activation", one => one.Class == "SimpleRNN" ? "" : ActivationOf(one, "recurrent_activation", "sigmoid"));
        Compare("use_bias", one => one.Flag("use_bias", true));
        Compare("reset_after", one => one.Flag("reset_after", false));
        Compare("return_sequences", one => one.Flag("return_sequences", false));
        Compare("return_state", one => one.Flag("return_state", false));
        Compare("stateful", one => one.Flag("stateful", false));

        void Compare(string field, Func<KerasSettings, object> read)
        {
            if (!read(forward).Equals(read(backward)))
            {
                throw layer.Error($"its 'backward_layer' has another '{field}' than its 'layer', {ImportSource.Quote(read(backward).ToString()!)} for {ImportSource.Quote(read(forward).ToString()!)}; the same was expected");
            }
        }
    }

    // The sum or the mean of both directions, as a matrix.
    private void AddMerge(float factor)
    {
        int units = _size / 2;
        float[] weight = new float[units * _size];
        for (int i = 0; i < units; i++)
        {
            weight[(i * _size) + i] = factor;
            weight[(i * _size) + units + i] = factor;
        }

        DenseLayer merge = new(builder.NameLayer("merge"), _size, units, bias: false);
        builder.Add(merge, [new Tensor(merge.Weight, [units, _size], weight)], []);
        _size = units;
    }

    // keras.layers.RNN with a cell inside.
    private void AddCell(KerasSettings layer)
    {
        KerasSettings cell = layer.Inner("cell");
        if (cell.Class is not ("SimpleRNNCell" or "GRUCell" or "LSTMCell"))
        {
            throw layer.Error($"inside it is {ImportSource.Quote(cell.Class)}; SimpleRNNCell, GRUCell or LSTMCell was expected");
        }

        cell.Precision();
        AddRecurrent(cell.Class[..^"Cell".Length], layer, cell, weights.Paths(layer.Name, layer.Class, OnePart), isBidirectional: false);
    }

    /// <summary>Adds a recurrent layer.</summary>
    /// <param name="kind">SimpleRNN, GRU or LSTM.</param>
    /// <param name="outer">The layer of the chain: itself, or what wraps it.</param>
    /// <param name="cell">What has the sizes and functions.</param>
    /// <param name="paths">Its arrays.</param>
    /// <param name="isBidirectional">Whether it reads in both directions.</param>
    private void AddRecurrent(string kind, KerasSettings outer, KerasSettings cell, IReadOnlyList<string> paths, bool isBidirectional)
    {
        RequireSteps(outer);
        RequireInputs(outer);

        // The fields of the sequence stand in RNN, which has no units of its own, or in the layer inside of Bidirectional.
        KerasSettings sequence = isBidirectional ? cell : outer;
        if (sequence.Flag("go_backwards", false))
        {
            throw outer.Error("'go_backwards' is not supported; a forward layer or Bidirectional was expected");
        }

        if (sequence.Flag("stateful", false))
        {
            builder.Note($"{ImportSource.Quote(outer.Name)} goes on from its last state at each call ('stateful'); here the caller keeps the state, and a network that reads whole sequences starts each anew");
        }

        int units = cell.Size("units");
        bool hasBias = cell.Flag("use_bias", true);

        // The field is as old as the choice: before it, the gate was in front of the product.
        bool resetsAfter = cell.Flag("reset_after", false);
        RecurrentLayer layer = Layer(kind, outer, cell, units, hasBias, resetsAfter, isBidirectional);
        int perPass = hasBias ? 3 : 2;
        RequireCount(outer, paths, perPass * layer.Passes.Count);
        int columns = layer.Gates * units;
        List<Tensor> tensors = [];
        for (int i = 0; i < layer.Passes.Count; i++)
        {
            float[] kernel = Read(outer, paths, i * perPass, _size, columns);
            float[] recurrent = Read(outer, paths, (i * perPass) + 1, units, columns);
            int[] biasShape = kind == "GRU" && resetsAfter ? [2, columns] : [columns];
            float[]? bias = hasBias ? Read(outer, paths, (i * perPass) + 2, biasShape) : null;
            tensors.AddRange(KerasWeights.Tensors(layer, layer.Passes[i], kernel, recurrent, bias));
        }

        builder.Add(layer, tensors, paths);
        _size = layer.OutputSize;
        HasSteps = sequence.Flag("return_sequences", false);
        _rank = HasSteps ? 3 : 2;
        if (!HasSteps && isBidirectional)
        {
            builder.Add(new PoolingLayer(builder.NameLayer("pooling"), _size, PoolingMode.Final), [], []);
        }
    }

    private RecurrentLayer Layer(string kind, KerasSettings outer, KerasSettings cell, int units, bool hasBias, bool resetsAfter, bool isBidirectional)
    {
        ActivationFunction activation = ElementwiseOf(cell, "activation", "tanh");
        ActivationFunction gate = kind == "SimpleRNN" ? Activation.Sigmoid : ElementwiseOf(cell, "recurrent_activation", "sigmoid");
        BiasForm bias = !hasBias ? BiasForm.None : kind == "GRU" && resetsAfter ? BiasForm.Separate : BiasForm.Combined;
        RecurrentOptions options = new(bias, isBidirectional ? Direction.Bidirectional : Direction.Forward);
        string name = builder.NameLayer(outer.Name);
        return kind switch
        {
            "SimpleRNN" => new RnnLayer(name, _size, units, activation, options),
            "GRU" => new GruLayer(name, _size, units, resetsAfter ? GruReset.After : GruReset.Before, activation, options, gate),
            _ => new LstmLayer(name, _size, units, options: options, gateActivation: gate, activation: activation, cellActivation: activation),
        };
    }

    private void AddEmbedding(KerasSettings layer)
    {
        IReadOnlyList<string> paths = weights.Paths(layer.Name, layer.Class, LayerItself);
        RequireCount(layer, paths, 1);
        if (layer.Flag("mask_zero", false))
        {
            builder.Note($"{ImportSource.Quote(layer.Name)} leaves out padding, token 0; here a sequence is run as long as it is, without padding");
        }

        int inputs = layer.Size("input_dim");
        int outputs = layer.Size("output_dim");
        EmbeddingLayer table = new(builder.NameLayer(layer.Name), inputs, outputs);
        builder.Add(table, [new Tensor(table.Weight, [inputs, outputs], Read(layer, paths, 0, inputs, outputs))], paths);
        _size = outputs;
        _rank = _rank == 0 ? 0 : _rank + 1;
    }

    private void AddNormalization(KerasSettings layer)
    {
        RequireInputs(layer);
        layer.RequireLastAxis(_rank);
        List<string> sources = [layer.Name];
        if (KerasNormalizations.Given(layer) is (float[], float[]) given)
        {
            weights.Pass(layer.Class);
        }
        else
        {
            // A count of the samples stands behind them.
            IReadOnlyList<string> paths = weights.Paths(layer.Name, layer.Class, LayerItself);
            if (paths.Count < 2)
            {
                throw layer.Error("its mean and variance are neither among the weights nor in its configuration; a layer that was adapted to data was expected");
            }

            sources = [.. paths.Take(2)];
            given = (weights.Read(paths[0]).Values, weights.Read(paths[1]).Values);
        }

        (double[] scale, double[] shift) = KerasNormalizations.Normalization(layer, _size, given.Item1, given.Item2);
        builder.AddAffine(scale, shift, sources);
    }

    private double[] Repeated(float value) => [.. Enumerable.Repeat((double)value, _size)];

    private void AddActivation(KerasSettings outer, KerasSettings layer, IReadOnlyList<string> sources)
    {
        // Over the values of a step, as Keras's soft-max along the last axis.
        RequireInputs(outer);
        builder.AddActivation(ActivationOf(layer, "activation", "linear"), sources, _size);
    }

    private void AddActivationLayer(KerasSettings layer)
    {
        RequireInputs(layer);
        float slope = layer.Number("negative_slope") ?? layer.Number("alpha") ?? (layer.Class == "ELU" ? 1f : KerasLeakySlope);
        if (layer.Class == "ReLU" && (layer.Has("max_value") || (layer.Number("negative_slope") ?? 0) != 0 || (layer.Number("threshold") ?? 0) != 0))
        {
            throw layer.Error("a ReLU with a largest value, a slope or a threshold is not supported; a plain one was expected");
        }

        if (layer.Class == "Softmax")
        {
            layer.RequireLastAxis(_rank);
        }

        ActivationFunction activation = layer.Class switch
        {
            "ReLU" => Activation.Relu,
            "LeakyReLU" => new ActivationFunction(Activation.LeakyRelu, slope),
            "ELU" => new ActivationFunction(Activation.Elu, slope),
            _ => Activation.Softmax,
        };
        builder.AddActivation(activation, [layer.Name], _size);
    }

    private ActivationFunction ActivationOf(KerasSettings layer, string field, string otherwise)
    {
        // Keras's None is linear, which is not what a field that is not there means.
        string word = layer.Text(field) ?? (file.Find(layer.Config, field) is null ? otherwise : "linear");
        return _activationNames.TryGetValue(word, out ActivationFunction? activation)
            ? activation
            : throw layer.Error($"its '{field}' {ImportSource.Quote(word)} is not supported; one of {string.Join(", ", _activationNames.Keys)} was expected");
    }

    private ActivationFunction ElementwiseOf(KerasSettings layer, string field, string otherwise)
    {
        ActivationFunction activation = ActivationOf(layer, field, otherwise);
        return activation.Kind.IsElementwise() ? activation : throw layer.Error($"its '{field}' is over all units; an activation of each unit alone was expected");
    }

    private void RequireSteps(KerasSettings layer)
    {
        if (!HasSteps)
        {
            throw layer.Error("it reads a sequence, but the layer before gives one output for the whole sequence ('return_sequences' is false there)");
        }

        if (_rank == 2)
        {
            throw layer.Error("it reads a sequence, but the model's input has no axis of steps");
        }
    }

    private void RequireInputs(KerasSettings layer)
    {
        if (_size is < 1 or > FieldReader.MaximumSize)
        {
            throw layer.Error($"the configuration does not say how many values it reads, from 1 to {FieldReader.MaximumSize}");
        }
    }
}
