namespace TinyRnn.Tests;

internal static class Allocations
{
    /// <summary>Bytes that an action allocates once it has run before.</summary>
    public static long Of(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
