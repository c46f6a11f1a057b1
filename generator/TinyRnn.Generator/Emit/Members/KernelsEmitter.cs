using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>The class that computes: one step, a block of steps and a step of several streams, and the kernels of the layers, each for every vector width.</summary>
internal static class KernelsEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary("The computations, in a form for each vector width.");
        using (writer.Block("private static class Kernels"))
        {
            if (plan.Network.IsStreaming)
            {
                StepFormEmitter.Emit(writer, plan);
            }

            if (plan.RunsInBlocks || !plan.Network.IsStreaming)
            {
                BlockFormEmitter.Emit(writer, plan);
            }

            if (plan.SharesStreams)
            {
                StreamFormEmitter.Emit(writer, plan);
            }

            FinishEmitter.Emit(writer, plan);
            EmitHelpers(writer);
            foreach (IKernel kernel in plan.Layers.SelectMany(layer => layer.Kernels))
            {
                EmitForms(writer, plan, kernel, kernel.Emit);
            }

            if (plan.NeedsRowKernels)
            {
                foreach (IKernel kernel in plan.Layers.SelectMany(layer => layer.RowKernels))
                {
                    EmitForms(writer, plan, kernel, (to, width) =>
                    {
                        if (kernel.RowsOf(width) > 1)
                        {
                            kernel.EmitRows(to, width);
                        }
                    });
                }
            }
        }

        EmitAligned(writer, plan);
    }

    /// <summary>The method that picks the width.</summary>
    public static void EmitDispatch(CodeWriter writer, ModelPlan plan, string name, string parameters, string arguments)
    {
        writer.Write("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (writer.Block($"public static void {name}({parameters})"))
        {
            foreach (int width in plan.Widths.Where(width => width > 128))
            {
                using (writer.Block($"if (Vector{width}.IsHardwareAccelerated)"))
                {
                    writer.Write($"{name}{width}({arguments});");
                    writer.Write("return;");
                }

                writer.Blank();
            }

            writer.Write($"{name}128({arguments});");
        }
    }

    private static void EmitForms(CodeWriter writer, ModelPlan plan, IKernel kernel, Action<CodeWriter, int> emit)
    {
        foreach (int width in plan.Widths.Where(width => width <= kernel.WidestForm))
        {
            emit(writer, width);
        }
    }

    private static void EmitHelpers(CodeWriter writer)
    {
        writer.Blank();
        writer.Summary("The floats behind a span of pairs.");
        writer.Write("""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static ref float Floats(ReadOnlySpan<ulong> pairs) =>
                ref Unsafe.As<ulong, float>(ref MemoryMarshal.GetReference(pairs));
            """);
        writer.Blank();
        writer.Summary("Copies floats.");
        writer.Write("""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Copy(ref float from, ref float to, int count) =>
                Unsafe.CopyBlockUnaligned(ref Unsafe.As<float, byte>(ref to), ref Unsafe.As<float, byte>(ref from), (uint)(count * sizeof(float)));
            """);
    }

    private static void EmitAligned(CodeWriter writer, ModelPlan plan)
    {
        WeightData[] aligned = [.. plan.Data.Where(data => data.IsAligned)];
        if (aligned.Length == 0)
        {
            return;
        }

        writer.Blank();
        writer.Summary("Copies of weights at 64-byte boundaries, made when the model is first used: data of an assembly is aligned to 8 bytes at best.");
        using (writer.Block("private static class Aligned"))
        {
            foreach (WeightData data in aligned)
            {
                writer.Blank();
                writer.Write($"public static readonly nint {data.Name} = global::TinyRnn.AlignedWeights.Copy(Weights.{data.Name});");
            }
        }
    }
}
