using System.Diagnostics;

namespace TinyRnn.Samples.Tests.Harness;

/// <summary>Waits for what happens, and not for a time in which it should have.</summary>
internal static class Events
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public static Task Until(Func<bool> hasHappened) => Until(() => Task.FromResult(hasHappened()));

    public static async Task Until(Func<Task<bool>> hasHappened)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await hasHappened())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience.Longest, "it never happened");
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }
}
