using TinyRnn.Generator.Emit.Kernels;
using TinyRnn.Generator.Emit.Layers;
using TinyRnn.Generator.Emit.Panels;
using TinyRnn.Model;

namespace TinyRnn.Generator.Emit.Members;

/// <summary>
/// The class that computes: one step, a block of steps, a step of several streams, and the kernels of the layers, each for every vector width.
/// </summary>
internal static class KernelsEmitter
{
    public static void Emit(CodeWriter writer, ModelPlan plan)
    {
        writer.Blank();
        writer.Summary("The computations, with one form for each vector width.");
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

            foreach (IKernel kernel in plan.Layers.Where(layer => plan.NeedsRowKernels || layer.StepsOverRows).SelectMany(layer => layer.RowKernels))
            {
                EmitForms(writer, plan, kernel, (to, form) =>
                {
                    if (kernel.RowsOf(form) > 1)
                    {
                        kernel.EmitRows(to, form);
                    }
                });
            }
        }

        EmitAligned(writer, plan);
    }

    /// <summary>The method that picks the width.</summary>
    public static void EmitDispatch(CodeWriter writer, ModelPlan plan, string name, string parameters, string arguments)
    {
        writer.Write("[__MethodImpl(__MethodImplOptions.AggressiveInlining)]");
        using (writer.Block($"public static void {name}({parameters})"))
        {
            foreach (VectorForm form in plan.Forms.Where(form => form.Condition.Length > 0))
            {
                using (writer.Block($"if ({form.Condition})"))
                {
                    writer.Write($"{name}{form.Suffix}({arguments});");
                    writer.Write("return;");
                }

                writer.Blank();
            }

            writer.Write($"{name}{plan.Forms[plan.Forms.Count - 1].Suffix}({arguments});");
        }
    }

    private static void EmitForms(CodeWriter writer, ModelPlan plan, IKernel kernel, Action<CodeWriter, VectorForm> emit)
    {
        foreach (VectorForm form in plan.Forms.Where(form => form.Width <= kernel.WidestForm))
        {
            emit(writer, form);
        }
    }

    private static void EmitHelpers(CodeWriter writer)
    {
        writer.Blank();
        writer.Summary("The floats of a span of pairs.");
        writer.Write("""
            [__MethodImpl(__MethodImplOptions.AggressiveInlining)]
            private static ref float Floats(global::System.ReadOnlySpan<ulong> pairs) =>
                ref __Unsafe.As<ulong, float>(ref __MemoryMarshal.GetReference(pairs));
            """);
        writer.Blank();
        writer.Summary("Copies floats.");
        writer.Write("""
            [__MethodImpl(__MethodImplOptions.AggressiveInlining)]
            private static void Copy(ref float from, ref float to, int count) =>
                __Unsafe.CopyBlockUnaligned(ref __Unsafe.As<float, byte>(ref to), ref __Unsafe.As<float, byte>(ref from), (uint)(count * sizeof(float)));
            """);
    }

    private static string Field(WeightData data) => $"_{char.ToLowerInvariant(data.Name[0])}{data.Name.Substring(1)}";

    private static void EmitAligned(CodeWriter writer, ModelPlan plan)
    {
        WeightData[] aligned = [.. plan.Data.Where(data => data.IsAligned)];
        if (aligned.Length == 0)
        {
            return;
        }

        writer.Blank();
        writer.Summary("Copies of weights at 64-byte boundaries, made at first use: the data of an assembly is aligned to at most 8 bytes.");
        using (writer.Block("private static class Aligned"))
        {
            // A type initialiser would allocate a lock under NativeAOT.
            foreach (WeightData data in aligned)
            {
                writer.Blank();
                writer.Write($"private static __IntPtr {Field(data)};");
            }

            foreach (WeightData data in aligned)
            {
                writer.Blank();
                writer.Write(
                    $"public static __IntPtr {data.Name} => {Field(data)} != 0 ? {Field(data)} : global::TinyRnn.AlignedWeights.Copy(Weights.{data.Name}, "
                        + $"ref {Field(data)});");
            }
        }
    }
}
