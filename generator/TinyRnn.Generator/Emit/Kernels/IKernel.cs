using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>A method of the generated code that computes a part of a layer's step, in a form for each vector width.</summary>
internal interface IKernel
{
    /// <summary>Name of the method, without the width.</summary>
    string Name { get; }

    /// <summary>Width of the widest form.</summary>
    int WidestForm { get; }

    /// <summary>Whether passes go forward and backward in turn, so that a step finds in the cache what the step before it read last.</summary>
    bool Alternates { get; }

    /// <summary>Rows that a form takes at once; 1 where it takes a single one.</summary>
    int RowsOf(VectorForm form);

    void Emit(CodeWriter writer, VectorForm form);

    /// <summary>Emits the form for several rows of input.</summary>
    void EmitRows(CodeWriter writer, VectorForm form);
}

/// <summary>Names of the forms.</summary>
internal static class KernelForms
{
    /// <summary>The form that code of a width calls: its own, or the widest there is.</summary>
    public static string Form(this IKernel kernel, VectorForm form) => kernel.Name + kernel.Narrow(form).Suffix;

    /// <summary>The form for several rows.</summary>
    public static string RowsForm(this IKernel kernel, VectorForm form) => $"{kernel.Name}Rows{kernel.Narrow(form).Suffix}";

    /// <summary>The argument of a kernel that alternates, behind the others.</summary>
    public static string TurnArgument(this IKernel kernel, string turn) => kernel.Alternates ? $", {turn}" : "";

    /// <summary>The form itself, or the widest that the kernel has.</summary>
    public static VectorForm Narrow(this IKernel kernel, VectorForm form) =>
        form.Width <= kernel.WidestForm ? form : VectorForm.All.First(candidate => candidate.Width == kernel.WidestForm);

    public static int WidestFormOf(int largestTile) => largestTile >= 16 ? 512 : largestTile >= 8 ? 256 : 128;
}
