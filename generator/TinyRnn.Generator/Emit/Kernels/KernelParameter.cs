namespace TinyRnn.Generator.Emit.Kernels;

/// <summary>A <c>ref float</c> parameter of a kernel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it points to, for the documentation.</param>
/// <param name="Stride">Floats from one row to the next; 0 if all rows share the value.</param>
internal sealed record KernelParameter(string Name, string Description, int Stride);
