namespace TinyRnn.Tests;

/// <summary>How long a test waits for what must come. No test decides by the clock: this only ends one that hangs.</summary>
internal static class Patience
{
    /// <summary>Far beyond what anything takes on any machine, whatever else runs there: the whole suite takes minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);
}
