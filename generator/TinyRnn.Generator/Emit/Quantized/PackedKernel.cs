using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Quantized;

/// <summary>What kernels with packed panels do before a cell finishes: quantise the input, and sum packed elements.</summary>
internal static class PackedKernel
{
    private const string Quantized = "quantized";
    private const string InPlace = "quantizedInPlace";

    /// <summary>Emits the quantised values of an input row.</summary>
    public static void EmitQuantized(CodeWriter writer, PackedPanel panel, InputRow input, string name)
    {
        EmitQuantizedInPlace(writer, panel, 1);
        EmitWrite(writer, panel, input, name, InPlace + "[0]");
        writer.Write($"ref int {Quantized} = ref __Unsafe.As<float, int>(ref {InPlace}[0]);");
    }

    /// <summary>Emits the memory for the quantised values of some rows.</summary>
    public static void EmitQuantizedInPlace(CodeWriter writer, PackedPanel panel, int rows) =>
        writer.Write($"__Unsafe.SkipInit(out Floats{panel.Tiles.Columns * rows} {InPlace});");

    /// <summary>Emits the quantised values of the rows from <c>first</c> to <c>end</c>, and the NaN that each spreads.</summary>
    public static void EmitQuantizedOfRows(CodeWriter writer, PackedPanel panel, InputRow input, string name, Func<string, string> besides)
    {
        using (writer.Block("for (__UIntPtr row = first; row < end; row++)"))
        {
            writer.Write($"ref float values = ref __Unsafe.Add(ref {name}, row * {input.Stride});");
            writer.Write(besides("values"));
            EmitWrite(
                writer, panel, input, "values",
                $"__Unsafe.Add(ref {InPlace}[0], (row - first) * {panel.Tiles.Columns})");
        }
    }

    /// <summary>Emits the ref to the quantised values of the row <c>row</c>; valid after <see cref="EmitQuantizedOfRows"/>.</summary>
    public static void EmitQuantizedOfRow(CodeWriter writer, PackedPanel panel) =>
        writer.Write($"ref int {Quantized} = ref __Unsafe.As<float, int>(ref __Unsafe.Add(ref {InPlace}[0], (row - first) * {panel.Tiles.Columns}));");

    /// <summary>Emits the sums of a pass.</summary>
    /// <param name="writer">Receives the code.</param>
    /// <param name="pass">The sums to compute.</param>
    /// <param name="position">The position of the pass.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="input">Where the values of a row lie.</param>
    /// <param name="name">The first of the values.</param>
    /// <param name="gates">A name for each gate.</param>
    public static SumEmitter EmitSums(
        CodeWriter writer, Pass pass, PassPosition position, PackedPanel panel, InputRow input, string name, IReadOnlyList<string> gates)
    {
        SumEmitter sums = new(writer, pass, [.. gates.Select(gate => gate + "Sum")], panel.Element);
        sums.EmitStart((_, _, _) => $"{pass.Vector}{Aliases.ElementName(panel.Element.Sum)}.Zero");
        writer.Write($"ref float w = ref {position.WeightsAt(panel.Tiles.Columns)};");

        // Quantised values are read four at a time.
        sums.EmitProducts(input, panel.Element.Type == TensorType.I8 ? Quantized : name);
        return sums;
    }

    private static void EmitWrite(CodeWriter writer, PackedPanel panel, InputRow input, string from, string to)
    {
        QuantizationRange range = panel.Range;
        writer.Write(
            $"global::TinyRnn.QuantizedInputs.Write(ref {from}, ref __Unsafe.As<float, byte>(ref {to}), {PanelElement.ExtentOf(input)}, "
                + $"{Literals.Of(range.Low)}, {Literals.Of(range.InverseStep)});");
    }
}
