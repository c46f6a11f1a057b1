namespace TinyRnn.Model;

/// <summary>Which biases a recurrent layer has.</summary>
public enum BiasForm
{
    /// <summary>None.</summary>
    None,

    /// <summary>One for both products, as in the formula: <c>bias</c>.</summary>
    Combined,

    /// <summary>One on the input product and one on the recurrent product, as in PyTorch: <c>bias_ih</c>, <c>bias_hh</c>.</summary>
    Separate,
}
