using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Elementwise;

/// <summary>phi(x); a soft-max follows later, over the whole row.</summary>
internal sealed class ActivationFormula(ActivationFunction activation) : ElementwiseFormula
{
    public override string Of(IReadOnlyList<string> operands, string vector) => VectorActivations.Of(activation, operands[0]);
}
