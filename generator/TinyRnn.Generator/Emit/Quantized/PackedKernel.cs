using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>What kernels over packed panels do before a cell finishes: codes of the input, sums of small numbers.</summary>
internal static class PackedKernel
{
    private const string Codes = "codes";

    /// <summary>Emits the scales and, for 8-bit weights, the codes of the input.</summary>
    public static void EmitStart(CodeWriter writer, PackedPanel panel, InputRow input, string name)
    {
        writer.Write($"ref float scales = ref {panel.Scales.First};");
        if (panel.Element.Type != TensorType.I8)
        {
            return;
        }

        CodedRange range = panel.Range;
        writer.Write($"Unsafe.SkipInit(out Floats{panel.Tiles.Columns} {Codes}InPlace);");
        writer.Write($"global::TinyRnn.Codes.Write(ref {name}, ref Unsafe.As<float, byte>(ref {Codes}InPlace[0]), {PanelElement.ExtentOf(input)}, {Literals.Of(range.Low)}, {Literals.Of(range.InverseStep)});");
        writer.Write($"ref int {Codes} = ref Unsafe.As<float, int>(ref {Codes}InPlace[0]);");
    }

    /// <summary>Emits the sums of a pass.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pass">Which sums.</param>
    /// <param name="place">Where the pass stands.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="input">Where the values of a row lie.</param>
    /// <param name="name">The first of the values.</param>
    /// <param name="gates">A name for each gate.</param>
    public static SumEmitter EmitSums(CodeWriter writer, Pass pass, PassPlace place, PackedPanel panel, InputRow input, string name, IReadOnlyList<string> gates)
    {
        SumEmitter sums = new(writer, pass, [.. gates.Select(gate => gate + "Sum")], panel.Element);
        sums.EmitStart((_, _, _) => $"{pass.Vector}<{panel.Element.Sum}>.Zero");
        writer.Write($"ref float w = ref {place.WeightsAt(panel.Tiles.Columns)};");

        // Codes are read four at a time.
        sums.EmitProducts(input, panel.Element.Type == TensorType.I8 ? Codes : name);
        return sums;
    }
}
