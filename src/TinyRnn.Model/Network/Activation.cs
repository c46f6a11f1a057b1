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

    /// <summary>phi(a) = a where a is above 0, else alpha * a.</summary>
    LeakyRelu,

    /// <summary>phi(a) = a where a is above 0, else alpha * (exp(a) - 1) (Clevert et al. 2015).</summary>
    Elu,

    /// <summary>phi(a)_i = exp(a_i) / sum_j exp(a_j), over the whole output; the maximum is subtracted first.</summary>
    Softmax,

    /// <summary>phi(a)_i = a_i - log sum_j exp(a_j), over the whole output; the maximum is subtracted first.</summary>
    LogSoftmax,

    /// <summary>phi(a) = max(0, min(1, alpha * a + beta)).</summary>
    HardSigmoid,

    /// <summary>phi(a) = a where a is above alpha, else 0.</summary>
    ThresholdedRelu,

    /// <summary>phi(a) = alpha * tanh(beta * a).</summary>
    ScaledTanh,

    /// <summary>phi(a) = alpha * a + beta.</summary>
    Affine,

    /// <summary>phi(a) = a / (1 + |a|).</summary>
    Softsign,

    /// <summary>phi(a) = log(1 + exp(a)).</summary>
    Softplus,

    /// <summary>phi(a) = lambda * a where a is above 0, else lambda * alpha * (exp(a) - 1), lambda = 1.0507..., alpha = 1.6732... (Klambauer et al. 2017).</summary>
    Selu,
}

/// <summary>Properties of the activations that readers, emitters and the interpreter share.</summary>
internal static class Activations
{
    /// <summary>lambda of <see cref="Activation.Selu"/>.</summary>
    public const float SeluScale = 1.05070098f;

    /// <summary>alpha of <see cref="Activation.Selu"/>.</summary>
    public const float SeluAlpha = 1.67326324f;

    /// <summary>Whether each output depends on its own pre-activation alone.</summary>
    public static bool IsElementwise(this Activation activation) =>
        activation is not (Activation.Softmax or Activation.LogSoftmax);

    /// <summary>The version of the format that brought it.</summary>
    public static int FormatVersion(this Activation activation) => activation <= Activation.LogSoftmax ? 1 : NetworkReader.CellVersion;

    /// <summary>Whether it has a parameter alpha.</summary>
    public static bool HasAlpha(this Activation activation) =>
        activation is Activation.LeakyRelu or Activation.Elu or Activation.ThresholdedRelu || activation.HasBeta();

    /// <summary>Whether it has a parameter beta beside alpha.</summary>
    public static bool HasBeta(this Activation activation) =>
        activation is Activation.HardSigmoid or Activation.ScaledTanh or Activation.Affine;
}
