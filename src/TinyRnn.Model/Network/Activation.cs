namespace TinyRnn.Model;

/// <summary>The kinds of functions phi that layers apply to their pre-activations; some have parameters, see <see cref="ActivationFunction"/>.</summary>
public enum Activation
{
    /// <summary>phi(a) = a.</summary>
    Identity,

    /// <summary>phi(a) = tanh(a).</summary>
    Tanh,

    /// <summary>phi(a) = max(a, 0).</summary>
    Relu,

    /// <summary>phi(a) = 1 / (1 + exp(-a)).</summary>
    Sigmoid,

    /// <summary>phi(a) = a if a is above 0, else alpha * a.</summary>
    LeakyRelu,

    /// <summary>phi(a) = a if a is above 0, else alpha * (exp(a) - 1) (Clevert et al. 2015).</summary>
    Elu,

    /// <summary>phi(a)_i = exp(a_i) / sum_j exp(a_j), over the whole output; the maximum is subtracted first.</summary>
    Softmax,

    /// <summary>phi(a)_i = a_i - log sum_j exp(a_j), over the whole output; the maximum is subtracted first.</summary>
    LogSoftmax,

    /// <summary>phi(a) = max(0, min(1, alpha * a + beta)).</summary>
    HardSigmoid,

    /// <summary>phi(a) = a if a is above alpha, else 0.</summary>
    ThresholdedRelu,

    /// <summary>phi(a) = alpha * tanh(beta * a).</summary>
    ScaledTanh,

    /// <summary>phi(a) = alpha * a + beta.</summary>
    Affine,

    /// <summary>phi(a) = a / (1 + |a|).</summary>
    Softsign,

    /// <summary>phi(a) = log(1 + exp(a)).</summary>
    Softplus,

    /// <summary>
    /// phi(a) = lambda * a if a is above 0, else lambda * alpha * (exp(a) - 1), lambda = 1.0507..., alpha = 1.6732... (Klambauer et al. 2017).
    /// </summary>
    Selu,
}

/// <summary>
/// The table of the activations. One row holds everything that readers, interpreter, importers and exporters know about an activation. Only its
/// vector form is elsewhere: in the generator, and with its slope in the trainer.
/// </summary>
internal static class Activations
{
    /// <summary>lambda of <see cref="Activation.Selu"/>.</summary>
    public const float SeluScale = 1.05070098f;

    /// <summary>alpha of <see cref="Activation.Selu"/>.</summary>
    public const float SeluAlpha = 1.67326324f;

    // Far below the point where a sigmoid becomes 0 in single precision.
    private const float Far = -200f;

    /// <summary>All activations, in the order in which messages list their words.</summary>
    public static IReadOnlyList<ActivationFacts> All { get; } =
    [
        new(Activation.Identity, "identity", (a, _, _) => a)
        {
            FormatVersion = 1, Onnx = "Identity", Keras = new("linear"), RtNeural = "linear",
        },
        new(Activation.Tanh, "tanh", (a, _, _) => Math.Tanh(a))
        {
            FormatVersion = 1, Range = (_, _) => (-1f, 1f), Onnx = "Tanh", OnnxInCells = "Tanh", Keras = new("tanh"), RtNeural = "tanh",
        },
        new(Activation.Relu, "relu", (a, _, _) => Math.Max(a, 0))
        {
            FormatVersion = 1, Onnx = "Relu", OnnxInCells = "Relu", Keras = new("relu"), RtNeural = "relu",
        },
        new(Activation.Sigmoid, "sigmoid", (a, _, _) => 1 / (1 + Math.Exp(-a)))
        {
            FormatVersion = 1, Range = (_, _) => (0f, 1f), Zero = (_, _) => Far,
            Onnx = "Sigmoid", OnnxInCells = "Sigmoid", Keras = new("sigmoid"), RtNeural = "sigmoid",
        },
        new(Activation.LeakyRelu, "leaky-relu", (a, alpha, _) => a > 0 ? a : alpha * a)
        {
            FormatVersion = 1, Alpha = 0.01f, Onnx = "LeakyRelu", OnnxInCells = "LeakyRelu", Keras = new("leaky_relu", 0.2f, 0.2f),
        },
        new(Activation.Elu, "elu", (a, alpha, _) => Elu(a, alpha))
        {
            FormatVersion = 1, Alpha = 1f, Onnx = "Elu", OnnxInCells = "Elu", Keras = new("elu"), RtNeural = "elu",
        },
        new(Activation.Softmax, "softmax", null)
        {
            FormatVersion = 1, Range = (_, _) => (0f, 1f), Onnx = "Softmax", Keras = new("softmax"), RtNeural = "softmax",
        },
        new(Activation.LogSoftmax, "log-softmax", null)
        {
            FormatVersion = 1, Onnx = "LogSoftmax", Keras = new("log_softmax"),
        },
        new(Activation.HardSigmoid, "hard-sigmoid", (a, alpha, beta) => Math.Min(Math.Max((alpha * a) + beta, 0), 1))
        {
            FormatVersion = NetworkReader.CellVersion, Alpha = 0.2f, Beta = 0.5f, Range = (_, _) => (0f, 1f),
            Zero = (alpha, beta) => alpha > 0f ? -(beta + 1f) / alpha : null,
            Onnx = "HardSigmoid", OnnxInCells = "HardSigmoid", Keras = new("hard_sigmoid", 1f / 6f, 0.2f), RtNeural = "hard_sigmoid",
        },
        new(Activation.ThresholdedRelu, "thresholded-relu", (a, alpha, _) => a <= alpha ? 0 : a)
        {
            FormatVersion = NetworkReader.CellVersion, Alpha = 1f, Onnx = "ThresholdedRelu", OnnxInCells = "ThresholdedRelu",
        },

        // Rounded in between, like a product in single precision.
        new(Activation.ScaledTanh, "scaled-tanh", (a, alpha, beta) => alpha * (float)Math.Tanh((float)(beta * a)))
        {
            FormatVersion = NetworkReader.CellVersion, Alpha = 1f, Beta = 1f, Range = (alpha, _) => alpha != 0f ? (-Math.Abs(alpha), Math.Abs(alpha)) : null,
            OnnxInCells = "ScaledTanh",
        },
        new(Activation.Affine, "affine", (a, alpha, beta) => (alpha * a) + beta)
        {
            FormatVersion = NetworkReader.CellVersion, Alpha = 1f, Beta = 0f, Zero = (_, beta) => beta == 0f ? 0f : null, OnnxInCells = "Affine",
        },

        // This covers infinity too: infinity divided by itself would be NaN.
        new(Activation.Softsign, "softsign", (a, _, _) => 1 / ((1 / a) + (a < 0 ? -1 : 1)))
        {
            FormatVersion = NetworkReader.CellVersion, Range = (_, _) => (-1f, 1f),
            Onnx = "Softsign", OnnxInCells = "Softsign", Keras = new("softsign"), RtNeural = "softsign",
        },

        // exp(a) would be infinite for a large a.
        new(Activation.Softplus, "softplus", (a, _, _) => Math.Max(a, 0) + LogOf1Plus(Math.Exp(-Math.Abs(a))))
        {
            FormatVersion = NetworkReader.CellVersion, Zero = (_, _) => Far,
            Onnx = "Softplus", OnnxInCells = "Softplus", Keras = new("softplus"), RtNeural = "softplus",
        },
        new(Activation.Selu, "selu", (a, _, _) => SeluScale * (double)(float)Elu(a, SeluAlpha))
        {
            FormatVersion = NetworkReader.CellVersion, Onnx = "Selu", OnnxConstants = [("alpha", SeluAlpha), ("gamma", SeluScale)],
            Keras = new("selu"), RtNeural = "selu",
        },
    ];

    private static readonly Dictionary<Activation, ActivationFacts> ByKind = All.ToDictionary(facts => facts.Kind);

    /// <summary>The row of an activation.</summary>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public static ActivationFacts Of(Activation activation) =>
        ByKind.TryGetValue(activation, out ActivationFacts? facts)
            ? facts
            : throw new ArgumentException($"there is no activation {activation}", nameof(activation));

    /// <summary>Whether each output depends only on its own pre-activation.</summary>
    public static bool IsElementwise(this Activation activation) => Of(activation).Value is not null;

    /// <summary>The format version that added the activation.</summary>
    public static int FormatVersion(this Activation activation) => Of(activation).FormatVersion;

    /// <summary>Whether it has a parameter alpha.</summary>
    public static bool HasAlpha(this Activation activation) => Of(activation).Alpha is not null;

    /// <summary>Whether it has a parameter beta as well as alpha.</summary>
    public static bool HasBeta(this Activation activation) => Of(activation).Beta is not null;

    /// <summary>log(1 + x) for x from 0 to 1; below 1e-8 it equals x in single precision.</summary>
    public static double LogOf1Plus(double x) => x < 1e-8 ? x : Math.Log(1 + x);

    // exp(2 x) - 1 = 2 tanh(x) / (1 - tanh(x)); this difference loses no digits.
    private static double Elu(double a, double alpha)
    {
        double half = Math.Tanh(a / 2);
        return a > 0 ? a : alpha * (2 * half / (1 - half));
    }
}
