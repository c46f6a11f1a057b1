namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>A method of the generated code that computes a part of a layer's step, in a form for each vector width.</summary>
internal interface IKernel
{
    /// <summary>Name of the method, without the width.</summary>
    string Name { get; }

    /// <summary>Width of the widest form.</summary>
    int WidestForm { get; }

    /// <summary>Rows that a form takes at once; 1 where it takes a single one.</summary>
    int RowsOf(int width);

    void Emit(CodeWriter writer, int width);

    /// <summary>Emits the form for several rows of input.</summary>
    void EmitRows(CodeWriter writer, int width);
}

/// <summary>Names of the forms.</summary>
internal static class KernelForms
{
    /// <summary>The form that code of a width calls: its own, or the widest there is.</summary>
    public static string Form(this IKernel kernel, int width) => kernel.Name + Math.Min(width, kernel.WidestForm);

    /// <summary>The form for several rows.</summary>
    public static string RowsForm(this IKernel kernel, int width) => $"{kernel.Name}Rows{Math.Min(width, kernel.WidestForm)}";

    public static int WidestFormOf(int largestTile) => largestTile >= 16 ? 512 : largestTile >= 8 ? 256 : 128;
}
