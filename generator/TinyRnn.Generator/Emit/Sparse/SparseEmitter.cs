using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Generator.Emit.Quantized;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Sparse;

/// <summary>
/// Emits the sums over the kept blocks, as loops or one by one. Sums are written to memory, because lanes of one length need not belong to
/// neighbouring units.
/// </summary>
internal sealed class SparseEmitter(SparseContext context)
{
    private readonly CodeWriter _writer = context.Writer;
    private readonly SparseBlocks _blocks = context.Blocks;

    private bool IsUnrolled => SparseRule.Unrolls(context.Form, _blocks);

    /// <summary>Emits the refs to the data and the memory of the sums.</summary>
    public void EmitData()
    {
        _writer.Write($"__Unsafe.SkipInit(out Floats{_blocks.Accumulators * context.Panel.Tiles.PaddedRows} sums);");

        // A matrix of zeros keeps no weights, and none are read.
        _writer.Write($"ref float w = ref {(_blocks.Weights.Length > 0 ? _blocks.Weights.First : SparseContext.Sums)};");
        if (!IsUnrolled)
        {
            _writer.Write($"ref ushort indices = ref __Unsafe.As<float, ushort>(ref {_blocks.Indices.First});");
        }
    }

    /// <summary>Emits the quantised input, a 32-bit number for each value, so that any four values can be combined into a word.</summary>
    public void EmitQuantized(QuantizationRange range)
    {
        const string Quantized = SparseContext.Quantized;
        int extent = PanelElement.ExtentOf(context.Input);

        // A value is read from an address up to three bytes before it.
        _writer.Write($"__Unsafe.SkipInit(out Floats{extent + 1} {Quantized}InPlace);");
        _writer.Write($"ref byte {Quantized} = ref __Unsafe.As<float, byte>(ref {Quantized}InPlace[1]);");
        _writer.Write($"{Quantized}InPlace[0] = 0f;");
        string limits = $"{Literals.Of(range.Low)}, {Literals.Of(range.InverseStep)}";
        _writer.Write($"global::TinyRnn.QuantizedInputs.WriteApart(ref {context.Name}, ref __Unsafe.As<byte, int>(ref {Quantized}), {extent}, {limits});");
    }

    /// <summary>Emits the sums of all rows.</summary>
    public void EmitLanes()
    {
        if (IsUnrolled)
        {
            new UnrolledBlocks(context).Emit();
            return;
        }

        LoopedBlocks loops = new(context);
        foreach (SparseRun run in _blocks.Runs)
        {
            loops.Emit(run);
        }
    }
}
