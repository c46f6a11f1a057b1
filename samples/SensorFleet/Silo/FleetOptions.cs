namespace SensorFleet.Silo;

/// <summary>The settings of a silo.</summary>
internal sealed class FleetOptions
{
    /// <summary>How often the state of a device is written, if it changed.</summary>
    public TimeSpan WriteInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest number of streams that are advanced together; 1 advances each by itself.</summary>
    public int BatchStreams { get; set; } = 256;

    /// <summary>Longest time that a reading waits for others, in whole milliseconds; with 0 it waits only for the current pass.</summary>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Number of readings and calls that may wait in the silo before it is busy.</summary>
    public int QueueLimit { get; set; } = 8192;

    /// <summary>The size of an anomaly as a multiple of the usual error.</summary>
    public float Threshold { get; set; } = 8f;
}
