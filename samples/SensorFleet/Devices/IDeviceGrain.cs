namespace SensorFleet.Devices;

/// <summary>
/// A device: the state of its stream, forecasts and anomalies. Its readings have indices, 0, 1, 2, ..., and each is accepted once, however often it is
/// sent. So a sender that is in doubt can send again.
/// </summary>
[Alias("SensorFleet.IDevice")]
internal interface IDeviceGrain : IGrainWithIntegerKey
{
    /// <summary>Accepts consecutive readings and forecasts the next value after each of them.</summary>
    [Alias("Take")]
    ValueTask<ReadingsReply> Take(Readings readings);

    /// <summary>Reports the device's progress and its silo's totals.</summary>
    [Alias("Report")]
    ValueTask<DeviceReport> Report();
}
