using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>result = phi(start + W x): a dense layer, the input product of a recurrent layer, and the whole step of a plain recurrent cell.</summary>
internal sealed class MatrixKernel(
    string name, string summary, Panel panel, InputRow input, string inputName, string inputDescription, KernelParameter start, KernelParameter result,
        ActivationFunction activation, float? clip = null)
    : PanelKernel(name, summary, panel, input, inputName, ["sum"])
{
    protected override IReadOnlyList<KernelParameter> Parameters =>
    [
        start,
        .. SmallParameters,
        .. Tiles.Columns == 0 ? Array.Empty<KernelParameter>() : [new KernelParameter(InputName, inputDescription, Input.Stride)],
        result,
    ];

    protected override void EmitFinish(CodeWriter writer, PassPosition position, SumEmitter sums, int vector, int row, SmallInput? small)
    {
        string value = VectorActivations.Of(activation, sums.Sum(0, vector, 0, row), clip);
        writer.Write(position.Store(value, result.Name, position.Unit(vector), result.Stride * row));
    }
}
