using System.Diagnostics;

namespace TinyRnn;

/// <summary>
/// The random numbers of sampling: SplitMix64 (Steele, Lea and Flood 2014), so that a seed gives the same text on every
/// system and version. A value type: nothing is allocated.
/// </summary>
public struct SamplingRandom
{
    private static long Calls;
    private ulong _state;

    /// <summary>Starts a sequence; without a seed, another one at each call.</summary>
    public SamplingRandom(ulong? seed) =>
        _state = seed ?? (ulong)Stopwatch.GetTimestamp() + (ulong)Interlocked.Increment(ref Calls) * 0x9E3779B97F4A7C15UL;

    /// <summary>A number from 0 to below 1, with 53 random bits.</summary>
    public double NextDouble()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
