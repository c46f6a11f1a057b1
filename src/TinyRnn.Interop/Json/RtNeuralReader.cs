using TinyRnn.Interop.Keras;
using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// Reads RTNeural's JSON, which Keras models are written to (https://github.com/jatinchowdhury18/RTNeural), with the additions of audio effects:
/// <c>in_skip</c>, <c>in_gain</c> and <c>out_gain</c> in dB, and a recorded run in <c>input_batch</c> and <c>output_batch</c>. With skip and gains y
/// = g_out (g_in x_0 + f(g_in x_0, knobs)); the recorded run contains only f and the skip, with all knobs at 0.
/// </summary>
internal sealed partial class RtNeuralReader
{
    private const float DefaultEpsilon = 0.01f;

    // With the default parameters of Keras 2, which RTNeural's script uses.
    private static readonly Dictionary<string, ActivationFunction> ActivationNames = Activations.All.Where(facts => facts.RtNeural is not null)
        .Select(facts => (Name: facts.RtNeural!, Function: new ActivationFunction(facts.Kind, facts.Keras?.AlphaBefore3)))
        .Append((Name: "", Function: new ActivationFunction(Activation.Identity)))
        .ToDictionary(one => one.Name, one => one.Function);

    private readonly JsonDocumentFile _file;
    private readonly NetworkBuilder _builder;
    private int _size;

    private RtNeuralReader(JsonDocumentFile file, NetworkBuilder builder)
    {
        _file = file;
        _builder = builder;
    }

    public static ImportResult Read(ImportSource source, JsonDocumentFile file, ImportOptions options)
    {
        JsonValue root = file.Root;
        double inGain = Gain(file.FindNumber(root, "in_gain"));
        double outGain = Gain(file.FindNumber(root, "out_gain"));
        int skip = file.FindInteger(root, "in_skip") ?? 0;
        bool hasGain = inGain != 1 || outGain != 1;
        bool hasRun = file.Find(root, "input_batch") is not null;
        ImportResult? plain = null;
        if (hasRun)
        {
            // The run was recorded without the gains, which the player adds.
            plain = Build(source, file, options, skip, 1, 1, addRun: true);
        }

        return plain is not null && !hasGain ? plain : Build(source, file, options, skip, inGain, outGain, addRun: false);
    }

    private static ImportResult Build(ImportSource source, JsonDocumentFile file, ImportOptions options, int skip, double inGain, double outGain, bool addRun)
    {
        NetworkBuilder builder = new(source, options, "RTNeural JSON") { Steps = OutputSteps.Every, SourceNoun = "layer" };
        RtNeuralReader reader = new(file, builder);
        reader._size = reader.InputSize();
        reader.AddGain(inGain, first: true);
        foreach (JsonValue layer in file.Require(file.Root, "layers", JsonKind.Array, "an array of layers").Items)
        {
            reader.AddLayer(layer, builder.Layers.Count);
        }

        reader.AddGain(outGain, first: false);
        if (skip != 0)
        {
            builder.Residual = skip == 1 && reader._size == 1
                ? new Residual([0], (float)(inGain * outGain))
                : throw source.Error($"'in_skip' is {skip} and the network has {reader._size} outputs; 0 or 1, and one output, were expected");
            builder.Note("the first input is added to the output ('in_skip')");
        }

        if (addRun)
        {
            reader.AddRun();
        }

        return builder.Build();
    }

    private static double Gain(float? decibels) => decibels is float value ? Math.Pow(10, value / 20.0) : 1;

    private int InputSize()
    {
        JsonValue shape = _file.Require(_file.Root, "in_shape", JsonKind.Array, "an array that ends in the number of inputs");
        return LastSize(shape, "in_shape");
    }

    // With four axes, the last two are features and the filters of each, which lie feature by feature.
    private int LastSize(JsonValue shape, string name)
    {
        int axes = shape.Items.Count == 4 ? 2 : 1;
        long size = shape.Items.Count == 0 ? 0 : 1;
        foreach (JsonValue item in shape.Items.Skip(shape.Items.Count - axes))
        {
            size = item.Kind == JsonKind.Number && item.TryGetInt32(_file.Text, out int one) && one > 0 ? Math.Min(int.MaxValue, size * one) : 0;
        }

        return size is > 0 and <= FieldReader.MaximumSize
            ? (int)size
            : throw _file.Error(
                shape, $"'{name}' must end in {(axes == 2 ? "two whole numbers whose product is" : "a whole number")} from 1 to {FieldReader.MaximumSize}");
    }

    private void AddGain(double gain, bool first)
    {
        if (gain == 1)
        {
            return;
        }

        // Only the sample is amplified, not the knobs beside it.
        double[] scale = [.. Enumerable.Range(0, _size).Select(i => first && i > 0 ? 1 : gain)];
        _builder.AddAffine(scale, new double[_size], [first ? "in_gain" : "out_gain"]);
    }

    private void AddLayer(JsonValue layer, int index)
    {
        string type = layer.Kind == JsonKind.Object
            ? _file.FindString(layer, "type") ?? ""
            : throw _file.Error(layer, $"a layer must be an object, not {layer.Describe()}");
        JsonValue weights = _file.Require(layer, "weights", JsonKind.Array, "an array of weights");
        int outputs = LastSize(_file.Require(layer, "shape", JsonKind.Array, "an array that ends in the number of outputs"), "shape");
        string source = $"layers[{index}] {type}";
        switch (type)
        {
            case "dense" or "time-distributed-dense":
                AddDense(layer, weights, outputs, source);
                break;
            case "gru" or "lstm":
                AddRecurrent(type, layer, weights, outputs, source);
                break;
            case "activation":
                RequireCount(weights, 0);
                RequireSame(layer, outputs, type);
                AddActivation(layer, [source]);
                break;
            case "batchnorm":
                RequireSame(layer, outputs, type);
                AddBatchNorm(layer, weights, source);
                break;
            case "conv1d":
                AddConvolution(layer, weights, outputs, source);
                break;
            case "conv2d":
                AddConvolutionOfFeatures(layer, weights, outputs, source);
                break;
            case "batchnorm2d":
                RequireSame(layer, outputs, type);
                AddBatchNorm(layer, weights, source, Size(layer, "num_filters_in"));
                break;
            case "prelu":
                RequireSame(layer, outputs, type);
                AddPRelu(weights, source);
                break;
            default:
                throw _file.Error(
                    layer,
                    $"layer {index} is of the type {ImportSource.Quote(type)}; dense, time-distributed-dense, gru, lstm, conv1d, conv2d, activation, "
                        + "batchnorm, batchnorm2d or prelu was expected");
        }

        _size = outputs;
    }

    private void AddDense(JsonValue layer, JsonValue weights, int outputs, string source)
    {
        if (weights.Items.Count is not (1 or 2))
        {
            throw _file.Error(weights, $"a dense layer needs a kernel, with or without a bias, not {weights.Items.Count} arrays");
        }

        string name = _builder.NameLayer("dense");
        float[] kernel = _file.Numbers(weights.Items[0], [_size, outputs]);
        DenseLayer dense = new(name, _size, outputs, bias: weights.Items.Count == 2);
        List<Tensor> tensors = [new Tensor(dense.Weight, [outputs, _size], KerasWeights.Kernel(kernel, _size, outputs, 1))];
        if (dense.Bias)
        {
            tensors.Add(new Tensor(dense.BiasName, [outputs], Vector(weights.Items[1], outputs)));
        }

        _builder.Add(dense, tensors, [source]);
        _size = outputs;
        AddActivation(layer, []);
    }

    private void AddRecurrent(string type, JsonValue config, JsonValue weights, int units, string source)
    {
        RequireCount(weights, 3);
        string name = _builder.NameLayer(type);
        ActivationFunction activation = ElementwiseOf(config, "activation", "tanh");
        ActivationFunction gate = ElementwiseOf(config, "recurrent_activation", "sigmoid");
        RecurrentLayer layer = type == "gru"
            ? new GruLayer(name, _size, units, activation: activation, gateActivation: gate)
            : new LstmLayer(
                name, _size, units, options: new RecurrentOptions(BiasForm.Combined), gateActivation: gate, activation: activation, cellActivation: activation);
        int columns = layer.Gates * units;
        float[] kernel = _file.Numbers(weights.Items[0], [_size, columns]);
        float[] recurrent = _file.Numbers(weights.Items[1], [units, columns]);
        float[] bias = type == "gru" ? _file.Numbers(weights.Items[2], [2, columns]) : Vector(weights.Items[2], columns);
        _builder.Add(layer, KerasWeights.Tensors(layer, layer.Directions[0], kernel, recurrent, bias), [source]);
    }

    private void AddActivation(JsonValue layer, IReadOnlyList<string> sources)
    {
        _builder.AddActivation(ActivationOf(layer, _file.FindString(layer, "activation") ?? ""), sources, _size);
    }

    private ActivationFunction ActivationOf(JsonValue layer, string word) => ActivationNames.TryGetValue(word, out ActivationFunction? activation)
        ? activation
        : throw _file.Error(
            layer,
            $"the activation {ImportSource.Quote(word)} is unknown; one of {string.Join(", ", ActivationNames.Keys.Where(key => key.Length > 0))} "
                + "was expected");

    // The word is empty if the writer had no name for the activation.
    private ActivationFunction ElementwiseOf(JsonValue layer, string field, string otherwise)
    {
        string word = _file.FindString(layer, field) is string given and not "" ? given : otherwise;
        ActivationFunction activation = ActivationOf(layer, word);
        return activation.Kind.IsElementwise()
            ? activation
            : throw _file.Error(layer, $"the activation {ImportSource.Quote(word)} is computed over all units; an elementwise activation was expected");
    }

    // Every filter of the features is normalised in the same way.
    private void AddBatchNorm(JsonValue layer, JsonValue weights, string source, int? filters = null)
    {
        int size = filters ?? _size;
        if (_size % size != 0)
        {
            throw _file.Error(layer, $"a batch normalisation has {size} filters, which do not divide {_size} values");
        }

        if (weights.Items.Count is not (2 or 4))
        {
            throw _file.Error(weights, $"a batch normalisation needs gamma, beta, mean and variance, or only the last two, not {weights.Items.Count} arrays");
        }

        float[][] rows = [.. weights.Items.Select(item => Vector(item, size))];
        float[] mean = rows[^2];
        float[] variance = rows[^1];
        double epsilon = _file.FindNumber(layer, "epsilon") ?? DefaultEpsilon;
        double[] scale = new double[size];
        double[] shift = new double[size];
        for (int i = 0; i < size; i++)
        {
            double spread = Math.Sqrt(variance[i] + epsilon);
            if (!(spread > 0))
            {
                throw _file.Error(weights, $"variance {i} of a batch normalisation must be above 0");
            }

            scale[i] = (rows.Length == 4 ? rows[0][i] : 1.0) / spread;
            shift[i] = (rows.Length == 4 ? rows[1][i] : 0.0) - mean[i] * scale[i];
        }

        _builder.AddAffine([.. Features(scale)], [.. Features(shift)], [source]);

        IEnumerable<double> Features(double[] each) => Enumerable.Repeat(each, _size / size).SelectMany(one => one);
    }

    private void AddPRelu(JsonValue weights, string source)
    {
        RequireCount(weights, 1);
        int[] shape = _file.Shape(weights.Items[0]);
        float[] slopes = _file.Numbers(weights.Items[0], shape);
        if (slopes.Length != _size && slopes.Length != 1)
        {
            throw _file.Error(weights, $"a prelu has {slopes.Length} slopes; one for each of the {_size} values, or one for all, was expected");
        }

        if (Array.TrueForAll(slopes, slope => slope == slopes[0]))
        {
            _builder.AddActivation(new ActivationFunction(Activation.LeakyRelu, slopes[0]), [source], _size);
            return;
        }

        PreluLayer prelu = new(_builder.NameLayer("prelu"), _size);
        _builder.Add(prelu, [new Tensor(prelu.Weight, [_size], slopes)], [source]);
    }

    private void AddRun()
    {
        JsonValue input = _file.Require(_file.Root, "input_batch", JsonKind.Array, "an array of samples");
        JsonValue output = _file.Require(_file.Root, "output_batch", JsonKind.Array, "an array of samples");
        float[] samples = _file.Numbers(input, _file.Shape(input));
        float[] expected = _file.Numbers(output, _file.Shape(output));
        int inputs = _builder.Layers[0].InputSize;
        if (samples.Length != expected.Length || samples.Length == 0)
        {
            throw _file.Error(
                output, $"'output_batch' has {expected.Length} samples and 'input_batch' {samples.Length}; the same number was expected, at least one");
        }

        float[] values = new float[samples.Length * inputs];
        for (int i = 0; i < samples.Length; i++)
        {
            values[i * inputs] = samples[i];
        }

        _builder.AddTestVector(TestVector.OfValues(values, expected));
    }

    // RTNeural's own writer sometimes nests a bias in one more array.
    private float[] Vector(JsonValue value, int size) =>
        value.Kind == JsonKind.Array && value.Items.Count == 1 && size > 1 && value.Items[0].Kind == JsonKind.Array
            ? _file.Numbers(value.Items[0], [size])
            : _file.Numbers(value, [size]);

    private void RequireCount(JsonValue weights, int count)
    {
        if (weights.Items.Count != count)
        {
            throw _file.Error(weights, $"{count} arrays of weights were expected, not {weights.Items.Count}");
        }
    }

    private void RequireSame(JsonValue layer, int outputs, string type)
    {
        if (outputs != _size)
        {
            throw _file.Error(layer, $"a layer of the type '{type}' must give as many values as it reads: {_size}, not {outputs}");
        }
    }
}
