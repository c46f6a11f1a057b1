namespace TinyRnn.Model;

/// <summary>Which biases a recurrent layer has.</summary>
public enum BiasForm
{
    /// <summary>No bias.</summary>
    None,

    /// <summary>One bias for both products, as in the formula: <c>bias</c>.</summary>
    Combined,

    /// <summary>One bias on the input product and one on the recurrent product, as in PyTorch: <c>bias_ih</c>, <c>bias_hh</c>.</summary>
    Separate,
}
