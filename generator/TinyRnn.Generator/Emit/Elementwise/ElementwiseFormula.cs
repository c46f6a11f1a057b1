using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>What is made of values that stand at the same place of their rows.</summary>
internal abstract class ElementwiseFormula
{
    /// <summary>Rows of constants, whose values are operands behind those that are read.</summary>
    public virtual IReadOnlyList<FloatTable> Constants => [];

    /// <summary>An expression for a vector of results.</summary>
    /// <param name="operands">Names of vectors, those of constants last.</param>
    /// <param name="vector">The class of the vector width.</param>
    public abstract string Of(IReadOnlyList<string> operands, string vector);
}
