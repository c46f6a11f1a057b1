namespace TinyRnn.Model;

/// <summary>The function phi that a layer applies to its pre-activations.</summary>
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
}

/// <summary>Properties of the activations that readers, emitters and the interpreter share.</summary>
internal static class Activations
{
    /// <summary>Whether each output depends on its own pre-activation alone.</summary>
    public static bool IsElementwise(this Activation activation) =>
        activation is not (Activation.Softmax or Activation.LogSoftmax);

    /// <summary>Whether it has a parameter alpha.</summary>
    public static bool HasAlpha(this Activation activation) => activation is Activation.LeakyRelu or Activation.Elu;
}
