namespace TinyRnn.Generator.Emit.Panels;

/// <summary>A form in which kernels are emitted: a vector width, and whether the processor multiplies and adds in one instruction.</summary>
/// <param name="Width">Bits of a vector.</param>
/// <param name="IsFused">Whether multiply-adds are fused.</param>
/// <param name="Suffix">The end of the names of the form's methods.</param>
/// <param name="Condition">When the form is used, a constant to the compiler; empty for the last form.</param>
internal sealed record VectorForm(int Width, bool IsFused, string Suffix, string Condition)
{
    /// <summary>From wide to narrow. All fused forms give the same bits.</summary>
    public static IReadOnlyList<VectorForm> All { get; } =
    [
        new(512, true, "512", "__Vector512.IsHardwareAccelerated"),
        new(256, true, "256", "__Vector256.IsHardwareAccelerated"),
        new(128, true, "128", "global::TinyRnn.VectorMath.IsFused"),

        // This is NativeAOT's default for x64: without fused multiply-add, the compiler generates better code for a separate product and sum.
        new(128, false, "128Plain", ""),
    ];

    /// <summary>Floats in a vector.</summary>
    public int Lanes => Width / 32;
}
