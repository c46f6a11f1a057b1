using TinyRnn.Interop.Json;
using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Adds the layers of a Keras model one after another.</summary>
/// <param name="file">The model's configuration.</param>
/// <param name="builder">Receives the layers.</param>
/// <param name="version">The major version of Keras that wrote the file.</param>
/// <param name="readsWindows">Whether the steps of an input with a fixed number of them are read at once.</param>
/// <param name="frames">The frames that are the network's steps; null if steps are rows.</param>
internal sealed class KerasLayerReader(JsonDocumentFile file, NetworkBuilder builder, int version, bool readsWindows, KerasFrames? frames)
{
    /// <summary>Describes zeros that only a convolution can read.</summary>
    public const string WaitingZeros = "the zeros of a ZeroPadding layer, but only a convolution may read these; remove the layer, or put a convolution "
        + "after it";

    private static readonly string[] OnePart = ["", "cell"];
    private static readonly string[] BothParts = ["forward_layer/cell", "backward_layer/cell"];
    private static readonly string[] InnerPart = ["layer"];
    private static readonly string[] LayerItself = [""];

    private readonly KerasLayers _layers = new(builder);
    private readonly HashSet<string> _precisions = [];

    private KerasActivations Activations => field ??= new KerasActivations(builder, _layers, version);

    private KerasInputs Inputs => field ??= new KerasInputs(file, builder, readsWindows, frames);

    private KerasOperations Operations => field ??= new KerasOperations(builder, _layers);

    private KerasRecurrent Recurrent => field ??= new KerasRecurrent(builder, _layers, Activations);

    private KerasShapes Shapes => field ??= new KerasShapes(builder, _layers, readsWindows);

    private KerasWindows Windows => field ??= new KerasWindows(_layers, Activations);

    /// <summary>The layer of the network that gives a result.</summary>
    public string NameOf(KerasValue value) => _layers.NameOf(value, []);

    /// <summary>The same result, where a waiting scaling has become a layer.</summary>
    public KerasValue Settled(KerasValue value) => _layers.Settled(value);

    /// <summary>Some of the values that the network reads, under the name of an input.</summary>
    public KerasValue Selected(KerasValue whole, string name, int start, int size) =>
        _layers.Add(whole, name, own => new SelectLayer(own, whole.Size, [.. Enumerable.Range(start, size)]), [name]);

    /// <summary>Axes and values of an input, if only its layer defines them.</summary>
    public KerasValue WithShape(KerasValue value, KerasSettings layer, JsonValue? built = null) => Inputs.WithShape(value, layer, built);

    /// <summary>Whether a layer may have several inputs.</summary>
    public static bool JoinsInputs(string className) => className is "Add" or "Subtract" or "Multiply" or "Divide" or "TrueDivide" or "Average" or "Maximum"
        or "Minimum" or "Concatenate" or "Dot" or "TFOpLambda";

    /// <summary>Adds a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">The arrays of the layer's model.</param>
    /// <param name="inputs">The results that it reads.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="hasMask">Whether the call passes a mask; null if Keras's rule decides.</param>
    /// <returns>Its output, followed by its hidden state if it has one.</returns>
    /// <exception cref="ImportException">The layer is of a kind that is not supported, or its fields or arrays do not fit it.</exception>
    public IReadOnlyList<KerasValue> Add(
        KerasSettings layer, KerasLayerWeights weights, IReadOnlyList<KerasValue> inputs, IReadOnlyList<KerasArgument> arguments, bool? hasMask)
    {
        if (layer.Class != "InputLayer" && layer.Precision() is string precision && _precisions.Add(precision))
        {
            builder.Note($"{ImportSource.Quote(layer.Name)} computes in {precision} in Keras; here in single precision");
        }

        KerasSite site = new(layer, layer, weights, LayerItself);
        if (JoinsInputs(layer.Class))
        {
            if (inputs.Any(input => input.IsPadded))
            {
                throw layer.Error($"it reads {WaitingZeros}");
            }

            return [Operations.Add(site, inputs, arguments)];
        }

        if (inputs.Count != 1 || arguments.Any(argument => argument.Tensor is null))
        {
            throw layer.Error(
                $"it is called with {(inputs.Count == 1 ? "an argument that is not a result of a layer" : $"{inputs.Count} results")}; only its input "
                    + "was expected");
        }

        // A frame has become a single row where a recurrent layer reads it.
        KerasValue value = inputs[0] is { IsFrame: true, Positions: 1 } row && KerasClasses.IsRecurrent(layer.Class)
            ? row with { Positions = null, IsFrame = false }
            : inputs[0];
        string own = layer.Class == "TimeDistributed" ? layer.Inner("layer").Class : layer.Class;
        if (value.IsPadded && !KerasClasses.IsOfWindows(own)
            && own is not ("ZeroPadding1D" or "ZeroPadding2D" or "Dropout" or "SpatialDropout1D" or "SpatialDropout2D" or "Identity"))
        {
            throw layer.Error($"it reads {WaitingZeros}");
        }

        if (value.Positions is not null && KerasClasses.IsRecurrent(layer.Class))
        {
            throw layer.Error($"it reads steps of {value.Positions} positions; a row of values at each step was expected");
        }

        IReadOnlyList<KerasValue> results = Of(site, value);
        return [.. results.Select(result => Masked(layer, value, result, hasMask))];
    }

    private IReadOnlyList<KerasValue> Of(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        switch (layer.Class)
        {
            case "InputLayer":
                return [value];
            case "TimeDistributed":
                return [TimeDistributed(site, value)];
            case "SimpleRNN" or "GRU" or "LSTM":
                return Recurrent.Add(site with { Parts = OnePart }, value);
            case "RNN":
                return Recurrent.AddCell(site with { Parts = OnePart }, value);
            case "Bidirectional":
                return [Recurrent.AddBidirectional(site with { Parts = BothParts }, value)];
            case "Embedding":
                return [Embedded(site, value)];
            case "GlobalAveragePooling2D" or "GlobalMaxPooling2D" when value is not { Positions: not null, Rate: KerasRate.Fixed }:
                throw site.Error("it pools over steps and positions together; within 'TimeDistributed' it would pool the positions of each step");
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D" or "GlobalAveragePooling2D" or "GlobalMaxPooling2D":
                site.RequireInputs(value);
                if (value is { Positions: not null, Rate: KerasRate.Fixed })
                {
                    bool isKept = layer.Flag("keepdims", false);
                    return
                    [
                        Windows.PooledWhole(site, value, layer.Class.StartsWith("GlobalMax", StringComparison.Ordinal)) with
                        {
                            Positions = isKept ? 1 : null,
                            Height = isKept ? value.Height is null ? null : 1 : null,
                            Rank = isKept ? value.Rank : 2,
                        }
                    ];
                }

                site.RequireSteps(value);
                KerasValue pooled = _layers.Add(
                    value, site.Name, name => new PoolingLayer(name, value.Size, layer.Class == "GlobalMaxPooling1D" ? PoolingMode.Max : PoolingMode.Mean),
                        [site.Name]);
                return [pooled with { Rate = KerasRate.AtEnd, Rank = layer.Flag("keepdims", false) ? 3 : 2, Steps = null, IsReversed = false }];
            case "Masking":
                string steps = FormattableString.Invariant($"steps of {layer.Number("mask_value") ?? 0f} only");
                builder.Note($"{ImportSource.Quote(site.Name)} skips padding, {steps}; here a sequence runs in its full length, without padding");
                return [_layers.Passed(value, [site.Name])];
            case "Flatten" or "Reshape" or "RepeatVector" or "Permute" or "ZeroPadding1D" or "ZeroPadding2D":
                return [Shapes.Add(site, value)];
            case string windows when KerasClasses.IsOfWindows(windows):
                return [Windows.Add(site, value)];
            default:
                return [AtStep(site, value)];
        }
    }

    // Layers that use only the values of a step.
    private KerasValue AtStep(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        switch (layer.Class)
        {
            case "Dense":
                return Dense(site, value);
            case "Activation":
                return Activations.Apply(site, value, "activation", [site.Name]);
            case "ReLU" or "LeakyReLU" or "ELU" or "ThresholdedReLU" or "Softmax":
                return Activations.ApplyLayer(site, value);
            case "PReLU":
                return Activations.ApplyPrelu(site, value);
            case "BatchNormalization":
                site.RequireInputs(value);
                layer.RequireLastAxis(value.Rank);
                site.RequireCount(2 + (layer.Flag("scale", true) ? 1 : 0) + (layer.Flag("center", true) ? 1 : 0));
                (double[] scale, double[] shift) = KerasNormalizations.BatchNorm(layer, value.Channels, i => site.Read(i, value.Channels));
                return _layers.Scaled(value, EachPosition(scale, value), EachPosition(shift, value), site.Paths);
            case "LayerNormalization":
                return LayerNorm(site, value);
            case "Normalization":
                return Normalized(site, value);
            case "Rescaling":
                site.RequireInputs(value);
                return _layers.Scaled(value, Repeated(layer.Number("scale") ?? 1f, value), Repeated(layer.Number("offset") ?? 0f, value), [site.Name]);
            case "Dropout" or "SpatialDropout1D" or "SpatialDropout2D" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization"
                or "Identity":
                // Layers that matter only in training.
                return _layers.Passed(value, [site.Name]);
            case "Conv3D" or "Conv1DTranspose" or "Conv2DTranspose" or "ConvLSTM1D" or "ConvLSTM2D" or "MaxPooling3D" or "AveragePooling3D":
                throw site.Error(
                    $"its class {ImportSource.Quote(layer.Class)}, which joins neighbouring steps, is not supported; export the model as ONNX, or remove "
                        + "the layer");
            default:
                throw site.Error(
                    $"its class {ImportSource.Quote(layer.Class)} is not supported; Dense, SimpleRNN, GRU, LSTM, Bidirectional, RNN of a cell, Embedding, "
                        + "TimeDistributed, a convolution, pooling, Flatten, Reshape, ZeroPadding, Activation, a normalization, Add, Concatenate or another "
                        + "join, or Dropout was expected");
        }
    }

    // The padding that Keras skips has no part in the network, but the notes say which layers skip it.
    private KerasValue Masked(KerasSettings layer, KerasValue read, KerasValue result, bool? hasMask)
    {
        switch (layer.Class)
        {
            case "Embedding" when layer.Flag("mask_zero", false):
                return result with { Mask = "token 0", HadMask = true };
            case "Masking":
                return result with { Mask = "steps", HadMask = true };
            case "SimpleRNN" or "GRU" or "LSTM" or "RNN" or "Bidirectional" or "GlobalAveragePooling1D":
                bool isMasked = hasMask ?? read.Mask is not null;
                if (read.HadMask && !isMasked)
                {
                    builder.Note(
                        $"{ImportSource.Quote(layer.Name)} reads padding that a layer before it skips, according to the file; here there is no padding, so it "
                            + "gives what Keras gives for sequences without padding");
                }
                else if (isMasked && read.IsAfterRecurrent && hasMask is null && version >= 3)
                {
                    builder.Note(
                        $"{ImportSource.Quote(layer.Name)} skips padding as well, but reads it in Keras since July 2026, where recurrent layers no "
                            + "longer pass the mask on; here there is no padding, so it gives what Keras gives for sequences without padding");
                }

                bool isRecurrent = layer.Class != "GlobalAveragePooling1D";
                bool hasSteps = result.Rate == KerasRate.EachStep;
                return result with
                {
                    Mask = hasSteps && isMasked ? read.Mask : null,
                    HadMask = hasSteps && read.HadMask,
                    IsAfterRecurrent = read.IsAfterRecurrent || isRecurrent,
                };
            default:
                return result;
        }
    }

    // The wrapper has the name, the inner layer everything else.
    private KerasValue Dense(KerasSite site, KerasValue value)
    {
        int outputs = site.Layer.Size("units");
        bool hasBias = site.Layer.Flag("use_bias", true);
        site.RequireCount(hasBias ? 2 : 1);
        site.RequireInputs(value);
        if (value.Positions is not null)
        {
            float[] kernel = site.Read(0, value.Channels, outputs);
            return Activations.Apply(
                site, Windows.DenseAtPositions(value, site.Name, outputs, kernel, hasBias ? site.Read(1, outputs) : null, site.Paths), "activation", []);
        }

        DenseLayer dense = new(_layers.NameLayer(site.Name), value.Size, outputs, bias: hasBias);
        List<Tensor> tensors =
        [
            new Tensor(dense.Weight, [outputs, value.Size], KerasWeights.Kernel(site.Read(0, value.Size, outputs), value.Size, outputs, 1))
        ];
        if (hasBias)
        {
            tensors.Add(new Tensor(dense.BiasName, [outputs], site.Read(1, outputs)));
        }

        return Activations.Apply(site, _layers.AddMatrix(value, dense, tensors, site.Paths), "activation", []);
    }

    private KerasValue TimeDistributed(KerasSite site, KerasValue value)
    {
        KerasSettings inner = site.Layer.Inner("layer");
        if (value.Positions is null)
        {
            site.RequireSteps(value);
        }

        bool isOfPositions = KerasClasses.IsOfWindows(inner.Class) || inner.Class is "Reshape" or "ZeroPadding1D" or "ZeroPadding2D"
            or "GlobalAveragePooling1D" or "GlobalMaxPooling1D" or "GlobalAveragePooling2D" or "GlobalMaxPooling2D";
        if (!isOfPositions && inner.Class is not ("Dense" or "Activation" or "ReLU" or "LeakyReLU" or "ELU" or "ThresholdedReLU" or "Softmax" or "PReLU"
            or "BatchNormalization" or "LayerNormalization" or "Dropout" or "SpatialDropout1D" or "SpatialDropout2D" or "Flatten"))
        {
            throw site.Error(
                $"its inner layer is {ImportSource.Quote(inner.Class)}; Dense, a convolution, pooling, Flatten, an activation, a normalization or Dropout was "
                    + "expected");
        }

        inner.Precision();
        KerasSite inside = site with { Layer = inner, Parts = InnerPart };
        if (inner.Class == "Flatten")
        {
            // A row of a frame, or of an image that is read at once, counts as a step there.
            return _layers.Passed(value, [site.Name]) with
            {
                Rank = value.Rank > 3 ? 3 : value.Rank,
                Positions = value.HasStepsOfPositions ? null : value.Height ?? value.Positions,
                Height = null,
            };
        }

        if (!isOfPositions)
        {
            return AtStep(inside, value with { Rank = Math.Max(0, value.Rank - 1) }) with { Rank = value.Rank };
        }

        if (value.IsFrame)
        {
            throw site.Error(
                $"the steps of this model are frames, because a convolution joins steps; it cannot have {ImportSource.Quote(inner.Class)} within "
                    + "'TimeDistributed'");
        }

        // The layer sees one step, as a window that is read at once; it may turn the step's row into such a window.
        if (value.Rate != KerasRate.EachStep || (value.Positions is null && inner.Class != "Reshape"))
        {
            throw site.Error($"its inner layer is {ImportSource.Quote(inner.Class)}; steps of positions or of images were expected");
        }

        KerasValue result = Of(inside, value with { Rank = Math.Max(0, value.Rank - 1), Rate = KerasRate.Fixed, Steps = null })[0];
        return result with { Rank = result.Rank + 1, Rate = value.Rate, Steps = value.Steps };
    }

    private KerasValue Embedded(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        if (value.Names is not [Graph.InputName])
        {
            throw site.Error("it reads tokens from one of several inputs, or values that were computed; tokens can only be the single input of a network");
        }

        site.RequireCount(1);
        if (layer.Flag("mask_zero", false))
        {
            if (builder.Options.Padding is not null || builder.Options.PadsBefore is not null)
            {
                (string length, string pad, string padding) = (builder.Options.Call("length"), builder.Options.Call("pad"), builder.Options.Call("padding"));
                throw site.Error($"it skips padding ('mask_zero'), so texts are not padded here; give {length} without {pad} and {padding}");
            }

            builder.Note($"{ImportSource.Quote(site.Name)} skips padding, token 0; here a sequence runs in its full length, without padding");
        }

        int inputs = layer.Size("input_dim");
        int outputs = layer.Size("output_dim");
        EmbeddingLayer table = new(_layers.NameLayer(site.Name), inputs, outputs);
        Tensor tensor = new(table.Weight, [inputs, outputs], site.Read(0, inputs, outputs));
        return _layers.AddMatrix(value, table, [tensor], site.Paths) with
        {
            Rank = value.Rank == 0 ? 0 : value.Rank + 1,
            Rate = KerasRate.EachStep,
            Steps = value.Rank == 2 && value.Size > 0 ? value.Size : null,
        };
    }

    private KerasValue LayerNorm(KerasSite site, KerasValue value)
    {
        const float KerasEpsilon = 1e-3f;
        KerasSettings layer = site.Layer;
        site.RequireInputs(value);
        layer.RequireLastAxis(value.Rank);
        bool hasScale = layer.Flag("scale", true);
        bool hasCenter = layer.Flag("center", true);
        site.RequireCount((hasScale ? 1 : 0) + (hasCenter ? 1 : 0));
        float[] scale = EachPosition(hasScale ? site.Read(0, value.Channels) : [.. Enumerable.Repeat(1f, value.Channels)], value);
        float[] shift = EachPosition(hasCenter ? site.Read(hasScale ? 1 : 0, value.Channels) : new float[value.Channels], value);
        bool isAffine = hasScale || hasCenter;
        float epsilon = layer.Number("epsilon") ?? KerasEpsilon;
        return epsilon < 0f ? throw layer.Error("its 'epsilon' is below 0") : _layers.Add(
            value, site.Name, name => new LayerNormLayer(name, value.Size, epsilon, value.Positions ?? 1, isAffine), isAffine ? site.Paths : [site.Name],
            name => isAffine ? [new Tensor(name + ".weight", [value.Size], scale), new Tensor(name + ".bias", [value.Size], shift)] : []);
    }

    private KerasValue Normalized(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        site.RequireInputs(value);
        layer.RequireLastAxis(value.Rank);
        List<string> sources = [site.Name];
        if (KerasNormalizations.Given(layer) is not (float[], float[]) given)
        {
            // The number of samples follows them.
            if (site.Paths.Count < 2)
            {
                throw layer.Error(
                    "its mean and variance are neither in the weights nor in its configuration; a layer adapted to data was expected");
            }

            sources = [.. site.Paths.Take(2)];
            given = (site.Weights.Read(site.Paths[0]).Values, site.Weights.Read(site.Paths[1]).Values);
        }

        (double[] scale, double[] shift) = KerasNormalizations.Normalization(layer, value.Channels, given.Item1, given.Item2);
        return _layers.Scaled(value, EachPosition(scale, value), EachPosition(shift, value), sources);
    }

    // Values for each channel, repeated for all positions of a window.
    private static T[] EachPosition<T>(T[] channels, KerasValue value) =>
        value.Positions is int positions ? [.. Enumerable.Repeat(channels, positions).SelectMany(one => one)] : channels;

    private static double[] Repeated(float number, KerasValue value) => [.. Enumerable.Repeat((double)number, value.Size)];
}
