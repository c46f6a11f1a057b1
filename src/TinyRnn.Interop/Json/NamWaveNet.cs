using TinyRnn.Model;

namespace TinyRnn.Interop.Json;

/// <summary>
/// The architecture WaveNet: arrays of layers. Each layer is a dilated causal convolution plus a matrix over the network's input, an activation or a
/// gate, and a residual connection. The sum of the layers' activations goes through the array's head to the next array, and in the end to the output.
/// What the convolutions remember is stored less its value in silence, which is folded into biases: memories of zeros are then those after silence, with
/// which players begin.
/// </summary>
internal sealed class NamWaveNet
{
    private readonly NetworkBuilder _builder;
    private readonly NamWeights _weights;

    private NamWaveNet(NetworkBuilder builder, NamWeights weights)
    {
        _builder = builder;
        _weights = weights;
    }

    /// <summary>Adds the network.</summary>
    /// <returns>The number of samples that an output reaches back.</returns>
    /// <exception cref="ImportException">Sizes and weights do not fit, or the file has something that is not known.</exception>
    public static int Read(JsonDocumentFile file, JsonValue config, NetworkBuilder builder)
    {
        NamReader.CheckFields(file, config, "a WaveNet", "layers", "head_scale");
        JsonValue layers = file.Require(config, "layers", JsonKind.Array, "an array of arrays of layers");
        Block[] blocks = [.. layers.Items.Select(layer => Block.Of(file, layer))];
        for (int i = 0; i < blocks.Length; i++)
        {
            int read = i == 0 ? blocks[0].Condition : blocks[i - 1].Channels;
            if (blocks[i].Inputs != read || blocks[i].Condition != blocks[0].Condition || (i > 0 && blocks[i].Channels != blocks[i - 1].Head))
            {
                throw file.Error(
                    layers.Items[i],
                    $"array {i} reads {blocks[i].Inputs} inputs and {blocks[i].Condition} conditions with {blocks[i].Channels} channels; {read} inputs, "
                        + $"{blocks[0].Condition} conditions{(i > 0 ? $" and {blocks[i - 1].Head} channels, the outputs of the head before," : "")} "
                        + "were expected");
            }
        }

        if (blocks.Length == 0)
        {
            throw file.Error(layers, "there is no array of layers; at least one was expected");
        }

        string said =
            $"{NamReader.Plural(blocks.Length, "array")} of {string.Join(" and ", blocks.Select(block => $"{block.Dilations.Length}"))} layers of "
                + $"{string.Join(" and ", blocks.Select(block => $"{block.Channels}"))} channels";
        NamWaveNet reader = new(builder, new NamWeights(file, blocks.Sum(block => block.Count) + 1, said));
        reader.Add(blocks);
        return blocks.Sum(block => (block.Kernel - 1) * block.Dilations.Sum());
    }

    private void Add(Block[] blocks)
    {
        Row value = new(Graph.InputName, new double[blocks[0].Inputs]);
        string? sum = null;
        for (int i = 0; i < blocks.Length; i++)
        {
            Block block = blocks[i];
            bool isLast = i == blocks.Length - 1;
            string prefix = blocks.Length == 1 ? "" : $"array{i + 1}_";
            value = AddRechannel(block, prefix + "rechannel", value);
            List<string> sums = sum is null ? [] : [sum];
            for (int layer = 0; layer < block.Dilations.Length; layer++)
            {
                bool isEnd = isLast && layer == block.Dilations.Length - 1;
                value = AddLayer(block, $"{prefix}layer{layer + 1}", value, block.Dilations[layer], sums, isEnd);
            }

            string whole = sums.Count == 1 ? sums[0] : Combined(prefix + "sum", CombineOperation.Add, block.Channels, sums);
            sum = AddHead(block, prefix + "head", whole, isLast);
        }
    }

    // Without a bias it gives its value less that in silence if it reads one.
    private Row AddRechannel(Block block, string name, Row value)
    {
        List<string> sources = [];
        DenseLayer dense = new(_builder.NameLayer(name), block.Inputs, block.Channels, bias: false) { Inputs = [value.Name] };
        float[] matrix = _weights.Take(block.Channels * block.Inputs, $"matrix [{block.Channels}, {block.Inputs}]", sources);
        _builder.Add(dense, [new Tensor(dense.Weight, [block.Channels, block.Inputs], matrix)], sources);
        return new Row(dense.Name, NamSilence.Product(matrix, value.Silence));
    }

    // Nothing reads the residual of the last layer.
    private Row AddLayer(Block block, string name, Row value, int dilation, List<string> sums, bool isEnd)
    {
        int channels = block.Channels;
        int rows = block.IsGated ? 2 * channels : channels;
        List<string> sources = [];
        float[] kernel = _weights.Take(rows * channels * block.Kernel, $"convolution [{rows}, {channels}, {block.Kernel}]", sources);
        float[] bias = _weights.Take(rows, $"bias [{rows}]", sources);
        float[] mixin = _weights.Take(rows * block.Condition, $"matrix over the input [{rows}, {block.Condition}]", sources);

        // The steps of the convolution, the oldest first, and the input beside them.
        int taps = block.Kernel * channels;
        float[] weight = new float[rows * (taps + block.Condition)];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < taps; i++)
            {
                weight[(row * (taps + block.Condition)) + i] = kernel[(((row * channels) + (i % channels)) * block.Kernel) + (i / channels)];
            }

            mixin.AsSpan(row * block.Condition, block.Condition).CopyTo(weight.AsSpan((row * (taps + block.Condition)) + taps));
        }

        double[] silent = NamSilence.Sum(weight, bias, [.. NamSilence.Repeated(value.Silence, block.Kernel), .. new double[block.Condition]]);
        string steps = value.Name;
        if (block.Kernel > 1)
        {
            steps = _builder.NameLayer(name + "_steps");
            int[] lags = DelayLayer.CausalLags(block.Kernel, dilation);
            if (DelayLayer.ProblemOf(channels, lags) is string problem)
            {
                throw _builder.Source.Error($"layer {ImportSource.Quote(name)}", problem);
            }

            _builder.Add(new DelayLayer(steps, channels, lags) { Inputs = [value.Name] }, [], []);
        }

        string convolved = _builder.NameLayer(name);
        bool isInKernel = !block.IsGated && block.Activation is not null;
        DenseLayer conv = new(convolved, taps + block.Condition, rows, isInKernel ? block.Activation : null) { Inputs = [steps, Graph.InputName] };
        Tensor folded = new(conv.BiasName, [rows], NamSilence.Rounded(silent));
        _builder.Add(conv, [new Tensor(conv.Weight, [rows, taps + block.Condition], weight), folded], sources);
        string active = block.IsGated ? Gated(block, name, convolved) : isInKernel ? convolved : Activated(block, name + "_activation", convolved, channels);
        sums.Add(active);
        if (isEnd)
        {
            _weights.Take((channels * channels) + channels, "residual of the last layer, which nothing reads", []);
            return value;
        }

        List<string> own = [];
        float[] matrix = _weights.Take(channels * channels, $"matrix [{channels}, {channels}]", own);
        double[] mixed = NamSilence.Product(matrix, InSilence(block, silent));
        DenseLayer dense = new(_builder.NameLayer(name + "_out"), channels, channels) { Inputs = [active] };
        float[] shift = _weights.Take(channels, $"bias [{channels}]", own);

        // Both sides of the sum lack their values in silence. Those of this side are the bias and the product, so only the latter is left to subtract.
        Tensor rest = new(dense.BiasName, [channels], NamSilence.Rounded([.. mixed.Select(each => -each)]));
        _builder.Add(dense, [new Tensor(dense.Weight, [channels, channels], matrix), rest], own);
        double[] silence = [.. value.Silence.Select((each, i) => each + mixed[i] + shift[i])];
        return new Row(Combined(name + "_residual", CombineOperation.Add, channels, [value.Name, dense.Name]), silence);
    }

    private static double[] InSilence(Block block, double[] sums) =>
        [
            .. sums.Take(block.Channels).Select((sum, i) =>
                NamActivation.Value(block.Activation, sum)
                    * (block.IsGated ? NamActivation.Value(Activation.Sigmoid, sums[block.Channels + i]) : 1))
        ];

    // The first half of the rows goes through the activation and is multiplied with the sigmoid of the second half.
    private string Gated(Block block, string name, string convolved)
    {
        int channels = block.Channels;
        string Half(string part, int first)
        {
            string own = _builder.NameLayer($"{name}_{part}");
            _builder.Add(new SelectLayer(own, 2 * channels, [.. Enumerable.Range(first, channels)]) { Inputs = [convolved] }, [], []);
            return own;
        }

        string active = Activated(block, name + "_activation", Half("value", 0), channels);
        string gate = _builder.NameLayer(name + "_gate");
        string half = Half("second", channels);
        _builder.Add(new ActivationLayer(gate, channels, Activation.Sigmoid) { Inputs = [half] }, [], []);
        return Combined(name + "_gated", CombineOperation.Multiply, channels, [active, gate]);
    }

    private string Activated(Block block, string name, string value, int channels)
    {
        string own = _builder.NameLayer(name);
        _builder.Add(NamActivation.AsLayer(block.Activation, own, channels).WithInputs([value]), [], []);
        return own;
    }

    private string AddHead(Block block, string name, string value, bool isLast)
    {
        List<string> sources = [];
        float[] weight = _weights.Take(block.Head * block.Channels, $"head [{block.Head}, {block.Channels}]", sources);
        float[] bias = block.HasHeadBias ? _weights.Take(block.Head, $"head's bias [{block.Head}]", sources) : [];
        if (isLast)
        {
            float scale = _weights.Take(1, "scale of the head", sources)[0];
            weight = [.. weight.Select(number => number * scale)];
            bias = [.. bias.Select(number => number * scale)];
        }

        DenseLayer head = new(_builder.NameLayer(name), block.Channels, block.Head, bias: block.HasHeadBias) { Inputs = [value] };
        Tensor matrix = new(head.Weight, [block.Head, block.Channels], weight);
        _builder.Add(head, block.HasHeadBias ? [matrix, new Tensor(head.BiasName, [block.Head], bias)] : [matrix], sources);
        return head.Name;
    }

    private string Combined(string name, CombineOperation operation, int size, IReadOnlyList<string> inputs)
    {
        string own = _builder.NameLayer(name);
        _builder.Add(new CombineLayer(own, operation, [.. inputs.Select(_ => size)]) { Inputs = inputs }, [], []);
        return own;
    }

    /// <summary>A row that a layer gives: its value less that in silence.</summary>
    private sealed record Row(string Name, double[] Silence);

    /// <summary>One array of layers.</summary>
    private sealed record Block(
        int Inputs, int Condition, int Channels, int Head, int Kernel, int[] Dilations, bool IsGated, bool HasHeadBias, ActivationFunction? Activation)
    {
        /// <summary>The number of its weights.</summary>
        public long Count
        {
            get
            {
                long rows = IsGated ? 2L * Channels : Channels;
                long layer = (rows * Channels * Kernel) + rows + (rows * Condition) + ((long)Channels * Channels) + Channels;
                return ((long)Channels * Inputs) + (Dilations.Length * layer) + ((long)Head * Channels) + (HasHeadBias ? Head : 0);
            }
        }

        public static Block Of(JsonDocumentFile file, JsonValue layer)
        {
            NamReader.CheckFields(
                file, layer, "an array of a WaveNet", "input_size", "condition_size", "head_size", "channels", "kernel_size", "dilations", "activation",
                    "gated", "head_bias");
            int kernel = NamReader.Size(file, layer, "kernel_size");
            int[] steps = NamActivation.Dilations(file, layer, kernel);
            return new Block(
                NamReader.Size(file, layer, "input_size"), NamReader.Size(file, layer, "condition_size"), NamReader.Size(file, layer, "channels"),
                NamReader.Size(file, layer, "head_size"),
                kernel, steps, (file.FindInteger(layer, "gated") ?? 0) != 0, (file.FindInteger(layer, "head_bias") ?? 0) != 0, NamActivation.Of(file, layer));
        }
    }
}
