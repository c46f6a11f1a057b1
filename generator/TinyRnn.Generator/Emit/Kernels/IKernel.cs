using TinyRnn.Generator.Emit.Panels;

namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>A method of the generated code that computes part of a layer's step, with one form for each vector width.</summary>
internal interface IKernel
{
    /// <summary>Name of the method, without the width.</summary>
    string Name { get; }

    /// <summary>Width of the widest form, in bits.</summary>
    int WidestForm { get; }

    /// <summary>Whether passes alternate between forward and backward, so that a step finds in the cache the weights that the step before it read
    /// last.</summary>
    bool Alternates { get; }

    /// <summary>Number of rows that the form for several rows takes at once; 1 if there is no such form.</summary>
    int RowsOf(VectorForm form);

    void Emit(CodeWriter writer, VectorForm form);

    /// <summary>Emits the form for several rows of input.</summary>
    void EmitRows(CodeWriter writer, VectorForm form);
}

/// <summary>Names of the forms.</summary>
internal static class KernelForms
{
    /// <summary>The form that code of a width calls: the one of that width, or the widest there is.</summary>
    public static string Form(this IKernel kernel, VectorForm form) => kernel.Name + kernel.Narrow(form).Suffix;

    /// <summary>The form for several rows.</summary>
    public static string RowsForm(this IKernel kernel, VectorForm form) => $"{kernel.Name}Rows{kernel.Narrow(form).Suffix}";

    /// <summary>The last argument of a kernel that alternates between forward and backward.</summary>
    public static string BackwardArgument(this IKernel kernel, string backward) => kernel.Alternates ? $", {backward}" : "";

    /// <summary>The form itself, or the widest form of the kernel.</summary>
    public static VectorForm Narrow(this IKernel kernel, VectorForm form) =>
        form.Width <= kernel.WidestForm ? form : VectorForm.All.First(candidate => candidate.Width == kernel.WidestForm);

    public static int WidestFormOf(int largestTile) => largestTile >= 16 ? 512 : largestTile >= 8 ? 256 : 128;
}
