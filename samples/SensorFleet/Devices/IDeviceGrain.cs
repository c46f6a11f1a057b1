namespace SensorFleet.Devices;

/// <summary>
/// A device: the state of its stream, forecasts and anomalies. Its readings have indices, 0, 1, 2, ..., and each is taken once, however often it is
/// sent, so that whoever is in doubt sends again.
/// </summary>
[Alias("SensorFleet.IDevice")]
internal interface IDeviceGrain : IGrainWithIntegerKey
{
    /// <summary>Takes readings that follow each other and forecasts the next value after each of them.</summary>
    [Alias("Take")]
    ValueTask<ReadingsReply> Take(Readings readings);

    /// <summary>Tells how far the device is, and what its silo has done so far.</summary>
    [Alias("Report")]
    ValueTask<DeviceReport> Report();
}
