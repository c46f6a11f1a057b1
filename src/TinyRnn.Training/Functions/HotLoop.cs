using System.Runtime.CompilerServices;

namespace TinyRnn.Training;

/// <summary>Compilation settings of the loops that take nearly all of the time.</summary>
internal static class HotLoop
{
    /// <summary>
    /// Optimises at the first call. By default a loop starts in code without inlined vector operations, and on a busy machine
    /// it can stay there for most of a training.
    /// </summary>
    public const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;
}
