using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>How the loops that take nearly all of the time are compiled.</summary>
internal static class HotLoop
{
    /// <summary>
    /// Optimised at the first call. By default a loop starts in code where no vector operation is inlined, and on a busy machine
    /// it can be stuck there for most of a training.
    /// </summary>
    public const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;
}
