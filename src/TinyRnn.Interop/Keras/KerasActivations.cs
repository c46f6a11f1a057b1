using TinyRnn.Model;

namespace TinyRnn.Interop.Keras;

/// <summary>Keras's activations by their names.</summary>
/// <param name="builder">Receives the layers.</param>
/// <param name="layers">Adds layers with one input.</param>
/// <param name="version">The major version of Keras that wrote the file.</param>
internal sealed class KerasActivations(NetworkBuilder builder, KerasLayers layers, int version)
{
    private const float KerasLeakySlope = 0.3f;
    private const float SixthPart = 1f / 6f;
    private const float Six = 6f;

    // Functions that use x twice, and functions that cannot be the activation of a layer with a matrix.
    private static readonly string[] Others = ["relu6", "exponential", "silu", "swish", "hard_silu", "hard_swish", "mish", "tanh_shrink"];

    private readonly Dictionary<string, ActivationFunction> _names = Activations.All.Where(facts => facts.Keras is not null).ToDictionary(
        facts => facts.Keras!.Name, facts => new ActivationFunction(facts.Kind, version >= 3 ? facts.Keras!.Alpha : facts.Keras!.AlphaBefore3));

    /// <summary>The activation that a field of a layer names, applied to a result.</summary>
    public KerasValue Apply(KerasSite site, KerasValue value, string field, IReadOnlyList<string> sources)
    {
        // Over the values of a step, like Keras's soft-max along the last axis.
        site.RequireInputs(value);
        string word = Word(site.Layer, field, "linear");
        if (value.Positions > 1 && word is "softmax" or "log_softmax")
        {
            throw site.Error(
                $"its '{field}' {ImportSource.Quote(word)} is computed over the values of each position of a window; an elementwise activation was expected");
        }

        return Array.IndexOf(Others, word) >= 0
            ? Apply(word, value, sources)
            : layers.Activated(value, Named(site.Layer, field, word, [.. _names.Keys, .. Others]), sources);
    }

    /// <summary>The activation of a cell.</summary>
    public ActivationFunction OfCell(KerasSettings layer, string field, string otherwise)
    {
        ActivationFunction activation = Named(layer, field, Word(layer, field, otherwise), _names.Keys);
        return activation.Kind.IsElementwise()
            ? activation
            : throw layer.Error($"its '{field}' is computed over all units; an elementwise activation was expected");
    }

    /// <summary>The layers that consist of an activation.</summary>
    public KerasValue ApplyLayer(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        site.RequireInputs(value);
        if (layer.Class == "ReLU")
        {
            return ApplyRelu(site, value);
        }

        if (layer.Class == "Softmax")
        {
            layer.RequireLastAxis(value.Rank);
            if (value.Positions > 1)
            {
                throw site.Error("it is computed over the values of each position of a window; an elementwise activation was expected");
            }
        }

        float slope = layer.Number("negative_slope") ?? layer.Number("alpha") ?? (layer.Class == "ELU" ? 1f : KerasLeakySlope);
        ActivationFunction activation = layer.Class switch
        {
            "LeakyReLU" => new ActivationFunction(Activation.LeakyRelu, slope),
            "ELU" => new ActivationFunction(Activation.Elu, slope),
            "ThresholdedReLU" => new ActivationFunction(Activation.ThresholdedRelu, layer.Number("theta") ?? 1f),
            _ => Activation.Softmax,
        };
        return layers.Activated(value, activation, [site.Name]);
    }

    /// <summary>A layer with its own slopes: one for each value, or one for all.</summary>
    public KerasValue ApplyPrelu(KerasSite site, KerasValue value)
    {
        site.RequireInputs(value);
        site.RequireCount(1);
        (int[] shape, float[] slopes) = site.Weights.Read(site.Paths[0]);
        bool isWhole = value.Positions is int positions && shape.SequenceEqual([positions, value.Channels]);
        if (!isWhole && (shape.Length == 0 || shape[..^1].Any(size => size != 1) || (shape[^1] != value.Channels && shape[^1] != 1)))
        {
            throw site.Error(
                $"its slopes have the shape {KerasSite.Shape(shape)}; [{value.Channels}], the same at each step ('shared_axes' [1]), or one for all "
                    + "was expected");
        }

        float[] each = [.. Enumerable.Range(0, value.Size).Select(i => slopes[isWhole ? i : shape[^1] == 1 ? 0 : i % value.Channels])];
        return layers.Add(value, site.Name, name => new PreluLayer(name, value.Size), site.Paths, name => [new Tensor(name + ".weight", [value.Size], each)]);
    }

    // max_value for large x, x above the threshold, else slope * (x - threshold).
    private KerasValue ApplyRelu(KerasSite site, KerasValue value)
    {
        KerasSettings layer = site.Layer;
        float slope = layer.Number("negative_slope") ?? 0f;
        float threshold = layer.Number("threshold") ?? 0f;
        if ((slope != 0f && threshold != 0f) || (layer.Number("max_value") is float limit && (limit < 0f || limit < threshold)))
        {
            throw layer.Error("a ReLU with a slope and a threshold, or with a largest value below 0 or below its threshold, is not supported");
        }

        ActivationFunction activation = slope != 0f ? new ActivationFunction(Activation.LeakyRelu, slope)
            : threshold != 0f ? new ActivationFunction(Activation.ThresholdedRelu, threshold)
            : Activation.Relu;
        if (layer.Number("max_value") is not float most)
        {
            return layers.Activated(value, activation, [site.Name]);
        }

        bool isPlain = activation.Kind == Activation.Relu;
        KerasValue before = isPlain ? value : layers.Activated(value, activation, [site.Name]);
        return Clipped(before, isPlain ? 0f : float.MinValue, most, [site.Name]);
    }

    private KerasValue Clipped(KerasValue value, float low, float high, IReadOnlyList<string> sources) =>
        layers.Add(value, "clip", name => new FunctionLayer(name, value.Size, Function.Clip, low, high), sources);

    private KerasValue Apply(string word, KerasValue value, IReadOnlyList<string> sources)
    {
        switch (word)
        {
            case "relu6":
                return Clipped(value, 0f, Six, sources);
            case "exponential":
                return layers.Add(value, "exp", name => new FunctionLayer(name, value.Size, Function.Exp), sources);
        }

        // From here on the result is read twice.
        KerasValue x = value.As(layers.NameOf(value, sources), value.Size) with { IsShared = true };
        KerasValue factor = word switch
        {
            "mish" => layers.Activated(layers.Activated(x, Activation.Softplus, sources), Activation.Tanh, sources),
            "tanh_shrink" => layers.Activated(x, Activation.Tanh, sources),
            "hard_silu" or "hard_swish" => layers.Activated(x, new ActivationFunction(Activation.HardSigmoid, SixthPart, 0.5f), sources),
            _ => layers.Activated(x, Activation.Sigmoid, sources),
        };
        CombineOperation operation = word == "tanh_shrink" ? CombineOperation.Subtract : CombineOperation.Multiply;
        string own = layers.NameLayer(word);
        builder.Add(new CombineLayer(own, operation, x.Size, x.Size) { Inputs = [x.Names[0], factor.Names[0]] }, [], sources);
        return value.As(own, value.Size);
    }

    // Keras's None means linear; a missing field does not mean that.
    private static string Word(KerasSettings layer, string field, string otherwise)
    {
        JsonValue? value = layer.File.Find(layer.Config, field);
        if (value is { Kind: JsonKind.Object })
        {
            // A function of Keras, written with its module, such as {"class_name": "function", "config": "relu"}.
            return layer.File.FindString(value, "config") ?? throw layer.Error($"its '{field}' is not a function of Keras");
        }

        return layer.Text(field) ?? (value is null ? otherwise : "linear");
    }

    private ActivationFunction Named(KerasSettings layer, string field, string word, IEnumerable<string> expected) =>
        _names.TryGetValue(word, out ActivationFunction? activation)
            ? activation
            : throw layer.Error($"its '{field}' {ImportSource.Quote(word)} is not supported; one of {string.Join(", ", expected)} was expected");
}
