namespace SensorFleet.Driver;

/// <summary>
/// The temperature of a simulated device in degrees: a cooling cycle of its own, a slow drift and noise. A reading depends only on the device and the
/// index, so any reading can be sent again, and a fleet of any size needs no memory.
/// </summary>
internal readonly struct SimulatedDevice
{
    private const int DriftSteps = 64;
    private const int FaultBlock = 256;
    private const int FaultLength = 12;

    private readonly ulong _seed;
    private readonly float _level;
    private readonly float _swing;
    private readonly int _period;

    /// <summary>Creates a device from its number.</summary>
    public SimulatedDevice(long device)
    {
        _seed = Mix((ulong)device + 0x9E3779B97F4A7C15);
        _level = 60f + (30f * Uniform(_seed ^ 1));
        _swing = 3f + (5f * Uniform(_seed ^ 2));
        _period = 20 + (int)(21 * Uniform(_seed ^ 3));
    }

    /// <summary>The reading of an index without faults, in degrees.</summary>
    public float Normal(long index)
    {
        // A triangle, because a sine does not have the same bits on every machine.
        float phase = (float)((index + (long)(_seed & 0xFFFF)) % _period) / _period;
        float cycle = (phase < 0.7f ? phase / 0.7f : (1f - phase) / 0.3f) - 0.5f;
        float at = (float)(index % DriftSteps) / DriftSteps;
        long knot = index / DriftSteps;
        float drift = ((1f - at) * Gaussian(knot, 17)) + (at * Gaussian(knot + 1, 17));
        float noise = (0.3f * Gaussian(index, 29)) + (0.2f * Gaussian(index - 1, 29));
        return _level + (2f * _swing * cycle) + (1.5f * drift) + noise;
    }

    /// <summary>The reading of an index, in degrees: about once in 1,500 readings a fault of 12 readings makes it too hot.</summary>
    public float Reading(long index)
    {
        ulong block = Mix(_seed ^ ((ulong)(index / FaultBlock) * 0xD1B54A32D192ED03));
        long start = 64 + (long)((block >> 16) % (FaultBlock - 64 - FaultLength));
        long since = (index % FaultBlock) - start;
        bool isFault = block % 6 == 0 && since is >= 0 and < FaultLength;
        return Normal(index) + (isFault ? 12f + (float)(block >> 40 & 0x7) : 0f);
    }

    // The sum of four uniform numbers is close enough to a normal one. Its variance is 1 here.
    private float Gaussian(long index, ulong kind)
    {
        ulong bits = Mix(_seed ^ ((ulong)index * 0x9E3779B97F4A7C15) ^ kind);
        float sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return ((sum / 65536f) - 2f) * 1.7320508f;
    }

    private static float Uniform(ulong bits) => (Mix(bits) >> 40) / 16777216f;

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
