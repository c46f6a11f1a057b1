namespace SensorFleet.Devices;

/// <summary>What a device keeps beside the state of its model.</summary>
internal struct DeviceProgress
{
    /// <summary>The index of the reading that comes next.</summary>
    public long Next;

    /// <summary>The errors of the forecasts.</summary>
    public ErrorWatch Watch;
}
