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
    private const double KerasEpsilon = 1e-3;

    private static readonly string[] OnePart = ["", "cell"];
    private static readonly string[] BothParts = ["forward_layer/cell", "backward_layer/cell"];
    private static readonly string[] InnerPart = ["layer"];
    private static readonly string[] LayerItself = [""];

    private readonly Dictionary<string, ActivationFunction> _activationNames = new()
    {
        ["linear"] = Activation.Identity,
        ["tanh"] = Activation.Tanh,
        ["relu"] = Activation.Relu,
        ["sigmoid"] = Activation.Sigmoid,
        ["softmax"] = Activation.Softmax,
        ["log_softmax"] = Activation.LogSoftmax,
        ["elu"] = Activation.Elu,
        ["leaky_relu"] = new(Activation.LeakyRelu, 0.2f),
        ["selu"] = Activation.Selu,
        ["softplus"] = Activation.Softplus,
        ["softsign"] = Activation.Softsign,

        // Before version 3 the slope was another.
        ["hard_sigmoid"] = new(Activation.HardSigmoid, version >= 3 ? 1f / 6f : 0.2f, 0.5f),
    };

    private int _size;

    /// <summary>Whether the output of the layers so far has steps, and is not that of a whole sequence.</summary>
    public bool HasSteps { get; private set; } = true;

    /// <exception cref="ImportException">The layer is of a kind that is not supported, or its arrays do not fit it.</exception>
    public void Add(JsonValue layer)
    {
        if (layer.Kind != JsonKind.Object)
        {
            throw file.Error(layer, $"a layer is an object, not {layer.Describe()}");
        }

        string kind = file.FindString(layer, "class_name") ?? throw file.Error(layer, "a layer needs a 'class_name'");
        JsonValue config = file.Require(layer, "config", JsonKind.Object, "a layer's configuration");
        string name = file.FindString(config, "name") ?? kind;
        ReadInputShape(config);
        switch (kind)
        {
            case "InputLayer":
                weights.Pass(kind);
                break;
            case "Dense":
                AddDense(config, name, weights.Paths(name, kind, LayerItself));
                break;
            case "TimeDistributed":
                AddTimeDistributed(config, name, kind);
                break;
            case "SimpleRNN" or "GRU" or "LSTM":
                AddRecurrent(kind, config, config, name, weights.Paths(name, kind, OnePart), isBidirectional: false);
                break;
            case "RNN":
                AddCell(config, name, kind);
                break;
            case "Bidirectional":
                AddBidirectional(config, name, kind);
                break;
            case "Embedding":
                AddEmbedding(config, name, kind);
                break;
            case "BatchNormalization":
                AddBatchNorm(config, name, kind);
                break;
            case "Activation":
                weights.Pass(kind);
                AddActivation(config, name, [name]);
                break;
            case "ReLU" or "LeakyReLU" or "ELU" or "Softmax":
                weights.Pass(kind);
                AddActivationLayer(kind, config, name);
                break;
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                weights.Pass(kind);
                RequireSteps(name);
                builder.Add(new PoolingLayer(builder.NameLayer(name), _size, kind == "GlobalMaxPooling1D" ? PoolingMode.Max : PoolingMode.Mean), [], [name]);
                HasSteps = false;
                break;
            case "Normalization":
                AddNormalization(name, kind);
                break;
            case "Rescaling":
                weights.Pass(kind);
                RequireInputs(name);
                builder.AddAffine(Repeated(file.FindNumber(config, "scale") ?? 1f), Repeated(file.FindNumber(config, "offset") ?? 0f), [name]);
                break;
            case "Masking":
                weights.Pass(kind);
                builder.Note($"{ImportSource.Quote(name)} leaves out padded steps; here a sequence is run as long as it is, without padding");
                builder.AddActivation(Activation.Identity, [name], _size);
                break;
            case "Flatten" when !HasSteps:
                weights.Pass(kind);
                builder.AddActivation(Activation.Identity, [name], _size);
                break;
            case "Dropout" or "SpatialDropout1D" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization":
                // Of use while learning alone.
                weights.Pass(kind);
                builder.AddActivation(Activation.Identity, [name], _size);
                break;
            default:
                throw source.Error($"layer {ImportSource.Quote(name)}", $"its class {ImportSource.Quote(kind)} is not supported; Dense, SimpleRNN, GRU, LSTM, Bidirectional, RNN of a cell, Embedding, TimeDistributed, Activation, BatchNormalization, Normalization, Dropout or global pooling was expected");
        }
    }

    private ImportException Error(string name, string reason) => source.Error($"layer {ImportSource.Quote(name)}", reason);

    private void ReadInputShape(JsonValue config)
    {
        JsonValue? shape = file.Find(config, "batch_input_shape") ?? file.Find(config, "batch_shape");
        if (shape is { Kind: JsonKind.Array } && shape.Items.Count > 0 && shape.Items[^1].Kind == JsonKind.Number && shape.Items[^1].TryGetInt32(file.Text, out int size) && _size == 0)
        {
            _size = size;
        }
    }

    private int Size(JsonValue config, string field, string name) =>
        file.FindInteger(config, field) is int size and > 0 and <= FieldReader.MaximumSize ? size : throw Error(name, $"'{field}' from 1 to {FieldReader.MaximumSize} was expected");

    private bool Flag(JsonValue config, string field, bool otherwise) =>
        file.FindInteger(config, field) is int flag ? flag != 0 : otherwise;

    private float[] Read(string name, IReadOnlyList<string> paths, int index, params int[] shape)
    {
        if (index >= paths.Count)
        {
            throw Error(name, $"it has {paths.Count} arrays of weights; one more of shape [{string.Join(", ", shape.Select(number => $"{number}"))}] was expected");
        }

        (int[] found, float[] values) = weights.Read(paths[index]);
        return found.SequenceEqual(shape) ? values : throw Error(name, $"the array {ImportSource.Quote(paths[index])} has the shape [{string.Join(", ", found.Select(number => $"{number}"))}]; [{string.Join(", ", shape.Select(number => $"{number}"))}] was expected");
    }

    private void RequireCount(string name, IReadOnlyList<string> paths, int count)
    {
        if (paths.Count != count)
        {
            throw Error(name, $"it has {paths.Count} arrays of weights; {count} were expected");
        }
    }

    private void AddDense(JsonValue config, string name, IReadOnlyList<string> paths)
    {
        int outputs = Size(config, "units", name);
        bool hasBias = Flag(config, "use_bias", true);
        RequireCount(name, paths, hasBias ? 2 : 1);
        RequireInputs(name);
        string layer = builder.NameLayer(name);
        DenseLayer dense = new(layer, _size, outputs, bias: hasBias);
        List<Tensor> tensors = [new Tensor(dense.Weight, [outputs, _size], KerasWeights.Kernel(Read(name, paths, 0, _size, outputs), _size, outputs, 1))];
        if (hasBias)
        {
            tensors.Add(new Tensor(dense.BiasName, [outputs], Read(name, paths, 1, outputs)));
        }

        builder.Add(dense, tensors, paths);
        _size = outputs;
        AddActivation(config, name, []);
    }

    private void AddTimeDistributed(JsonValue config, string name, string kind)
    {
        JsonValue inner = file.Require(config, "layer", JsonKind.Object, "the layer inside");
        string innerKind = file.FindString(inner, "class_name") ?? "";
        RequireSteps(name);
        if (innerKind != "Dense")
        {
            throw Error(name, $"inside it is {ImportSource.Quote(innerKind)}; Dense was expected");
        }

        AddDense(file.Require(inner, "config", JsonKind.Object, "a layer's configuration"), name, weights.Paths(name, kind, InnerPart));
    }

    private void AddBidirectional(JsonValue config, string name, string kind)
    {
        string merge = file.FindString(config, "merge_mode") ?? "none";
        JsonValue inner = file.Require(config, "layer", JsonKind.Object, "the layer inside");
        string innerKind = file.FindString(inner, "class_name") ?? "";
        if (merge is not ("concat" or "sum" or "ave") || innerKind is not ("SimpleRNN" or "GRU" or "LSTM"))
        {
            throw Error(name, $"it merges {ImportSource.Quote(innerKind)} by {ImportSource.Quote(merge)}; SimpleRNN, GRU or LSTM and 'concat', 'sum' or 'ave' were expected");
        }

        JsonValue innerConfig = file.Require(inner, "config", JsonKind.Object, "a layer's configuration");
        AddRecurrent(innerKind, innerConfig, innerConfig, name, weights.Paths(name, kind, BothParts), isBidirectional: true);
        if (merge != "concat")
        {
            AddMerge(merge == "sum" ? 1f : 0.5f);
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
    private void AddCell(JsonValue config, string name, string kind)
    {
        JsonValue cell = file.Require(config, "cell", JsonKind.Object, "the cell inside");
        string cellKind = file.FindString(cell, "class_name") ?? "";
        if (cellKind is not ("SimpleRNNCell" or "GRUCell" or "LSTMCell"))
        {
            throw Error(name, $"inside it is {ImportSource.Quote(cellKind)}; SimpleRNNCell, GRUCell or LSTMCell was expected");
        }

        AddRecurrent(cellKind[..^"Cell".Length], file.Require(cell, "config", JsonKind.Object, "a cell's configuration"), config, name, weights.Paths(name, kind, OnePart), isBidirectional: false);
    }

    private void AddRecurrent(string kind, JsonValue config, JsonValue outer, string name, IReadOnlyList<string> paths, bool isBidirectional)
    {
        RequireSteps(name);
        RequireInputs(name);
        if (Flag(outer, "go_backwards", false))
        {
            throw Error(name, "'go_backwards' is not supported; a forward layer or Bidirectional was expected");
        }

        int units = Size(config, "units", name);
        bool hasBias = Flag(config, "use_bias", true);
        bool resetsAfter = Flag(config, "reset_after", true);
        RecurrentLayer layer = Layer(kind, config, name, units, hasBias, resetsAfter, isBidirectional);
        int perPass = hasBias ? 3 : 2;
        RequireCount(name, paths, perPass * layer.Passes.Count);
        int columns = layer.Gates * units;
        List<Tensor> tensors = [];
        for (int i = 0; i < layer.Passes.Count; i++)
        {
            float[] kernel = Read(name, paths, i * perPass, _size, columns);
            float[] recurrent = Read(name, paths, (i * perPass) + 1, units, columns);
            int[] biasShape = kind == "GRU" && resetsAfter ? [2, columns] : [columns];
            float[]? bias = hasBias ? Read(name, paths, (i * perPass) + 2, biasShape) : null;
            tensors.AddRange(KerasWeights.Tensors(layer, layer.Passes[i], kernel, recurrent, bias));
        }

        builder.Add(layer, tensors, paths);
        _size = layer.OutputSize;
        HasSteps = Flag(outer, "return_sequences", false);
        if (!HasSteps && isBidirectional)
        {
            builder.Add(new PoolingLayer(builder.NameLayer("pooling"), _size, PoolingMode.Final), [], []);
        }
    }

    private RecurrentLayer Layer(string kind, JsonValue config, string name, int units, bool hasBias, bool resetsAfter, bool isBidirectional)
    {
        ActivationFunction activation = ElementwiseOf(config, "activation", name, "tanh");
        ActivationFunction gate = kind == "SimpleRNN" ? Activation.Sigmoid : ElementwiseOf(config, "recurrent_activation", name, "sigmoid");
        BiasForm bias = !hasBias ? BiasForm.None : kind == "GRU" && resetsAfter ? BiasForm.Separate : BiasForm.Combined;
        RecurrentOptions options = new(bias, isBidirectional ? Direction.Bidirectional : Direction.Forward);
        string layer = builder.NameLayer(name);
        return kind switch
        {
            "SimpleRNN" => new RnnLayer(layer, _size, units, activation, options),
            "GRU" => new GruLayer(layer, _size, units, resetsAfter ? GruReset.After : GruReset.Before, activation, options, gate),
            _ => new LstmLayer(layer, _size, units, options: options, gateActivation: gate, activation: activation, cellActivation: activation),
        };
    }

    private void AddEmbedding(JsonValue config, string name, string kind)
    {
        IReadOnlyList<string> paths = weights.Paths(name, kind, LayerItself);
        RequireCount(name, paths, 1);
        if (Flag(config, "mask_zero", false))
        {
            builder.Note($"{ImportSource.Quote(name)} leaves out padding, token 0; here a sequence is run as long as it is, without padding");
        }

        int inputs = Size(config, "input_dim", name);
        int outputs = Size(config, "output_dim", name);
        EmbeddingLayer layer = new(builder.NameLayer(name), inputs, outputs);
        builder.Add(layer, [new Tensor(layer.Weight, [inputs, outputs], Read(name, paths, 0, inputs, outputs))], paths);
        _size = outputs;
    }

    private void AddBatchNorm(JsonValue config, string name, string kind)
    {
        RequireInputs(name);
        IReadOnlyList<string> paths = weights.Paths(name, kind, LayerItself);
        bool hasScale = Flag(config, "scale", true);
        bool hasCenter = Flag(config, "center", true);
        RequireCount(name, paths, 2 + (hasScale ? 1 : 0) + (hasCenter ? 1 : 0));
        int next = 0;
        float[]? gamma = hasScale ? Read(name, paths, next++, _size) : null;
        float[]? beta = hasCenter ? Read(name, paths, next++, _size) : null;
        float[] mean = Read(name, paths, next++, _size);
        float[] variance = Read(name, paths, next, _size);
        double epsilon = file.FindNumber(config, "epsilon") ?? KerasEpsilon;
        double[] scale = new double[_size];
        double[] shift = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            double spread = Math.Sqrt(variance[i] + epsilon);
            scale[i] = spread > 0 ? (gamma?[i] ?? 1.0) / spread : throw Error(name, $"variance {i} must be above 0");
            shift[i] = (beta?[i] ?? 0.0) - mean[i] * scale[i];
        }

        builder.AddAffine(scale, shift, paths);
    }

    // (x - mean) / sqrt(variance), the latter at least 1e-7; a count of the samples stands beside them.
    private void AddNormalization(string name, string kind)
    {
        const double Smallest = 1e-7;
        RequireInputs(name);
        IReadOnlyList<string> paths = weights.Paths(name, kind, LayerItself);
        if (paths.Count < 2)
        {
            throw Error(name, "its mean and variance are not among the weights; a layer that was adapted to data was expected");
        }

        float[] mean = Values(paths[0]);
        double[] scale = [.. Values(paths[1]).Select(variance => 1 / Math.Max(Math.Sqrt(variance), Smallest))];
        builder.AddAffine(scale, [.. scale.Select((factor, i) => -mean[i] * factor)], paths.Take(2));

        // One value a column, in a shape with sizes of 1 around it.
        float[] Values(string path) => weights.Read(path).Values is float[] values && values.Length == _size && values.All(float.IsFinite)
            ? values
            : throw Error(name, $"the array {ImportSource.Quote(path)} has not {_size} values");
    }

    private double[] Repeated(float value) => [.. Enumerable.Repeat((double)value, _size)];

    private void AddActivation(JsonValue config, string name, IReadOnlyList<string> sources)
    {
        builder.AddActivation(ActivationOf(config, "activation", name, "linear"), sources, _size);
    }

    private void AddActivationLayer(string kind, JsonValue config, string name)
    {
        float slope = file.FindNumber(config, "negative_slope") ?? file.FindNumber(config, "alpha") ?? (kind == "ELU" ? 1f : KerasLeakySlope);
        if (kind == "ReLU" && (file.FindNumber(config, "max_value") is not null || (file.FindNumber(config, "negative_slope") ?? 0) != 0 || (file.FindNumber(config, "threshold") ?? 0) != 0))
        {
            throw Error(name, "a ReLU with a largest value, a slope or a threshold is not supported; a plain one was expected");
        }

        ActivationFunction activation = kind switch
        {
            "ReLU" => Activation.Relu,
            "LeakyReLU" => new ActivationFunction(Activation.LeakyRelu, slope),
            "ELU" => new ActivationFunction(Activation.Elu, slope),
            _ => Activation.Softmax,
        };
        builder.AddActivation(activation, [name], _size);
    }

    private ActivationFunction ActivationOf(JsonValue config, string field, string name, string otherwise)
    {
        string word = file.FindString(config, field) ?? otherwise;
        return _activationNames.TryGetValue(word, out ActivationFunction? activation)
            ? activation
            : throw Error(name, $"its '{field}' {ImportSource.Quote(word)} is not supported; one of {string.Join(", ", _activationNames.Keys)} was expected");
    }

    private ActivationFunction ElementwiseOf(JsonValue config, string field, string name, string otherwise)
    {
        ActivationFunction activation = ActivationOf(config, field, name, otherwise);
        return activation.Kind.IsElementwise() ? activation : throw Error(name, $"its '{field}' is over all units; an activation of each unit alone was expected");
    }

    private void RequireSteps(string name)
    {
        if (!HasSteps)
        {
            throw Error(name, "it reads a sequence, but the layer before gives one output for the whole sequence ('return_sequences' is false there)");
        }
    }

    private void RequireInputs(string name)
    {
        if (_size is < 1 or > FieldReader.MaximumSize)
        {
            throw Error(name, $"the configuration does not say how many values it reads, from 1 to {FieldReader.MaximumSize}");
        }
    }
}
