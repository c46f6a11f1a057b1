namespace SensorFleet.Driver;

/// <summary>The settings of a driver.</summary>
/// <param name="Devices">Number of devices.</param>
/// <param name="Rate">Readings per second of each device; 0 for as many as the silos accept.</param>
/// <param name="ReadingsPerCall">Readings that a device sends at once; after a failure up to eight times as many.</param>
/// <param name="Duration">How long; null until it is stopped.</param>
/// <param name="InFlight">Largest number of calls without an answer.</param>
internal sealed record DriverSettings(int Devices, double Rate, int ReadingsPerCall, TimeSpan? Duration, int InFlight)
{
    /// <summary>How long the driver waits, at the start and at the end, for devices that do not answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
