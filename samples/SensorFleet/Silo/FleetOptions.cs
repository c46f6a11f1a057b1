namespace SensorFleet.Silo;

/// <summary>How a silo works.</summary>
internal sealed class FleetOptions
{
    /// <summary>How often the state of a device is written, if it changed.</summary>
    public TimeSpan WriteInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest number of streams that are advanced together; 1 advances each by itself.</summary>
    public int BatchStreams { get; set; } = 256;

    /// <summary>How long a reading waits at most for others to be advanced with, in whole milliseconds; with 0 only for the pass that is under way.</summary>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Readings and calls that may wait in the silo; with more it is busy.</summary>
    public int QueueLimit { get; set; } = 8192;

    /// <summary>How many times the usual error an anomaly is.</summary>
    public float Threshold { get; set; } = 8f;
}
