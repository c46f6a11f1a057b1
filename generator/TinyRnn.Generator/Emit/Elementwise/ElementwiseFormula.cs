using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>The formula of an elementwise layer: a result is computed from the values at the same position of several rows.</summary>
internal abstract class ElementwiseFormula
{
    /// <summary>Rows of constants; their values are the operands after those that are read.</summary>
    public virtual IReadOnlyList<FloatTable> Constants => [];

    /// <summary>Whether a layer has a formula.</summary>
    public static bool IsOf(Layer layer) => layer is ActivationLayer or FunctionLayer or CombineLayer or ScaleLayer or PreluLayer;

    /// <summary>The formula of a layer that has one.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name as an identifier.</param>
    /// <param name="network">The network.</param>
    public static ElementwiseFormula Of(Layer layer, string name, Network network) => layer switch
    {
        ActivationLayer activation => new ActivationFormula(activation.Activation),
        FunctionLayer function => new FunctionFormula(function),
        CombineLayer combine => new CombineFormula(combine),
        ScaleLayer scale => new ScaleFormula(scale, name, network),
        PreluLayer prelu => new PreluFormula(prelu, name, network),
        _ => throw new NotSupportedException($"the generator knows no formula for {layer}"),
    };

    /// <summary>An expression for a vector of results.</summary>
    /// <param name="operands">Names of vectors, those of constants last.</param>
    /// <param name="vector">The class of the vector width.</param>
    public abstract string Of(IReadOnlyList<string> operands, string vector);
}
